package dev.bulla.cnab;

import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * The uncompressed archive below the tar reader: ends the reading when the whole, its expansion, or the headers before one
 * entry grow beyond the limits, and when something other than zeros follows the end of the archive.
 */
final class ArchiveGuard extends FilterInputStream {
    private final ArchiveLimits limits;
    private final LongSupplier compressed;
    private long count;
    private long headerEnd = Long.MAX_VALUE;
    private boolean ended;

    /** {@code compressed} tells how many bytes of the archive as stored were used so far. */
    ArchiveGuard(InputStream in, ArchiveLimits limits, LongSupplier compressed) {
        super(in);
        this.limits = limits;
        this.compressed = compressed;
    }

    /** From here to the next entry there are only headers; the tar reader keeps those in memory. */
    void expectHeader() {
        headerEnd = count + ArchiveLimits.MAX_HEADER_BYTES;
    }

    /** From here on the content of an entry is read. */
    void expectContent() {
        headerEnd = Long.MAX_VALUE;
    }

    /** The end of the archive was read; only padding may follow. */
    void expectEnd() {
        ended = true;
        headerEnd = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        count += Math.max(read, 0);
        check();
        for (int i = 0; ended && i < read; i++) {
            if (buffer[offset + i] != 0) {
                throw new RejectedException(
                        ReasonCode.MALFORMED, "thick bundle: something follows the end of the archive");
            }
        }
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
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

    private void check() {
        if (count > limits.maxTotalBytes()) {
            throw limit("has more than " + limits.maxTotalBytes() + " bytes uncompressed");
        }
        if (count > headerEnd) {
            throw limit("has more than " + ArchiveLimits.MAX_HEADER_BYTES + " bytes of headers before one entry");
        }
        if (count > ArchiveLimits.RATIO_FLOOR && count / limits.maxRatio() > compressed.getAsLong()) {
            throw limit("expands to more than " + limits.maxRatio() + " times its size");
        }
    }

    private static RejectedException limit(String what) {
        return new RejectedException(ReasonCode.LIMIT_EXCEEDED, "thick bundle " + what);
    }
}
