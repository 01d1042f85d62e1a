package dev.bulla.registry;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Content on its way to a registry. The last piece is held back until digest and size have been found right, so a wrong
 * content is never sent to its end and the registry never has it whole. Failures of the content itself are exceptions of
 * {@code dev.bulla.outcome}; an {@link IOException} is always the connection's.
 */
final class VerifiedBody implements Closeable {
    private static final int PIECE = 64 << 10;

    private final InputStream source;
    private final long size;
    private byte[] held;
    /** The buffer whose turn is next: what is sent stays as it is while the piece behind it is read. */
    private byte[] spare;

    private int heldLength;
    private long sent;

    VerifiedBody(Descriptor blob, Content content) {
        this.size = blob.size();
        int piece = (int) Math.min(PIECE, Math.max(1, size));
        this.held = new byte[piece];
        this.spare = new byte[piece];
        try {
            this.source = VerifiedStream.over(content.open(), blob, "what is to be uploaded");
        } catch (IOException e) {
            throw new StorageException("reading what is to be uploaded failed: " + e.getMessage(), e);
        }
        this.heldLength = fill(held);
    }

    /** Sends everything that is left. */
    void sendTo(OutputStream out) throws IOException {
        send(out, Long.MAX_VALUE);
    }

    /** Sends the next {@code count} bytes, or what is left if that is less. */
    void send(OutputStream out, long count) throws IOException {
        for (long left = count; left > 0 && heldLength > 0; ) {
            int piece = (int) Math.min(left, heldLength);
            byte[] now = held;
            if (piece == heldLength) {
                held = spare;
                spare = now;
                heldLength = fill(held);
            } else {
                now = Arrays.copyOf(held, piece);
                advance(piece);
            }
            out.write(now, 0, piece);
            sent += piece;
            left -= piece;
        }
    }

    /** Passes over the next bytes; they are verified with the rest. */
    void skip(long count) {
        for (long left = count; left > 0 && heldLength > 0; ) {
            int piece = (int) Math.min(left, heldLength);
            advance(piece);
            sent += piece;
            left -= piece;
        }
    }

    long position() {
        return sent;
    }

    boolean isAtEnd() {
        return sent == size;
    }

    /** Reads on behind the piece that goes out next: at the end of the content this is what verifies it. */
    private void advance(int used) {
        heldLength -= used;
        System.arraycopy(held, used, held, 0, heldLength);
        if (heldLength == 0) {
            heldLength = fill(held);
        }
    }

    private int fill(byte[] into) {
        try {
            return Math.max(0, source.readNBytes(into, 0, into.length));
        } catch (BullaException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException("reading what is to be uploaded failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            // it has been read; nothing depends on how it closes
        }
    }
}
