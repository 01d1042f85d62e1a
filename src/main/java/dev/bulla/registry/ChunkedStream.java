package dev.bulla.registry;

import java.io.IOException;
import java.io.InputStream;

/** A body that comes in chunks (RFC 9112 section 7.1); extensions and trailer fields are passed over. */
final class ChunkedStream extends InputStream {
    /** Of a chunk's size: what fits into a long with certainty. */
    private static final int MAX_DIGITS = 15;

    /** Extensions of one chunk, or all trailer fields: nothing that a registry sends has any. */
    private static final int MAX_EXTRA = 8 << 10;

    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

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
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw premature();
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) {
            throw new IOException("the answer has a chunk that is longer than it says");
        }
        begun = true;
        left = size(line());
        if (left == 0) {
            int extra = 0;
            for (String field = line(); !field.isEmpty(); field = line()) {
                extra += field.length();
                if (extra > MAX_EXTRA) {
                    throw new IOException("the answer goes on after its end");
                }
            }
            ended = true;
        }
    }

    private static long size(String line) throws IOException {
        int end = line.indexOf(';');
        String digits = (end < 0 ? line : line.substring(0, end)).strip();
        long size = 0;
        boolean good = !digits.isEmpty() && digits.length() <= MAX_DIGITS;
        for (int i = 0; good && i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
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
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw premature();
            }
            if (line.length() >= MAX_EXTRA) {
                throw new IOException("the answer has a line between chunks of more than " + MAX_EXTRA + " bytes");
            }
            line.append((char) next);
        }
        int length = line.length();
        return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    private static IOException premature() {
        return new IOException("premature end of the answer, between or within chunks");
    }
}
