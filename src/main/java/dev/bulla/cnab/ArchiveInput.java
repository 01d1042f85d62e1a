package dev.bulla.cnab;

import dev.bulla.outcome.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The archive as stored, counted. A failure to read it is a {@link StorageException} at once, so that every
 * {@link IOException} seen further up speaks about what the archive contains.
 */
final class ArchiveInput extends FilterInputStream {
    private final String origin;
    private long count;

    ArchiveInput(InputStream in, String origin) {
        super(in);
        this.origin = origin;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = in.read(buffer, offset, length);
            count += Math.max(read, 0);
            return read;
        } catch (IOException e) {
            throw new StorageException("reading " + origin + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public long skip(long wanted) {
        byte[] scratch = new byte[8192];
        long left = wanted;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = read(scratch, 0, (int) Math.min(scratch.length, left));
            left -= Math.max(read, 0);
        }
        return wanted - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
