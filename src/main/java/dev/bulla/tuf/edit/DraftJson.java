package dev.bulla.tuf.edit;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.WireWriter;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleHeader;
import dev.bulla.tuf.TufLimits;
import java.util.List;
import java.util.Set;

/** What all drafts do with the {@code signed} part of their role. */
final class DraftJson {
    private static final Set<String> COMMON = Set.of("_type", "expires", "spec_version", "version");

    private DraftJson() {}

    /** The members that every role has, for version 1. */
    static Json.Obj first(String type, Expiry expiry) {
        return header(Json.Obj.empty(), type, 1, expiry);
    }

    /** The version after {@code current}, everything else as it was. */
    static Json.Obj next(Json.Obj current, String type, long version, Expiry expiry) {
        if (version >= TufLimits.MAX_VERSION) {
            throw new UsageException(
                    "no " + type + " can follow version " + version,
                    "let the delegator replace the keys of the role; then it begins with version 1 again");
        }
        return header(current, type, version + 1, expiry);
    }

    private static Json.Obj header(Json.Obj signed, String type, long version, Expiry expiry) {
        return signed.with("_type", Json.text(type))
                .with("expires", Json.text(expiry.toString()))
                .with("spec_version", Json.text(RoleHeader.SPEC_VERSION))
                .with("version", Json.whole(version));
    }

    /** Sets a member that the specification does not define. */
    static Json.Obj extension(Json.Obj signed, String name, Json value, List<String> defined) {
        if (COMMON.contains(name) || defined.contains(name)) {
            throw new UsageException(name + " is a member that TUF defines, not an extension");
        }
        return signed.with(name, value);
    }

    /** An unsigned file around {@code signed}. */
    static RoleFile file(Json.Obj signed) {
        StringBuilder text = begin();
        WireWriter.append(signed, text);
        return end(text);
    }

    static StringBuilder begin() {
        return new StringBuilder("{\"signatures\":[],\"signed\":");
    }

    static RoleFile end(StringBuilder text) {
        return RoleFile.of(Bytes.utf8(text.append('}').toString())).orThrow();
    }

    static Json.Obj object(Json.Obj holder, String name) {
        return holder.get(name).orElse(Json.Obj.empty()) instanceof Json.Obj object ? object : Json.Obj.empty();
    }
}
