package dev.bulla.publish;

import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.UtcTime;
import dev.bulla.tuf.edit.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How long roles live when they are signed. Unless told otherwise, a role lives as long again as the last time, which
 * {@code x-signed-at} and its expiry tell.
 *
 * @param given lives by role that override everything
 */
public record RoleLives(Map<RoleName, Duration> given) {
    /** The member that says when a role was signed (trust.md section 5.2); Bulla writes it into every role. */
    public static final String SIGNED_AT = "x-signed-at";

    /** Clocks of honest machines differ; five minutes are what consumers allow them as well. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** CNAB-Sec 301: a year for root. */
    static final Duration ROOT = Duration.ofDays(365);

    /** CNAB-Sec 301: a month for targets and delegated roles. */
    static final Duration TARGETS = Duration.ofDays(31);

    /** CNAB-Sec 301: a day for snapshot and timestamp. */
    static final Duration ONLINE = Duration.ofDays(1);

    /** Copies the map. */
    public RoleLives {
        given = Map.copyOf(given);
    }

    /** Nothing given. */
    public static RoleLives asBefore() {
        return new RoleLives(Map.of());
    }

    /** When {@code role}, signed at {@code now} after {@code before}, expires. */
    public Expiry expiry(RoleName role, Optional<? extends Role> before, Instant now) {
        Duration life = Optional.ofNullable(given.get(role))
                .or(() -> before.flatMap(RoleLives::lifeOf))
                .orElseGet(() -> standard(role));
        return Expiry.after(now, life);
    }

    /** What CNAB-Sec 301 says. */
    static Duration standard(RoleName role) {
        return switch (role.value()) {
            case "root" -> ROOT;
            case "snapshot", "timestamp" -> ONLINE;
            default -> TARGETS;
        };
    }

    /** From signing to expiry, where the role says when it was signed. */
    static Optional<Duration> lifeOf(Role role) {
        return signedAt(role)
                .map(at -> Duration.between(at, role.expires()))
                .filter(life -> !life.isNegative() && !life.isZero());
    }

    /** When a role says that it was signed. */
    public static Optional<Instant> signedAt(Role role) {
        if (role.unrecognized().get(SIGNED_AT).orElse(new Json.Null()) instanceof Json.Text text) {
            try {
                return Optional.of(UtcTime.parse(text.value()));
            } catch (JsonException e) {
                return Optional.empty(); // somebody else's spelling: as good as none
            }
        }
        return Optional.empty();
    }

    /** True when a role was signed with a clock ahead of {@code now}: consumers refuse it until then (trust.md section 10.1). */
    static boolean isAhead(Role role, Instant now) {
        return signedAt(role).filter(at -> now.plus(MAX_SKEW).isBefore(at)).isPresent();
    }

    /** The moment from which on a role is due to be signed again: when half of its life is over (trust.md section 12). */
    public static Instant due(RoleName name, Role role) {
        Duration life = lifeOf(role).orElseGet(() -> standard(name));
        return role.expires().minus(life.dividedBy(2));
    }
}
