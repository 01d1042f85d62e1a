package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many distinct keys of a quorum signed a message (TUF 1.0.34 section 5, "verify with a threshold of keys"). Keys are
 * distinct when their materials are: one key under two ids, in two spellings, with two schemes or with several
 * signatures counts once. A bad signature neither counts nor vetoes.
 *
 * @param threshold how many distinct keys are demanded
 * @param verified ids whose key verified, each with that key, one per distinct key material
 * @param findings entries that do not count, and why, in the order of the document
 */
public record SignatureCount(int threshold, Map<KeyId, PublicKey> verified, List<Finding> findings) {
    /** 128: what other clients read of one document; bounds the work that a hostile document can cause (tuf.md 8). */
    public static final int MAX_SIGNATURES = 128;

    /** 128: as {@link #MAX_SIGNATURES}, for the keys of one role. */
    public static final int MAX_KEYS = 128;

    /** Why an entry does not count. */
    public enum Problem {
        /** The key id is not among those allowed, or no key is known for it. */
        UNKNOWN_KEY,
        /** The key is of a type or scheme that Bulla does not know. */
        UNUSABLE_KEY,
        /** The signature does not verify under the key, or does not decode. */
        BAD_SIGNATURE,
        /** The signature verifies, but the same key has been counted already. */
        SAME_KEY
    }

    /**
     * An entry that does not count.
     *
     * @param keyId the id it gave, or the id under which it was tried
     * @param problem the kind of problem
     * @param detail one line for people
     */
    public record Finding(Optional<KeyId> keyId, Problem problem, String detail) {}

    /** Copies the collections. */
    public SignatureCount {
        verified = Collections.unmodifiableMap(new LinkedHashMap<>(verified));
        findings = List.copyOf(findings);
    }

    /**
     * Counts the signatures of {@code message}, each under the key that its id selects. All entries are looked at, so the
     * result does not depend on their order.
     *
     * @return the count, met or not; {@code LIMIT_EXCEEDED} for more than {@link #MAX_SIGNATURES} entries or
     *     {@link #MAX_KEYS} allowed keys
     */
    public static Step<SignatureCount> of(Bytes message, List<KeyedSignature> signatures, Quorum quorum) {
        Optional<Reason> tooMuch = limits(signatures.size(), quorum);
        if (tooMuch.isPresent()) {
            return Step.refused(tooMuch.get());
        }
        Tally tally = new Tally(message);
        for (KeyedSignature entry : signatures) {
            PublicKey key =
                    quorum.allowed().contains(entry.keyId()) ? quorum.keys().get(entry.keyId()) : null;
            if (key == null) {
                tally.add(entry.keyId(), Problem.UNKNOWN_KEY, "no allowed key has this id");
            } else if (entry.value().isEmpty()) {
                tally.add(entry.keyId(), Problem.BAD_SIGNATURE, "signature does not decode");
            } else {
                tally.examine(entry.keyId(), key, entry.value().get());
            }
        }
        return Step.done(tally.count(quorum.threshold()));
    }

    /** A refusal when there are more signatures or allowed keys than are looked at. */
    static Optional<Reason> limits(int signatures, Quorum quorum) {
        if (signatures > MAX_SIGNATURES) {
            return Optional.of(limit(signatures + " signatures, at most " + MAX_SIGNATURES + " are looked at"));
        }
        if (quorum.allowed().size() > MAX_KEYS) {
            return Optional.of(
                    limit(quorum.allowed().size() + " allowed keys, at most " + MAX_KEYS + " are looked at"));
        }
        return Optional.empty();
    }

    static Reason limit(String message) {
        return Reason.of(ReasonCode.LIMIT_EXCEEDED, message);
    }

    /** Number of distinct keys that signed. */
    public int distinctKeys() {
        return verified.size();
    }

    /**
     * This count when the threshold is met, else the refusal {@code THRESHOLD}.
     *
     * @param what names what had to be signed, such as {@code targets v3}
     */
    public Step<SignatureCount> demand(String what) {
        if (distinctKeys() >= threshold) {
            return Step.done(this);
        }
        Reason reason = Reason.of(
                        ReasonCode.THRESHOLD,
                        what + " has " + distinctKeys() + " of " + threshold + " valid signatures")
                .with("valid", distinctKeys())
                .with("threshold", threshold);
        return Step.refused(reason);
    }

    /** Collects what verifies and what does not. */
    static final class Tally {
        private final Bytes message;
        private final Map<KeyId, PublicKey> verified = new LinkedHashMap<>();
        private final Map<Bytes, KeyId> idOfMaterial = new HashMap<>();
        private final List<Finding> findings = new ArrayList<>();

        Tally(Bytes message) {
            this.message = message;
        }

        void add(KeyId id, Problem problem, String detail) {
            findings.add(new Finding(Optional.of(id), problem, detail));
        }

        void addNameless(Problem problem, String detail) {
            findings.add(new Finding(Optional.empty(), problem, detail));
        }

        /** Verifies and counts, or notes why not. */
        void examine(KeyId id, PublicKey key, Bytes signature) {
            if (key instanceof UnknownKey unknown) {
                add(id, Problem.UNUSABLE_KEY, "key cannot be used: " + unknown.why());
                return;
            }
            try {
                CheckedSignatures.ofThisProcess().verify(key, message, signature);
                record(id, key);
            } catch (SignatureMismatch e) {
                add(id, Problem.BAD_SIGNATURE, e.getMessage());
            }
        }

        /** Counts a key whose signature verified. */
        void record(KeyId id, PublicKey key) {
            KeyId counted = idOfMaterial.putIfAbsent(key.material(), id);
            if (counted == null) {
                verified.put(id, key);
            } else if (counted.equals(id)) {
                add(id, Problem.SAME_KEY, "this key signed more than once");
            } else {
                add(id, Problem.SAME_KEY, "the same key as " + counted.brief());
            }
        }

        SignatureCount count(int threshold) {
            return new SignatureCount(threshold, verified, findings);
        }
    }
}
