package dev.bulla.registry;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** How one request and its answer proceed, as seen by the watchdog. */
final class Exchange {
    private enum Phase {
        CONNECTING,
        SENDING,
        WAITING
    }

    private final HttpSettings settings;
    private final Optional<Deadline> whole;
    private final Meter meter;
    private volatile long sentBytes;
    private volatile Phase phase = Phase.CONNECTING;
    private volatile Deadline waiting;

    Exchange(HttpSettings settings, Optional<Deadline> whole) {
        this.settings = settings;
        this.whole = whole;
        this.meter = new Meter(settings.timeouts(), settings.pacing());
        this.waiting = deadline();
    }

    /** The most that connecting may take. */
    int connectMillis() {
        return millis(settings.timeouts().connect());
    }

    /** The most that may pass without a byte; after a body the other side may need the whole time to digest it. */
    int readMillis(Call call) {
        return millis(
                call.body().isPresent()
                        ? settings.timeouts().total()
                        : settings.timeouts().read());
    }

    static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    private Deadline deadline() {
        return Deadline.in(settings.timeouts().total(), settings.pacing());
    }

    /** True when the connection must be cut: the operation is over, the answer is late, or the upload does not move. */
    boolean isDue() {
        if (whole.filter(Deadline::isOver).isPresent()) {
            return true;
        }
        return phase == Phase.SENDING ? meter.tooSlow() : waiting.isOver();
    }

    String complaint() {
        return phase == Phase.SENDING
                ? "takes fewer bytes per second than the minimum"
                : "gave no answer within " + settings.timeouts().total().toSeconds() + " s";
    }

    /** Counts what is written; from the first byte on the minimum rate holds. */
    OutputStream counting(OutputStream out) {
        meter.restart();
        phase = Phase.SENDING;
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                meter.add(1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
                meter.add(length);
            }
        };
    }

    /** The whole body has been handed to the connection; the answer is due. */
    void sent() {
        sentBytes = meter.moved();
        waiting = deadline();
        phase = Phase.WAITING;
    }

    /** Bytes of a body that was sent whole. */
    long sentBytes() {
        return sentBytes;
    }

    /** Bytes of the answer's body that were read. */
    long receivedBytes() {
        return phase == Phase.SENDING ? 0 : meter.moved() - sentBytes;
    }

    InputStream guard(InputStream body) {
        meter.restart();
        return new GuardedStream(body, meter, whole);
    }
}
