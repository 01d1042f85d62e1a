package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.WitnessRule;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts cosignatures (trust.md section 10.4): signatures of witnesses among those of {@code timestamp.json}, over the same
 * {@code signed} bytes. Ordinary TUF clients pass over key ids that the role does not list.
 */
final class Witnesses {
    private Witnesses() {}

    /**
     * Refused with {@code THRESHOLD} when fewer witnesses than demanded have signed.
     *
     * @param trusted the timestamp that was verified, which may be the remembered file
     * @param offered files that came in this run: witnesses may have signed after the file was remembered
     */
    static Step<Optional<Check>> check(Optional<WitnessRule> rule, Signed<Timestamp> trusted, List<Bytes> offered) {
        if (rule.isEmpty()) {
            return Step.done(Optional.empty());
        }
        Quorum quorum = Quorum.of(rule.get().keys(), rule.get().threshold());
        Set<KeyId> signed = new LinkedHashSet<>(signers(trusted, quorum));
        for (Bytes file : offered) {
            same(file, trusted).ifPresent(other -> signed.addAll(signers(other, quorum)));
        }
        int threshold = rule.get().threshold();
        String what = "timestamp v" + trusted.role().version() + " has " + signed.size() + " of " + threshold
                + " cosignatures of witnesses";
        if (signed.size() < threshold) {
            return Step.refused(
                    Reason.of(ReasonCode.THRESHOLD, what)
                            .with("role", "timestamp")
                            .with("section", "trust.10.4")
                            .with("valid", signed.size())
                            .with("threshold", threshold)
                            .hint(
                                    "witnesses sign a while after a timestamp is published; try again later, or ask them why not"));
        }
        return Step.done(Optional.of(Check.ok("trust.10.4", what)));
    }

    private static Optional<Signed<Timestamp>> same(Bytes file, Signed<Timestamp> trusted) {
        try {
            return Optional.of(RoleFormat.TIMESTAMP.read(file))
                    .filter(other -> other.signedSha256().equals(trusted.signedSha256()));
        } catch (JsonException e) {
            return Optional.empty(); // what does not read was not trusted either
        }
    }

    /** Ids as Bulla computes them, so that a key counts once. */
    private static Set<KeyId> signers(Signed<Timestamp> file, Quorum quorum) {
        return switch (SignatureCount.of(file.canonical(), file.signatures(), quorum)) {
            case Step.Done<SignatureCount> counted -> counted.value().verified().keySet();
            case Step.Refused<SignatureCount> tooMany -> Set.of();
        };
    }
}
