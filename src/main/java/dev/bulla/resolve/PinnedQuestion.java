package dev.bulla.resolve;

import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.trust.RoleDirectory;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is asked of a pinned root.
 *
 * @param asked the artifact
 * @param names the beginning of its names in the roles, up to the colon before the tag; the consumer's decision
 * @param name its name; empty when it was asked for by digest alone
 * @param origin the namespace that root and timestamp must be for
 * @param artifacts the place of the artifact
 * @param trust the TUF repository; empty when only attached copies are asked
 * @param memory opens the rollback memory, which holds the pinned root at least
 * @param at the start time (TUF 5.1)
 */
public record PinnedQuestion(
        Reference asked,
        String names,
        Optional<String> name,
        String origin,
        Source artifacts,
        Optional<Source> trust,
        Supplier<RoleDirectory> memory,
        Instant at) {}
