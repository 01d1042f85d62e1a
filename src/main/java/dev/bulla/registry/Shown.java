package dev.bulla.registry;

/** Foreign text on its way to a person: one line, bounded, without control characters. */
final class Shown {
    /** Longer texts of registries are cut; nobody reads more of an error message. */
    private static final int MAX_LENGTH = 300;

    private Shown() {}

    static String text(String foreign) {
        StringBuilder line = new StringBuilder();
        foreign.codePoints().limit(MAX_LENGTH).forEach(c -> line.appendCodePoint(harmless(c) ? c : '?'));
        return foreign.length() > MAX_LENGTH ? line.append('…').toString() : line.toString();
    }

    /** Neither controls nor formats such as the characters that turn the direction of writing. */
    private static boolean harmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
