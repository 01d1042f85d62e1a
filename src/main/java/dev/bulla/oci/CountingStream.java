package dev.bulla.oci;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a listener how many bytes went by. */
public final class CountingStream extends FilterInputStream {
    private final Progress progress;

    /** Watches {@code source}. */
    public CountingStream(InputStream source, Progress progress) {
        super(source);
        this.progress = progress;
    }

    /** What is watched. */
    InputStream counted() {
        return in;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        if (one >= 0) {
            progress.onBytes(1);
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            progress.onBytes(count);
        }
        return count;
    }
}
