package dev.bulla.intoto;

/** Foreign text made fit for one line of a message. */
final class Printable {
    /** Names are cut there; a message is one line. */
    private static final int MAX = 120;

    private Printable() {}

    /** The text in quotes, without control characters, cut when long. */
    static String quoted(String text) {
        StringBuilder safe = new StringBuilder("'");
        int[] points = text.codePoints().limit(MAX + 1L).toArray();
        for (int i = 0; i < points.length && i < MAX; i++) {
            safe.appendCodePoint(isUnsafe(points[i]) ? '?' : points[i]);
        }
        return safe.append(points.length > MAX ? "…'" : "'").toString();
    }

    /** Control characters and those that change the direction of text. */
    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
