package dev.bulla;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which versions stay signed (trust.md section 4.2).
 *
 * @param keepLast the newest versions of each repository that stay
 * @param maxAge how long after its signing a version stays
 * @param tags patterns of the tags that this is about; none means all
 * @param pins patterns of tags or names that stay in any case
 * @param archive whether what goes is listed by {@code targets/archive} instead
 */
public record RetentionRule(
        OptionalInt keepLast, Optional<Duration> maxAge, List<String> tags, List<String> pins, boolean archive) {
    /** Copies the lists. */
    public RetentionRule {
        tags = List.copyOf(tags);
        pins = List.copyOf(pins);
    }
}
