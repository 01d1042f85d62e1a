package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The one routine that every role file passes, top-level or delegated, in this order: length, hashes, form and type,
 * threshold of the current delegator, version, expiry. Half of the known faults of TUF clients are a check that one kind
 * of role was spared.
 *
 * @param name the role that the file must be of
 * @param sections where the specification demands what is checked
 */
record Verifier(RoleName name, Sections sections) {
    static final Verifier ROOT = new Verifier(RoleName.ROOT, Sections.ROOT);
    static final Verifier TIMESTAMP = new Verifier(RoleName.TIMESTAMP, Sections.TIMESTAMP);
    static final Verifier SNAPSHOT = new Verifier(RoleName.SNAPSHOT, Sections.SNAPSHOT);

    /** For top-level targets and delegated roles. */
    static Verifier targets(RoleName name) {
        return new Verifier(name, Sections.TARGETS);
    }

    /** Length and every listed hash that Bulla knows, before anything is parsed (TUF 5.5.2, 5.6.2). */
    Step<Bytes> matches(Bytes file, FileInfo info) {
        if (info.length().isPresent() && info.length().getAsLong() != file.length()) {
            return Step.refused(reason(ReasonCode.HASH_MISMATCH, sections.bytes(), "has another length than listed")
                    .with("seen", info.length().getAsLong())
                    .with("offered", file.length()));
        }
        if (info.hashes().isEmpty()) {
            return Step.done(file);
        }
        return matches(file, info.hashes().get());
    }

    private Step<Bytes> matches(Bytes file, Hashes hashes) {
        Map<HashFunction, String> known = hashes.known();
        if (known.isEmpty()) {
            return Step.refused(reason(ReasonCode.UNKNOWN_HASH, sections.bytes(), "is listed without a known hash"));
        }
        for (Map.Entry<HashFunction, String> hash : known.entrySet()) {
            String actual = hash.getKey().hash(file).hex();
            if (!actual.equals(hash.getValue())) {
                return Step.refused(reason(ReasonCode.HASH_MISMATCH, sections.bytes(), "has another hash than listed")
                        .with("seen", hash.getKey().wireName() + ":" + hash.getValue())
                        .with("offered", hash.getKey().wireName() + ":" + actual));
            }
        }
        return Step.done(file);
    }

    /** Form, type and limits. */
    <R extends Role> Step<Signed<R>> parse(Bytes file, RoleFormat<R> format) {
        try {
            return Step.done(format.read(file));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(reason(code, "4", "is refused: " + e.getMessage()));
        }
    }

    /** A threshold of distinct keys of the delegator has signed (TUF 5.3.4, 5.4.2, 5.5.3, 5.6.3). */
    <R extends Role> Step<Signed<R>> signedBy(RoleKeys keys, Signed<R> file) {
        Step<SignatureCount> counted = SignatureCount.of(file.canonical(), file.signatures(), keys.quorum());
        String what = name + " v" + file.role().version();
        return counted.then(count -> count.demand(what))
                .fold(met -> Step.done(file), reason -> Step.refused(located(reason, sections.threshold())));
    }

    /** The version is the one that the parent lists (TUF 5.5.4, 5.6.4). */
    <R extends Role> Step<Signed<R>> hasVersion(long listed, Signed<R> file) {
        long version = file.role().version();
        if (version == listed) {
            return Step.done(file);
        }
        return Step.refused(reason(
                        ReasonCode.VERSION_MISMATCH,
                        sections.version(),
                        "is version " + version + " where " + listed + " is listed")
                .with("seen", listed)
                .with("offered", version));
    }

    /** Not expired at {@code at}; a role expires at the very moment that it names (TUF 5.3.10, 5.4.4, 5.5.6, 5.6.5). */
    <R extends Role> Step<Signed<R>> isCurrent(Instant at, Signed<R> file) {
        if (file.role().expires().isAfter(at)) {
            return Step.done(file);
        }
        String expired = UtcTime.print(file.role().expires());
        return Step.refused(reason(ReasonCode.EXPIRED, sections.expiry(), "expired at " + expired)
                .with("seen", UtcTime.print(at))
                .with("offered", expired));
    }

    /** A refusal of this role. */
    Reason reason(ReasonCode code, String section, String message) {
        return located(Reason.of(code, name + " " + message), section);
    }

    private Reason located(Reason reason, String section) {
        return reason.with("role", name.value()).with("section", section);
    }

    /** A version that went back, or for root did not go up by one. */
    Reason rollback(String section, long seen, long offered, String message) {
        return reason(ReasonCode.ROLLBACK, section, message).with("seen", seen).with("offered", offered);
    }

    /** A remembered file that still verifies under {@code keys}; anything else counts as never seen. */
    <R extends Role> Optional<Signed<R>> remembered(Optional<Bytes> file, RoleFormat<R> format, RoleKeys keys) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Step<Signed<R>> step = parse(file.get(), format).then(parsed -> signedBy(keys, parsed));
        return step instanceof Step.Done<Signed<R>> done ? Optional.of(done.value()) : Optional.empty();
    }
}
