package dev.bulla.crypto;

/** Makes foreign text fit for a message: short and without control characters. */
final class Printable {
    private static final int MAX = 60;

    private Printable() {}

    static String quoted(String text) {
        StringBuilder safe = new StringBuilder("'");
        text.codePoints().limit(MAX).forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return safe.append('\'').toString();
    }
}
