package dev.bulla.cnab;

/** Foreign text in messages: short, on one line, and without characters that steer a terminal. */
final class Quoted {
    /** Long enough for every honest component name and reference. */
    private static final int MAX_CODE_POINTS = 120;

    private Quoted() {}

    /** {@code text} in single quotes. */
    static String of(String text) {
        return "'" + plain(text) + "'";
    }

    /** {@code text} without quotes. */
    static String plain(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().limit(MAX_CODE_POINTS).forEach(c -> safe.appendCodePoint(steers(c) ? '?' : c));
        if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
            safe.append('…');
        }
        return safe.toString();
    }

    /** True for control and format characters, line separators and halves of pairs. */
    static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
