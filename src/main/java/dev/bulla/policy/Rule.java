package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of a policy. Rules are tried in order.
 *
 * @param number its place in the policy, from 0
 * @param match the names that it is about
 * @param mode what a refusal means
 * @param decision what happens to those names
 */
public record Rule(int number, NamePattern match, Mode mode, Decision decision) {
    /** What a refusal means. */
    public enum Mode {
        /** It is a refusal. */
        ENFORCE,
        /** It is reported and let through, so that a rule can be tried before it counts. */
        WARN
    }

    /** What happens to the names of a rule. */
    public sealed interface Decision {}

    /** They are not trusted. */
    public record Reject() implements Decision {}

    /**
     * They are used without any proof of their own, and that is said.
     *
     * @param least {@code 0}, or {@code 1a}: the images of a bundle must be signed each by itself
     */
    public record AllowUnsigned(Level least) implements Decision {}

    /**
     * Keys vouch for them by detached signatures, without any TUF repository (trust.md section 9): integrity, and with a tag
     * record name and expiry; no revocation.
     *
     * @param rewrite how the name that a tag record says is made, unless it is the name itself
     * @param keys the keys
     * @param threshold how many distinct ones must have signed
     * @param forbidTags tags that a reference may not name
     */
    public record ByKeys(Optional<Rewrite> rewrite, List<PublicKey> keys, int threshold, Set<String> forbidTags)
            implements Decision {
        /** Copies the collections. */
        public ByKeys {
            keys = List.copyOf(keys);
            forbidTags = Set.copyOf(forbidTags);
        }
    }

    /**
     * TUF repositories are asked for them (TAP 4).
     *
     * @param rewrite how the target path is made, unless it is the name itself
     * @param aliases that several names may be given one target path was intended
     * @param repositories names of the repositories
     * @param threshold how many of them must say the same
     * @param terminating false when the next rule is tried for names that all of them know nothing of
     * @param least the level that must be reached
     * @param forbidTags tags that a reference may not name
     * @param terms what else is asked, and what is let pass
     */
    public record Ask(
            Optional<Rewrite> rewrite,
            boolean aliases,
            List<String> repositories,
            int threshold,
            boolean terminating,
            Level least,
            Set<String> forbidTags,
            Terms terms)
            implements Decision {
        /** Copies the collections. */
        public Ask {
            repositories = List.copyOf(repositories);
            forbidTags = Set.copyOf(forbidTags);
        }
    }

    /** Where it stands in the policy, for messages. */
    public String place() {
        return "rules[" + number + "]";
    }
}
