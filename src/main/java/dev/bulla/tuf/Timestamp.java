package dev.bulla.tuf;

import dev.bulla.json.Fields;
import java.util.List;

/**
 * The timestamp role (TUF 4.6): which snapshot is current.
 *
 * @param snapshot what the entry {@code snapshot.json} says
 */
public record Timestamp(RoleHeader header, FileInfo snapshot) implements Role {
    static Timestamp read(Fields signed) {
        return new Timestamp(
                RoleHeader.read(signed, "timestamp", List.of("meta")),
                FileInfo.read(signed.object("meta").object("snapshot.json")));
    }
}
