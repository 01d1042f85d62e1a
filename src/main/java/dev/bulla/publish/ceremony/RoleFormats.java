package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;

/** Which format the file of a role has: three top-level roles have their own, all others are targets roles. */
public final class RoleFormats {
    private RoleFormats() {}

    /** The format of the files of {@code role}. */
    public static RoleFormat<? extends Role> of(RoleName role) {
        return switch (role.value()) {
            case "root" -> RoleFormat.ROOT;
            case "timestamp" -> RoleFormat.TIMESTAMP;
            case "snapshot" -> RoleFormat.SNAPSHOT;
            default -> RoleFormat.TARGETS;
        };
    }

    /** Reads the file of {@code role}; a refusal names it. */
    public static Step<Signed<? extends Role>> read(RoleName role, Bytes file) {
        try {
            return Step.done(of(role).read(file));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(
                    Reason.of(code, role + " is refused: " + e.getMessage()).with("role", role.value()));
        }
    }
}
