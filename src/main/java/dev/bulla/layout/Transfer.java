package dev.bulla.layout;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Moves content while it is verified, in pieces, so that its size costs no memory. */
final class Transfer {
    private static final int PIECE = 64 * 1024;

    private Transfer() {}

    /**
     * Writes all of {@code content} to {@code out}.
     *
     * @throws IOException when {@code out} failed
     * @throws UnreachableException when the content could not be read
     * @throws RejectedException {@code HASH_MISMATCH} when it is not what {@code expected} says; what
     *     was written until then is worthless
     */
    static void verified(Descriptor expected, Content content, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        try (InputStream in = VerifiedStream.over(opened(expected, content), expected, "given to be stored")) {
            for (int count = read(expected, in, piece); count >= 0; count = read(expected, in, piece)) {
                out.write(piece, 0, count);
            }
        }
    }

    /** True when {@code in} holds exactly the content; reads and closes it. */
    static boolean isContent(Descriptor expected, InputStream in, String origin) throws IOException {
        byte[] piece = new byte[PIECE];
        try (InputStream verified = new VerifiedStream(in, expected, origin)) {
            int count = 0;
            while (count >= 0) {
                count = verified.read(piece);
            }
            return true;
        } catch (RejectedException e) {
            return false;
        }
    }

    /** Writes all of {@code in} to {@code out}, unverified. */
    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            out.write(piece, 0, count);
        }
    }

    private static InputStream opened(Descriptor expected, Content content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw unreadable(expected, e);
        }
    }

    private static int read(Descriptor expected, InputStream in, byte[] piece) {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw unreadable(expected, e);
        }
    }

    private static UnreachableException unreadable(Descriptor expected, IOException cause) {
        return new UnreachableException(
                "reading the content " + expected.digest() + " failed: " + cause.getMessage(), cause);
    }
}
