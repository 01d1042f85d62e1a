package dev.bulla.tuf.edit;

import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.FileInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** Entries of timestamp and snapshot. */
final class FileInfos {
    private FileInfos() {}

    /**
     * What {@code info} says, with the members of {@code before} that nobody knows. Length and hash are demanded, since
     * an object of a registry is found by them (tuf.md 10).
     */
    static Json.Obj over(Json.Obj before, FileInfo info) {
        if (info.length().isEmpty() || info.hashes().isEmpty()) {
            throw new UsageException("an entry of timestamp or snapshot has length and hash");
        }
        Map<String, Json> members = new LinkedHashMap<>(before.members());
        members.putAll(info.toJson().members());
        return new Json.Obj(members);
    }
}
