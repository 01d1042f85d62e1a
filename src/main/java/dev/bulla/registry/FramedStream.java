package dev.bulla.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of a declared length: nothing behind it is read, and an earlier end is a broken connection. */
final class FramedStream extends FilterInputStream {
    private long left;

    FramedStream(InputStream source, long length) {
        super(source);
        this.left = length;
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
        if (left == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new IOException("premature end, " + left + " bytes are missing");
        }
        left -= count;
        return count;
    }
}
