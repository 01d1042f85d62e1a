package dev.bulla.layout;

import dev.bulla.outcome.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a failing disk from a failing connection: whoever copies between two places must know which end it was. */
final class DiskStream extends FilterInputStream {
    private final Object place;

    DiskStream(InputStream in, Object place) {
        super(in);
        this.place = place;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw new StorageException("reading from " + place + " failed: " + e.getMessage(), e);
        }
    }
}
