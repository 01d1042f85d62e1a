package dev.bulla.policy;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import java.util.List;
import java.util.function.Function;

/** Members of a policy's objects. */
final class Members {
    /** A word of a person. */
    private static final int MAX_NAME = 200;

    private Members() {}

    /** Refuses members that are not {@code known}: whoever wrote one relies on it, so it is not ignored. */
    static void check(Fields object, List<String> known) {
        for (String name : object.object().members().keySet()) {
            if (!known.contains(name)) {
                throw JsonException.at(
                        object.place(name), "is no member that is known here; known are " + String.join(", ", known));
            }
        }
    }

    /** The string member as {@code parser} reads it; what that says of an unsuitable text follows the place. */
    static <T> T parsed(Fields object, String name, Function<String, T> parser) {
        try {
            return parser.apply(object.text(name));
        } catch (IllegalArgumentException e) {
            throw JsonException.at(object.place(name), String.valueOf(e.getMessage()));
        }
    }

    /** A name that the policy's author made up: it is printed, and nothing else is done with it. */
    static void checkName(Fields holder, String name) {
        if (name.isBlank() || name.length() > MAX_NAME || name.codePoints().anyMatch(Quoted::steers)) {
            throw JsonException.at(
                    holder.place(name),
                    "has a name that is blank, longer than " + MAX_NAME + " or has control characters");
        }
    }

    static String quoted(String text) {
        return Quoted.of(text);
    }
}
