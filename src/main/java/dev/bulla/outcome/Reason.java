package dev.bulla.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a verification said no: a value, not an exception.
 *
 * @param code the stable machine word
 * @param message one line for people, lower case, no full stop; says what was expected and what came
 * @param facts further members of the JSON form in order, such as {@code role}, {@code section}, {@code seen},
 *     {@code offered}; each value is a {@code String}, {@code Long} or {@code Boolean}
 * @param hints what to do next, a line each; never advice to switch a check off
 */
public record Reason(ReasonCode code, String message, Map<String, Object> facts, List<String> hints) {
    /** Copies what it is given; refuses fact values of other types. */
    public Reason {
        Map<String, Object> copy = new LinkedHashMap<>();
        facts.forEach((name, value) -> copy.put(name, checkedFact(name, value)));
        facts = Collections.unmodifiableMap(copy);
        hints = List.copyOf(hints);
    }

    /** A reason without facts and hints; add them with {@link #with} and {@link #hint}. */
    public static Reason of(ReasonCode code, String message) {
        return new Reason(code, message, Map.of(), List.of());
    }

    /** The same reason with one more fact. */
    public Reason with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, value instanceof Integer i ? Long.valueOf(i) : value);
        return new Reason(code, message, more, hints);
    }

    /** The same reason with one more hint. */
    public Reason hint(String line) {
        List<String> more = new ArrayList<>(hints);
        more.add(line);
        return new Reason(code, message, facts, more);
    }

    private static Object checkedFact(String name, Object value) {
        if (value instanceof String || value instanceof Long || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException("fact " + name + " must be text, a long or a boolean");
    }
}
