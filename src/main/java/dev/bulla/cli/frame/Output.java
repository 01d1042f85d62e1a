package dev.bulla.cli.frame;

import dev.bulla.cli.render.JsonText;
import dev.bulla.cli.term.LineWriter;
import dev.bulla.cli.term.Printable;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.Style;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a run writes (cli.md sections 1 and 6): the answer to standard output, everything else to standard error with the
 * prefix {@code bulla: }. All text goes through {@link Printable}.
 */
public final class Output {
    private static final String PREFIX = "bulla: ";

    /** 48 bits tell apart what one person looks at. */
    private static final int SHOWN_DIGITS = 12;

    /** sha256 in hex; nothing that people write is as long and has these letters only. */
    private static final int HASH_DIGITS = 64;

    private final LineWriter out;
    private final LineWriter err;
    private final Printable printable;
    private final Manner manner;
    private final boolean colourOut;
    private final boolean colourErr;
    private final boolean terminal;

    /**
     * How much is said and in what shape.
     *
     * @param format shape of the answer
     * @param quiet true for the exit code alone, with errors
     * @param verbosity 0, 1 for steps, 2 for exchanges
     * @param colour false for none at all
     */
    public record Manner(Format format, boolean quiet, int verbosity, boolean colour) {
        /** Before the words of a call are understood. */
        public static final Manner DEFAULT = new Manner(Format.TEXT, false, 0, true);
    }

    /** Writes to the console of {@code world}. */
    public Output(World world, Manner manner) {
        Console console = world.console();
        this.out = new LineWriter(console.out(), console.charset());
        this.err = new LineWriter(console.err(), console.charset());
        this.printable = new Printable(console.charset());
        this.manner = manner;
        this.terminal = console.terminal().out();
        this.colourOut = manner.colour() && colours(world.environment(), terminal);
        this.colourErr = manner.colour()
                && colours(world.environment(), console.terminal().err());
    }

    /** The shape asked for. */
    public Format format() {
        return manner.format();
    }

    /** True when lines, not a document, are asked for. */
    public boolean isText() {
        return manner.format() != Format.JSON;
    }

    /** True when standard output is a terminal: digests are short and times relative there. */
    public boolean forTerminal() {
        return terminal;
    }

    /** True when box characters can be written. */
    public boolean drawsLines() {
        return printable.drawsLines();
    }

    /** A line of the answer. */
    public void line(String text) {
        line(Style.PLAIN, "", text);
    }

    /** A line of the answer that begins with a word in {@code style}. */
    public void line(Style style, String word, String rest) {
        if (!manner.quiet()) {
            out.line(style.paint(printable.line(word), colourOut) + printable.line(rest));
        }
    }

    /** Prepared text with its own line ends that holds nothing foreign, such as help. */
    public void page(String text) {
        if (printable.drawsLines()) {
            out.text(text);
        } else {
            text.lines().forEach(each -> out.line(printable.line(each)));
        }
    }

    /** The answer as one document. */
    public void json(Json.Obj document) {
        if (!manner.quiet()) {
            out.bytes((JsonText.of(document) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The answer as bytes, for {@code -o -}. */
    public void bytes(byte[] content) {
        out.bytes(content);
    }

    /** Something worth knowing that changes nothing. */
    public void note(String text) {
        say(Style.DIM, "note: ", text);
    }

    /** Something the user should change. */
    public void warning(String text) {
        say(Style.WARN, "warning: ", text);
    }

    /** Text for the terminal behind standard error, such as a bar. */
    void raw(String text) {
        err.text(text);
    }

    /** A plain line on standard error. */
    public void say(String text) {
        say(Style.PLAIN, "", text);
    }

    /** A step, with {@code -v}. */
    public void step(String text) {
        if (manner.verbosity() > 0) {
            say(Style.DIM, "", text);
        }
    }

    /** An exchange with a registry, with {@code -vv}; the caller has taken credentials out. */
    public void exchange(String text) {
        if (manner.verbosity() > 1) {
            say(Style.DIM, "", text);
        }
    }

    /** The error line and its hints, shown even when quiet. */
    public void error(Failure failure) {
        err.line(PREFIX + Style.BAD.paint(failure.word(), colourErr) + printable.line(failure.messageAfterWord()));
        for (String hint : failure.hints()) {
            err.line(PREFIX + "hint: " + printable.line(hint));
        }
    }

    /** The digest in full, or its first twelve digits on a terminal. */
    public String digest(Digest digest) {
        String text = digest.toString();
        int shown = text.indexOf(':') + 1 + SHOWN_DIGITS;
        return terminal && shown < text.length() ? text.substring(0, shown) + "…" : text;
    }

    /** The key id in full, or its first twelve characters on a terminal. */
    public String keyId(String id) {
        return terminal && id.length() > SHOWN_DIGITS ? id.substring(0, SHOWN_DIGITS) + "…" : id;
    }

    /** Text in which, on a terminal, every hash and key id is cut as {@link #digest} cuts. */
    public String brief(String text) {
        if (!terminal) {
            return text;
        }
        StringBuilder brief = new StringBuilder();
        int run = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!hex) {
                if (run >= HASH_DIGITS) {
                    brief.setLength(brief.length() - run + SHOWN_DIGITS);
                    brief.append('…');
                }
                run = 0;
            } else {
                run++;
            }
            if (i < text.length()) {
                brief.append(c);
            }
        }
        return brief.toString();
    }

    /** The time relative to {@code now} on a terminal, else absolute. */
    public String time(Instant then, Instant now) {
        return terminal ? Quantity.relative(then, now) : Quantity.absolute(then);
    }

    /** What went wrong while the answer was written, other than a reader that left. */
    public Optional<IOException> failure() {
        return out.failure();
    }

    private void say(Style style, String word, String text) {
        if (!manner.quiet()) {
            err.line(PREFIX + style.paint(word, colourErr) + printable.line(text));
        }
    }

    private static boolean colours(Environment environment, boolean terminal) {
        if (environment.has(Variable.NO_COLOR)) {
            return false;
        }
        String forced = environment.variable(Variable.CLICOLOR_FORCE);
        if (forced != null && !forced.equals("0")) {
            return true;
        }
        return terminal && !"dumb".equals(environment.variable(Variable.TERM));
    }
}
