package dev.bulla.tuf;

import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshot role (TUF 4.4): the current version of every targets role.
 *
 * @param roles what it says of each role, by role name without {@code .json}
 */
public record Snapshot(RoleHeader header, Map<RoleName, FileInfo> roles) implements Role {
    private static final String ENDING = ".json";

    /** Copies the map. */
    public Snapshot {
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    }

    static Snapshot read(Fields signed) {
        RoleHeader header = RoleHeader.read(signed, "snapshot", List.of("meta"));
        Fields meta = signed.object("meta");
        Map<RoleName, FileInfo> roles = new LinkedHashMap<>();
        for (String file : meta.object().members().keySet()) {
            if (!file.endsWith(ENDING)) {
                throw JsonException.malformed("meta lists a file that does not end in " + ENDING);
            }
            RoleName name = new RoleName(file.substring(0, file.length() - ENDING.length()));
            roles.put(name, FileInfo.read(meta.object(file)));
        }
        return new Snapshot(header, roles);
    }

    /** What it says of this role. */
    public Optional<FileInfo> of(RoleName role) {
        return Optional.ofNullable(roles.get(role));
    }
}
