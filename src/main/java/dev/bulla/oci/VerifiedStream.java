package dev.bulla.oci;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes on while hashing them and fails at the first byte too many, at a premature end, and with the last byte when
 * digest or size is not what was asked for. Neither the end of the stream nor the last byte is therefore ever seen by a
 * reader of wrong content, and once failed it fails for good.
 */
public final class VerifiedStream extends FilterInputStream {
    private final Descriptor wanted;
    private final String origin;
    private final MessageDigest hash;
    private long seen;
    private boolean verified;
    private @Nullable Reason failure;

    /**
     * Verifies {@code source} against {@code wanted}.
     *
     * @param origin where the bytes come from, for messages
     */
    public VerifiedStream(InputStream source, Descriptor wanted, String origin) {
        super(source);
        this.wanted = wanted;
        this.origin = origin;
        this.hash = wanted.digest().algorithm().start();
    }

    /**
     * {@code source} verified against {@code wanted}; {@code source} itself where it does that already, since hashing is
     * most of the work of moving content.
     *
     * @param source at its first byte
     * @param origin where the bytes come from, for messages
     */
    public static InputStream over(InputStream source, Descriptor wanted, String origin) {
        InputStream inner = source instanceof CountingStream counting ? counting.counted() : source;
        return inner instanceof VerifiedStream verified && verified.isWhole(wanted)
                ? source
                : new VerifiedStream(source, wanted, origin);
    }

    /** Whether all bytes of {@code other}, and no others, will have been seen by whoever reads this to its end. */
    private boolean isWhole(Descriptor other) {
        return seen == 0 && wanted.digest().equals(other.digest()) && wanted.size() == other.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedException {@code HASH_MISMATCH} when the content is not the wanted one
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (failure != null) {
            throw new RejectedException(failure);
        }
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            seen += count;
            if (seen > wanted.size()) {
                throw mismatch("has more than " + wanted.size() + " bytes");
            }
            hash.update(buffer, offset, count);
        } else if (count < 0 && seen < wanted.size()) {
            throw mismatch("ends after " + seen + " of " + wanted.size() + " bytes");
        }
        if (seen == wanted.size() && !verified) {
            verify();
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long left = count;
        byte[] scratch = new byte[8192];
        while (left > 0) {
            int read = read(scratch, 0, (int) Math.min(scratch.length, left));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return count - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public synchronized void mark(int limit) {}

    @Override
    public synchronized void reset() throws IOException {
        throw new IOException("content that is verified cannot be read twice");
    }

    private void verify() {
        String actual = HexFormat.of().formatHex(hash.digest());
        if (!actual.equals(wanted.digest().hex())) {
            throw mismatch("hashes to " + wanted.digest().algorithm().wireName() + ":" + actual);
        }
        verified = true;
    }

    private RejectedException mismatch(String what) {
        Reason reason = Reason.of(
                        ReasonCode.HASH_MISMATCH, "content " + wanted.digest() + " " + what + " (" + origin + ")")
                .with("expected", wanted.digest().toString());
        failure = reason;
        return new RejectedException(reason);
    }
}
