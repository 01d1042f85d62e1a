package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hasher;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The content of a target on its way (TUF 5.7.3): fails at the first byte too many, at a premature end, and at the end
 * when a listed hash that Bulla knows does not match. Whoever sees the end of the stream has seen the right content.
 */
public final class TargetStream extends FilterInputStream {
    private final TargetPath path;
    private final TargetInfo expected;
    private final Hasher hasher;
    private final byte[] one = new byte[1];
    private long seen;
    private boolean checked;

    /**
     * Verifies {@code content} against what a trusted role says.
     *
     * @throws RejectedException when the role lists no hash that Bulla knows; reading throws it for what does not match
     */
    public TargetStream(InputStream content, TargetPath path, TargetInfo expected) {
        super(content);
        if (expected.hashes().known().isEmpty()) {
            throw new RejectedException(reason(path, ReasonCode.UNKNOWN_HASH, "is listed without a known hash"));
        }
        this.path = path;
        this.expected = expected;
        this.hasher = new Hasher(expected.hashes().known().keySet());
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            check();
            return -1;
        }
        seen += count;
        if (seen > expected.length()) {
            throw mismatch("is longer than the " + expected.length() + " bytes listed", expected.length(), seen);
        }
        hasher.update(buffer, offset, count);
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] scratch = new byte[8192];
        long left = count;
        while (left > 0) {
            int read = read(scratch, 0, (int) Math.min(scratch.length, left));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return count - left;
    }

    private void check() {
        if (checked) {
            return;
        }
        checked = true;
        if (seen != expected.length()) {
            throw mismatch("ends after " + seen + " of " + expected.length() + " bytes", expected.length(), seen);
        }
        Map<HashFunction, Bytes> actual = hasher.finish();
        expected.hashes().known().forEach((function, listed) -> {
            String hex = actual.getOrDefault(function, Bytes.empty()).hex();
            if (!hex.equals(listed)) {
                throw mismatch(
                        "has another hash than listed",
                        function.wireName() + ":" + listed,
                        function.wireName() + ":" + hex);
            }
        });
    }

    private RejectedException mismatch(String message, Object listed, Object offered) {
        return new RejectedException(reason(path, ReasonCode.HASH_MISMATCH, message)
                .with("seen", listed)
                .with("offered", offered));
    }

    private static Reason reason(TargetPath path, ReasonCode code, String message) {
        return Reason.of(code, "target " + path + " " + message)
                .with("target", path.value())
                .with("section", "5.7.3");
    }
}
