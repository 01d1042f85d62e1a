package dev.bulla.registry;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body that comes in chunks (RFC 9112 section 7.1); extensions and trailer fields are passed over. A line between chunks
 * ends in CR LF: one LF alone is an end for some readers and none for others. After a failure it stays failed.
 */
final class ChunkedStream extends InputStream {
    /** Of a chunk's size: what fits into a long with certainty. */
    private static final int MAX_DIGITS = 15;

    /** Extensions of all chunks and trailer fields together, in bytes: nothing that a registry sends has any. */
    private static final int MAX_EXTRA = 8 << 10;

    private final InputStream in;
    private long left;
    private int extra;
    private boolean begun;
    private boolean ended;
    private boolean broken;

    ChunkedStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (broken) {
            throw new IOException("the answer has failed before");
        }
        broken = true; // until the next piece has come
        if (left == 0 && !ended) {
            nextChunk();
        }
        int count = ended ? -1 : in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0 && !ended) {
            throw premature();
        }
        left -= Math.max(0, count);
        broken = false;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) {
            throw new IOException("the answer has a chunk that is longer than it says");
        }
        begun = true;
        String line = line();
        int end = line.indexOf(';') < 0 ? line.length() : line.indexOf(';');
        spend(line.length() - end);
        left = size(line.substring(0, end));
        if (left == 0) {
            for (String field = line(); !field.isEmpty(); field = line()) {
                spend(field.length());
            }
            ended = true;
        }
    }

    private void spend(int bytes) throws IOException {
        extra += bytes;
        if (extra > MAX_EXTRA) {
            throw new IOException("the answer has more than " + MAX_EXTRA + " bytes between and after its chunks");
        }
    }

    /** Some servers write blanks behind a size, to leave room for a longer one; none before it. */
    private static long size(String text) throws IOException {
        int length = text.stripTrailing().length(); // of blanks only spaces and tabs come this far
        long size = 0;
        boolean good = length > 0 && length <= MAX_DIGITS;
        for (int i = 0; good && i < length; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            good = digit >= 0;
            size = size << 4 | digit;
        }
        if (!good) {
            throw new IOException("the answer has a chunk without a size");
        }
        return size;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        for (; next != '\r'; next = in.read()) {
            if (next < 0) {
                throw premature();
            }
            if (line.length() >= MAX_EXTRA || AnswerHead.isControl(next)) {
                throw new IOException("the answer has a line between chunks that is none");
            }
            line.append((char) next);
        }
        next = in.read();
        if (next != '\n') {
            throw next < 0 ? premature() : new IOException("the answer has a line between chunks that does not end");
        }
        return line.toString();
    }

    private static IOException premature() {
        return new IOException("premature end of the answer, between or within chunks");
    }
}
