package dev.bulla.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The body of an answer: fails when it comes too slowly, or is not over when the operation must be. */
final class GuardedStream extends FilterInputStream {
    private final Meter meter;
    private final Optional<Deadline> deadline;
    private boolean ended;

    GuardedStream(InputStream source, Meter meter, Optional<Deadline> deadline) {
        super(source);
        this.meter = meter;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        ended = count < 0;
        if (count > 0) {
            meter.add(count);
        }
        if (count >= 0 && meter.tooSlow()) {
            throw new TooSlowException("sends fewer bytes per second than the minimum");
        }
        if (deadline.isPresent() && deadline.get().isOver()) {
            throw new TooSlowException(
                    "did not finish within " + deadline.get().allowed().toSeconds() + " s");
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] scratch = new byte[(int) Math.min(8192, Math.max(1, count))];
        return Math.max(0, read(scratch, 0, scratch.length));
    }

    /** True when the end has been read: nothing of this answer is left on the connection. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
