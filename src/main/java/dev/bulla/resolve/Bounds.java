package dev.bulla.resolve;

import dev.bulla.trust.LockedRepository;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known before anything is asked: no roles are older than these, and no clock stands before this moment (trust.md
 * sections 10.1 and 10.3).
 *
 * @param lock what a {@code trust.lock} says was seen of the TUF repository
 * @param notBefore a moment that is certainly past, such as the making of the program
 */
public record Bounds(Optional<LockedRepository> lock, Instant notBefore) {
    /** Nothing is known. */
    public static final Bounds NONE = new Bounds(Optional.empty(), Instant.EPOCH);
}
