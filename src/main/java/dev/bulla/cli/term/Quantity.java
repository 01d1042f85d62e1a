package dev.bulla.cli.term;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Sizes and times as people read and write them. */
public final class Quantity {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    /** The largest number of a duration: 2^31 seconds are 68 years. */
    private static final long MAX_AMOUNT = Integer.MAX_VALUE;

    private Quantity() {}

    /** {@code 999 B}, {@code 4.1 KiB}, {@code 212 MiB}: one decimal below ten, none above. */
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        if (amount < 9.95) {
            return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
        }
        return Math.round(amount) + " " + UNITS[unit];
    }

    /** {@code in 6d 23h}, {@code 3h 5m ago}, {@code now}: the two largest units. */
    public static String relative(Instant then, Instant now) {
        long seconds = Duration.between(now, then).toSeconds();
        String span = span(Math.abs(seconds));
        return span.isEmpty() ? "now" : seconds > 0 ? "in " + span : span + " ago";
    }

    /** RFC 3339 in UTC, to the second. */
    public static String absolute(Instant then) {
        return then.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 1 blob}, {@code 2 blobs}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Reads {@code 500ms}, {@code 60s}, {@code 5m}, {@code 24h}, {@code 7d}; empty for anything else. */
    public static Optional<Duration> duration(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 10) {
            return Optional.empty();
        }
        long amount = Long.parseLong(text.substring(0, digits));
        if (amount > MAX_AMOUNT) {
            return Optional.empty();
        }
        return switch (text.substring(digits)) {
            case "ms" -> Optional.of(Duration.ofMillis(amount));
            case "s" -> Optional.of(Duration.ofSeconds(amount));
            case "m" -> Optional.of(Duration.ofMinutes(amount));
            case "h" -> Optional.of(Duration.ofHours(amount));
            case "d" -> Optional.of(Duration.ofDays(amount));
            default -> Optional.empty();
        };
    }

    /** Reads {@code 2026-11-21T09:00:00Z}, with any offset, or {@code 2026-11-21}, which is its first second in UTC. */
    public static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String span(long seconds) {
        long[] amounts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
        String[] units = {"d", "h", "m", "s"};
        StringBuilder span = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < amounts.length && shown < 2; i++) {
            if (amounts[i] > 0) {
                span.append(span.isEmpty() ? "" : " ").append(amounts[i]).append(units[i]);
                shown++;
            } else if (shown > 0) {
                shown++;
            }
        }
        return span.toString();
    }
}
