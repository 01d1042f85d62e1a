package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hasher;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * The content of a target on its way (TUF 5.7.3): refuses the first byte too many at once, and at {@link #finish} a
 * premature end and every listed hash that does not match. Nothing that went through counts before {@code finish}
 * returned.
 */
public final class TargetSink extends FilterOutputStream {
    private final TargetPath path;
    private final TargetInfo expected;
    private final Hasher hasher;
    private final byte[] one = new byte[1];
    private long seen;

    /**
     * Passes what it verifies on to {@code out}.
     *
     * @throws RejectedException {@code UNKNOWN_HASH} when the role lists no hash that Bulla knows; writing and finishing
     *     throw {@code HASH_MISMATCH} for what is not the target
     */
    public TargetSink(OutputStream out, TargetPath path, TargetInfo expected) {
        super(out);
        if (expected.hashes().known().isEmpty()) {
            throw new RejectedException(reason(path, ReasonCode.UNKNOWN_HASH, "is listed without a known hash"));
        }
        this.path = path;
        this.expected = expected;
        this.hasher = new Hasher(expected.hashes().known().keySet());
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        seen += length;
        if (seen > expected.length()) {
            throw mismatch("is longer than the " + expected.length() + " bytes listed", expected.length(), seen);
        }
        hasher.update(buffer, offset, length);
        out.write(buffer, offset, length);
    }

    /** The content ended; returns normally when it was the target. */
    public void finish() {
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
