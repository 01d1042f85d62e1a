package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import java.util.Optional;

/**
 * One thing that was looked at. <em>Missing</em> and <em>failed</em> are never confused: a gap in a mirror must not look
 * like tampering (intoto.md section 2).
 *
 * @param result what came of it
 * @param item the step or inspection, with the way through sublayouts before it; empty for the layout itself
 * @param keyId the key that it is about, if one
 * @param rule the rule that it is about, such as {@code expected_products[2]}, if one
 * @param artifact the artifact that it is about, if one
 * @param message one line
 */
public record Finding(
        Result result,
        String item,
        Optional<KeyId> keyId,
        Optional<String> rule,
        Optional<String> artifact,
        String message) {
    /** What a check came to. */
    public enum Result {
        /** Made and passed. */
        PASS("pass"),
        /** Made and failed. */
        FAIL("fail"),
        /** What should be looked at is not there. */
        MISSING("missing"),
        /** Its time is over. */
        EXPIRED("expired"),
        /** Not made. */
        NOT_EVALUATED("not-evaluated"),
        /** Worth telling, decides nothing. */
        NOTE("note");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /** The word in output. */
        public String word() {
            return word;
        }
    }

    /** A finding about an item, or about the layout when {@code item} is empty. */
    public static Finding of(Result result, String item, String message) {
        return new Finding(result, item, Optional.empty(), Optional.empty(), Optional.empty(), message);
    }

    /** The same finding about a key. */
    public Finding by(KeyId key) {
        return new Finding(result, item, Optional.of(key), rule, artifact, message);
    }

    /** The same finding about a rule. */
    public Finding rule(ArtifactKind kind, int index) {
        Optional<String> place = Optional.of(kind.rulesWord() + "[" + index + "]");
        return new Finding(result, item, keyId, place, artifact, message);
    }

    /** The same finding about an artifact. */
    public Finding artifact(String name) {
        return new Finding(result, item, keyId, rule, Optional.of(name), message);
    }
}
