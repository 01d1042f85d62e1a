package dev.bulla.tuf;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a timestamp or snapshot says of a role file (TUF 4.4 METAFILES).
 *
 * @param version the version that the file must have
 * @param length its exact size in bytes, if said
 * @param hashes its hashes, if said
 */
public record FileInfo(long version, OptionalLong length, Optional<Hashes> hashes) {
    static FileInfo read(Fields meta) {
        return new FileInfo(
                meta.whole("version", 1, TufLimits.MAX_VERSION),
                meta.has("length") ? OptionalLong.of(meta.whole("length", 0, Long.MAX_VALUE)) : OptionalLong.empty(),
                meta.optionalObject("hashes").map(Hashes::read));
    }

    /** The entry as JSON. */
    public Json.Obj toJson() {
        Json.Obj json = Json.Obj.empty();
        if (hashes.isPresent()) {
            json = json.with("hashes", hashes.get().toJson());
        }
        if (length.isPresent()) {
            json = json.with("length", Json.whole(length.getAsLong()));
        }
        return json.with("version", Json.whole(version));
    }
}
