package dev.bulla.oci;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Hands bytes on while hashing them and fails at the first byte too many, at a premature end, and at the end when digest
 * or size is not what was asked for. The end of stream is therefore only ever seen by a reader of the right content.
 */
public final class VerifiedStream extends FilterInputStream {
    private final Descriptor wanted;
    private final String origin;
    private final MessageDigest hash;
    private long seen;
    private boolean checked;

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

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            finish();
            return -1;
        }
        seen += count;
        if (seen > wanted.size()) {
            throw mismatch("has more than " + wanted.size() + " bytes");
        }
        hash.update(buffer, offset, count);
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

    private void finish() {
        if (checked) {
            return;
        }
        checked = true;
        if (seen != wanted.size()) {
            throw mismatch("ends after " + seen + " of " + wanted.size() + " bytes");
        }
        String actual = HexFormat.of().formatHex(hash.digest());
        if (!actual.equals(wanted.digest().hex())) {
            throw mismatch("hashes to " + wanted.digest().algorithm().wireName() + ":" + actual);
        }
    }

    private RejectedException mismatch(String what) {
        return new RejectedException(
                Reason.of(ReasonCode.HASH_MISMATCH, "content " + wanted.digest() + " " + what + " (" + origin + ")")
                        .with("expected", wanted.digest().toString()));
    }
}
