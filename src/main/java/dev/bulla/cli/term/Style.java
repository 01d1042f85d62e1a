package dev.bulla.cli.term;

/** Six colours and a rule: a colour never says what no word says. */
public enum Style {
    /** As it is. */
    PLAIN(""),
    /** Good. */
    GOOD("\u001b[32m"),
    /** Bad. */
    BAD("\u001b[31m"),
    /** Worth a look. */
    WARN("\u001b[33m"),
    /** Less important. */
    DIM("\u001b[2m"),
    /** A heading. */
    STRONG("\u001b[1m");

    private static final String RESET = "\u001b[0m";

    private final String start;

    Style(String start) {
        this.start = start;
    }

    /** {@code text} in this style when {@code coloured}, else unchanged. */
    public String paint(String text, boolean coloured) {
        return coloured && !start.isEmpty() ? start + text + RESET : text;
    }
}
