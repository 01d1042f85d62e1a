package dev.bulla.tuf;

import dev.bulla.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The one spelling of a moment in TUF: {@code YYYY-MM-DDTHH:MM:SSZ} (TUF 4.2.1). Written by hand because a formatter
 * accepts more spellings and takes longer to load than the rest of an update.
 */
public final class UtcTime {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:ddZ";

    private UtcTime() {}

    /**
     * The moment that {@code text} names.
     *
     * @throws JsonException when it is spelled otherwise or is no day of the calendar
     */
    public static Instant parse(String text) {
        boolean shaped = text.length() == SHAPE.length();
        for (int i = 0; shaped && i < text.length(); i++) {
            char c = text.charAt(i);
            shaped = SHAPE.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == SHAPE.charAt(i);
        }
        if (!shaped) {
            throw JsonException.malformed("time is not YYYY-MM-DDTHH:MM:SSZ");
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw JsonException.malformed("time is no moment of the calendar");
        }
    }

    /** The spelling of {@code moment}; fractions of a second are dropped. */
    public static String print(Instant moment) {
        LocalDateTime utc = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(SHAPE.length());
        append(text, utc.getYear(), 4, '-');
        append(text, utc.getMonthValue(), 2, '-');
        append(text, utc.getDayOfMonth(), 2, 'T');
        append(text, utc.getHour(), 2, ':');
        append(text, utc.getMinute(), 2, ':');
        append(text, utc.getSecond(), 2, 'Z');
        return text.toString();
    }

    private static void append(StringBuilder text, int value, int width, char after) {
        String digits = Integer.toString(value);
        text.append("0".repeat(Math.max(0, width - digits.length())))
                .append(digits)
                .append(after);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
