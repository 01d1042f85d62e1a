package dev.bulla.json;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * Lengths of time in documents: the part of ISO 8601 that means the same everywhere, {@code P30D}, {@code PT12H},
 * {@code P1DT6H30M}. Months and years have no length, and fractions of a second no use.
 */
public final class IsoDuration {
    /** Ten years: longer than anything that is meant to expire. */
    public static final Duration LONGEST = Duration.ofDays(3660);

    private static final Pattern SHAPE =
            Pattern.compile("P(?!$)(\\d{1,5}D)?(T(?=\\d)(\\d{1,6}H)?(\\d{1,6}M)?(\\d{1,9}S)?)?");

    private IsoDuration() {}

    /**
     * The duration that {@code text} names.
     *
     * @throws JsonException when it is spelled otherwise, is nothing, or is more than {@link #LONGEST}
     */
    public static Duration parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw JsonException.malformed("duration is not of the form P30D, PT12H or P1DT6H");
        }
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw JsonException.malformed("duration is not of the form P30D, PT12H or P1DT6H");
        }
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw JsonException.malformed("duration is not above zero and at most P" + LONGEST.toDays() + "D");
        }
        return duration;
    }

    /** The spelling of {@code duration}, whole seconds: days first, then what is left. */
    public static String print(Duration duration) {
        long days = duration.toDays();
        Duration rest = Duration.ofSeconds(duration.minusDays(days).toSeconds());
        String time = rest.isZero() ? "" : rest.toString().substring(1);
        return days == 0 ? "P" + (time.isEmpty() ? "T0S" : time) : "P" + days + "D" + time;
    }
}
