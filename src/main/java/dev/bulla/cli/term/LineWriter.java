package dev.bulla.cli.term;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Writes whole lines to one of the standard streams. When the reader at the other end is gone, writing goes on silently to
 * nowhere: {@code bulla tree … | head -1} is no failure. Any other failure is kept for the end of the run.
 */
public final class LineWriter {
    private final OutputStream out;
    private final Charset charset;
    private boolean gone;
    private Optional<IOException> failure = Optional.empty();

    /** Writes to {@code out} in {@code charset}. */
    public LineWriter(OutputStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
    }

    /** Writes {@code text} and a line end, at once. */
    public void line(String text) {
        bytes((text + "\n").getBytes(charset));
    }

    /** Writes {@code text} as it is, at once. */
    public void text(String text) {
        bytes(text.getBytes(charset));
    }

    /** Writes bytes as they are, at once. */
    public synchronized void bytes(byte[] content) {
        if (gone) {
            return;
        }
        try {
            out.write(content);
            out.flush();
        } catch (IOException e) {
            gone = true;
            if (!isClosedPipe(e)) {
                failure = Optional.of(e);
            }
        }
    }

    /** What went wrong, when it was not that the reader closed the stream. */
    public synchronized Optional<IOException> failure() {
        return failure;
    }

    /** The platform says it in words only: EPIPE on POSIX systems, ERROR_NO_DATA on Windows. */
    private static boolean isClosedPipe(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Broken pipe")
                || message.contains("pipe is being closed")
                || message.contains("closed");
    }
}
