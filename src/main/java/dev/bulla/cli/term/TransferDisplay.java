package dev.bulla.cli.term;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Shows how a transfer goes (cli.md section 10): one bar for the whole on a terminal, erased at the end; else at most a
 * line every ten seconds, and none for what is over before that.
 */
public final class TransferDisplay implements Progress, AutoCloseable {
    /** A bar for less would only flicker. */
    private static final Duration BAR_AFTER = Duration.ofMillis(500);

    /** Ten redraws a second. */
    private static final Duration BAR_EVERY = Duration.ofMillis(100);

    private static final Duration LINE_EVERY = Duration.ofSeconds(10);
    private static final int BAR_CELLS = 24;
    private static final String ERASE = "\r\u001b[K";

    private final InstantSource clock;
    private final Consumer<String> sink;
    private final String verb;
    private final int columns;
    private Instant next;
    private boolean drawn;
    private int objects;
    private int done;
    private long expected;
    private long moved;

    private TransferDisplay(InstantSource clock, Consumer<String> sink, String verb, int columns) {
        this.clock = clock;
        this.sink = sink;
        this.verb = verb;
        this.columns = columns;
        this.next = clock.instant().plus(columns > 0 ? BAR_AFTER : LINE_EVERY);
    }

    /** A bar for a terminal of {@code columns}; {@code sink} takes raw text. */
    public static TransferDisplay bar(InstantSource clock, Consumer<String> sink, String verb, int columns) {
        return new TransferDisplay(clock, sink, verb, Math.max(columns, 20));
    }

    /** Lines for what is no terminal; {@code sink} takes a line without its end. */
    public static TransferDisplay lines(InstantSource clock, Consumer<String> sink, String verb) {
        return new TransferDisplay(clock, sink, verb, 0);
    }

    /** Shows nothing. */
    public static TransferDisplay silent(InstantSource clock) {
        return new TransferDisplay(clock, text -> {}, "", 0);
    }

    @Override
    public synchronized void onStarted(int more, long bytes) {
        objects += more;
        expected += bytes;
        show();
    }

    @Override
    public synchronized void onBytes(long count) {
        moved += count;
        show();
    }

    @Override
    public synchronized void onSkipped(Descriptor object) {
        withoutMoving(object);
    }

    @Override
    public synchronized void onMounted(Descriptor object) {
        withoutMoving(object);
    }

    @Override
    public synchronized void onDone(Descriptor object) {
        done++;
        show();
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        if (drawn) {
            sink.accept(ERASE);
            drawn = false;
        }
    }

    private void withoutMoving(Descriptor object) {
        done++;
        expected = Math.max(0, expected - object.size());
        show();
    }

    private void show() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        if (columns > 0) {
            String text = verb + " " + bar() + " " + state();
            sink.accept(ERASE + text.substring(0, Math.min(text.length(), columns - 1)));
            drawn = true;
            next = now.plus(BAR_EVERY);
        } else {
            sink.accept(verb + " " + state());
            next = now.plus(LINE_EVERY);
        }
    }

    private String state() {
        return done + " of " + Quantity.count(objects, "object") + ", " + Quantity.size(moved)
                + (expected > 0 ? " of " + Quantity.size(Math.max(expected, moved)) : "");
    }

    private String bar() {
        int full = expected == 0 ? 0 : (int) Math.min(BAR_CELLS, moved * BAR_CELLS / expected);
        return "[" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "]";
    }
}
