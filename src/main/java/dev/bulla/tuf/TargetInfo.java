package dev.bulla.tuf;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import java.util.Optional;

/**
 * What a targets role says of a target (TUF 4.5).
 *
 * @param length its exact size in bytes
 * @param hashes its hashes
 * @param custom what else the publisher says about it, uninterpreted
 * @param json the whole entry as signed
 */
public record TargetInfo(long length, Hashes hashes, Optional<Json> custom, Json.Obj json) {
    static TargetInfo read(Fields entry) {
        return new TargetInfo(
                entry.whole("length", 0, Long.MAX_VALUE),
                Hashes.read(entry.object("hashes")),
                entry.object().get("custom"),
                entry.object());
    }

    /** An entry for writing. */
    public static TargetInfo of(long length, Hashes hashes, Optional<Json.Obj> custom) {
        Json.Obj json = Json.Obj.empty();
        if (custom.isPresent()) {
            json = json.with("custom", custom.get());
        }
        json = json.with("hashes", hashes.toJson()).with("length", Json.whole(length));
        return new TargetInfo(length, hashes, custom.map(Json.class::cast), json);
    }

    /** True when both mean the same bytes: equal length and equal hashes; {@code custom} does not matter (TAP 4). */
    public boolean agreesWith(TargetInfo other) {
        return length == other.length && hashes.equals(other.hashes);
    }
}
