package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.JsonException;

/**
 * What a step or an inspection may be called (intoto.md D27): the name of a step is part of file names of links, so what
 * could lead out of a folder is refused. A name is never a pattern: {@code o*} means {@code o*}.
 */
final class ItemName {
    /** Longer names do not fit into a file name beside a key id. */
    static final int MAX_LENGTH = 128;

    private ItemName() {}

    static String checked(String name, String place) {
        String problem = problem(name);
        if (!problem.isEmpty()) {
            throw JsonException.malformed(place + " " + Quoted.of(name) + " " + problem);
        }
        return name;
    }

    /** Why {@code name} is refused, as the end of a sentence; empty for a good one. */
    static String problem(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            return "is longer than " + MAX_LENGTH + " characters";
        }
        if (name.startsWith(".")) {
            return "begins with a dot";
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return "has a slash or backslash";
        }
        return name.codePoints().anyMatch(Character::isISOControl) ? "has a control character" : "";
    }
}
