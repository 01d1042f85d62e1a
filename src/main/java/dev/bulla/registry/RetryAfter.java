package dev.bulla.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads how long a server asks to be left alone: seconds, or a date against the server's own clock. */
final class RetryAfter {
    /** A year is as good as never, and longer numbers would overflow. */
    private static final long MAX_SECONDS = 31_536_000;

    private RetryAfter() {}

    static Optional<Duration> read(Headers headers, InstantSource clock) {
        if (headers.number("Retry-After").isPresent()) {
            return Optional.of(Duration.ofSeconds(
                    Math.min(MAX_SECONDS, headers.number("Retry-After").getAsLong())));
        }
        Optional<Instant> until = headers.first("Retry-After").flatMap(RetryAfter::date);
        if (until.isEmpty()) {
            return Optional.empty();
        }
        Instant now = headers.first("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
        Duration wait = Duration.between(now, until.get());
        return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    }

    /** An HTTP date (RFC 9110 section 5.6.7, the preferred form). */
    static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
