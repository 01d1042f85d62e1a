package dev.bulla.bytes;

/** Foreign text in messages: short, on one line, and without characters that steer a terminal. */
public final class Quoted {
    /** Code points; long enough for every honest name and reference. */
    public static final int MAX = 120;

    private Quoted() {}

    /** {@code text} in single quotes, cut after {@link #MAX} code points. */
    public static String of(String text) {
        return "'" + plain(text, MAX) + "'";
    }

    /** {@code text} without quotes, cut after {@link #MAX} code points. */
    public static String plain(String text) {
        return plain(text, MAX);
    }

    /** {@code text} without quotes, cut after {@code max} code points; an ellipsis says so. */
    public static String plain(String text, int max) {
        StringBuilder safe = new StringBuilder();
        int at = 0;
        for (int shown = 0; shown < max && at < text.length(); shown++) {
            int c = text.codePointAt(at);
            safe.appendCodePoint(steers(c) ? '?' : c);
            at += Character.charCount(c);
        }
        return at < text.length() ? safe.append('…').toString() : safe.toString();
    }

    /** True for control and format characters, line separators and halves of pairs: they move cursors or turn text round. */
    public static boolean steers(int c) {
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
