package dev.bulla.cli.command;

import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.IsoDuration;
import dev.bulla.json.JsonException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Lengths of time as policies and calls write them: {@code P30D} as well as {@code 30d}. */
public final class Ages {
    private Ages() {}

    /** The value of a flag, if given. */
    public static Optional<Duration> of(Invocation call, String flag) {
        return call.option(flag).map(text -> {
            Optional<Duration> plain = Quantity.duration(text).filter(age -> age.toSeconds() > 0);
            if (plain.isPresent() && plain.get().compareTo(IsoDuration.LONGEST) <= 0) {
                return plain.get();
            }
            try {
                return IsoDuration.parse(text);
            } catch (JsonException e) {
                throw call.wrongUse("reads " + flag + " as 30d, 12h or P30D, up to 3660 days, not '" + text + "'");
            }
        });
    }

    /** How long a revocation takes to arrive where roles may be so old; said wherever the age is shown. */
    public static String latency(Duration age) {
        return "a revocation takes up to " + shown(age) + " to arrive";
    }

    /** {@code 30d}, {@code 1d 12h}. */
    public static String shown(Duration age) {
        long days = age.toDays();
        Duration rest = age.minusDays(days);
        String hours = rest.isZero() ? "" : rest.toString().substring(2).toLowerCase(Locale.ROOT);
        return days == 0 ? hours : days + "d" + (hours.isEmpty() ? "" : " " + hours);
    }
}
