package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The members that Bulla adds to signed roles (trust.md 5.2). They only restrict: which namespace the roles are for, which
 * root they belong to, and before which moment no honest clock can stand.
 */
public final class SignedExtras {
    /** The namespace, in root and timestamp. */
    public static final String ORIGIN = "x-origin";

    /** Version and sha256 of the newest root, in timestamp. */
    public static final String ROOT = "x-root";

    /** When timestamp was signed. */
    public static final String SIGNED_AT = "x-signed-at";

    /** Clocks of honest machines differ; five minutes are what Kerberos allows them. */
    static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private SignedExtras() {}

    /** The namespace that a role says it is for. */
    public static Optional<String> originOf(Role role) {
        return role.unrecognized()
                .get(ORIGIN)
                .filter(Json.Text.class::isInstance)
                .map(text -> ((Json.Text) text).value());
    }

    /**
     * When a role says that it was signed.
     *
     * @throws JsonException when what it says is no time
     */
    static Optional<Instant> signedAt(Role role) {
        return role.unrecognized().get(SIGNED_AT).isEmpty()
                ? Optional.empty()
                : Optional.of(UtcTime.parse(
                        Fields.of(role.unrecognized(), "timestamp").text(SIGNED_AT)));
    }

    /**
     * Checks the extras of verified roles.
     *
     * @param origin the namespace that was pinned; without one, none is demanded
     * @return the checks made; {@code ORIGIN_MISMATCH}, {@code ROLLBACK}, {@code FORKED_METADATA}, {@code CLOCK}
     */
    static Step<List<Check>> check(Complete roles, Optional<String> origin) {
        List<Check> checks = new ArrayList<>();
        return isFor(origin, "root", roles.root().role())
                .then(ok -> isFor(origin, "timestamp", roles.timestamp().role()))
                .then(ok -> {
                    origin.ifPresent(
                            name -> checks.add(Check.ok("trust.5.2.origin", "root and timestamp are for " + name)));
                    return newestRoot(roles.timestamp(), roles.root());
                })
                .then(ok -> {
                    boolean named =
                            roles.timestamp().role().unrecognized().get(ROOT).isPresent();
                    String version = "v" + roles.root().role().version();
                    checks.add(
                            named
                                    ? Check.ok("trust.5.2.root", "timestamp knows no newer root than " + version)
                                    : Check.note(
                                            "trust.5.2.root",
                                            "timestamp names no root: whether one after " + version
                                                    + " is held back stays open until it expires"));
                    return clock(roles.timestamp(), roles.at());
                })
                .map(ok -> {
                    boolean dated = roles.timestamp()
                            .role()
                            .unrecognized()
                            .get(SIGNED_AT)
                            .isPresent();
                    checks.add(
                            dated
                                    ? Check.ok("trust.10.1", "the time of this run does not lie before the signature")
                                    : Check.note("trust.10.1", "timestamp does not say when it was signed"));
                    return checks;
                });
    }

    /** Roles for one namespace must not pass for another that shares keys with it. */
    private static Step<Boolean> isFor(Optional<String> origin, String name, Role role) {
        if (origin.isEmpty()) {
            return Step.done(true);
        }
        Optional<String> said = originOf(role);
        if (said.equals(origin)) {
            return Step.done(true);
        }
        String what = said.map(text -> "is for " + text).orElse("does not say for which namespace it is");
        return Step.refused(Reason.of(ReasonCode.ORIGIN_MISMATCH, name + " " + what + ", pinned is " + origin.get())
                .with("role", name)
                .with("section", "trust.5.2")
                .with("seen", origin.get())
                .with("offered", said.orElse("")));
    }

    /** A client that was kept from a newer root must not go on with the old one. */
    private static Step<Boolean> newestRoot(Signed<Timestamp> timestamp, Signed<Root> root) {
        Json.Obj extras = timestamp.role().unrecognized();
        if (extras.get(ROOT).isEmpty()) {
            return Step.done(true);
        }
        try {
            Fields newest = Fields.of(extras, "timestamp").object(ROOT);
            long version = newest.whole("version", 1, TufLimits.MAX_VERSION);
            String sha256 = newest.text("sha256");
            long trusted = root.role().version();
            if (version > trusted) {
                return Step.refused(reason(
                                ReasonCode.ROLLBACK,
                                "root v" + version + " exists and was not given; v" + trusted + " is the newest here")
                        .with("role", "root")
                        .with("seen", version)
                        .with("offered", trusted)
                        .hint("the repository or its mirror holds a root back"));
            }
            if (version == trusted
                    && !sha256.equals(root.info().hashes().orElseThrow().prefix())) {
                return Step.refused(reason(
                                ReasonCode.FORKED_METADATA,
                                "root v" + version + " is another one for the signer of the timestamp")
                        .with("role", "root")
                        .with("seen", root.info().hashes().orElseThrow().prefix())
                        .with("offered", sha256));
            }
            return Step.done(true);
        } catch (JsonException e) {
            return malformed(e);
        }
    }

    /** True when a verified timestamp says that it was signed after {@code at}. */
    static boolean isAhead(Bytes timestamp, Instant at) {
        try {
            Role role = RoleFormat.TIMESTAMP.read(timestamp).role();
            return signedAt(role)
                    .filter(signed -> at.plus(MAX_SKEW).isBefore(signed))
                    .isPresent();
        } catch (JsonException e) {
            return false; // what is no time is refused as such
        }
    }

    private static Step<Boolean> clock(Signed<Timestamp> timestamp, Instant at) {
        try {
            Instant signed = signedAt(timestamp.role()).orElse(Instant.EPOCH);
            if (at.plus(MAX_SKEW).isBefore(signed)) {
                return Step.refused(reason(
                                ReasonCode.CLOCK,
                                "the time is taken to be " + UtcTime.print(at) + ", but the timestamp was signed at "
                                        + UtcTime.print(signed))
                        .with("role", "timestamp")
                        .with("seen", UtcTime.print(at))
                        .with("offered", UtcTime.print(signed))
                        .hint("set the clock of this machine; with a wrong one expired metadata would pass"));
            }
            return Step.done(true);
        } catch (JsonException e) {
            return malformed(e);
        }
    }

    private static Step<Boolean> malformed(JsonException e) {
        return Step.refused(
                reason(ReasonCode.MALFORMED, "timestamp: " + e.getMessage()).with("role", "timestamp"));
    }

    private static Reason reason(ReasonCode code, String message) {
        return Reason.of(code, message).with("section", code == ReasonCode.CLOCK ? "trust.10.1" : "trust.5.2");
    }
}
