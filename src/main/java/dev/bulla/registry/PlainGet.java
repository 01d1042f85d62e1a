package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;

/**
 * Fetches files of a web server, as TUF repositories are. "Absent" is answered for 404 alone: a denial, an overload or a
 * web page where a file should be are failures, since a client that took them for "there is no newer root" could be held
 * back (TUF 1.0.34 section 5.3.3). Nothing received is trusted here; no credentials are sent; at most five redirects are
 * followed, never from https to http. May be used by several threads at once.
 */
public final class PlainGet implements AutoCloseable {
    private static final int BUFFER = 16 << 10;

    private final HttpSettings settings;
    private final Wire wire;
    private final boolean forbiddenIsMissing;

    private PlainGet(HttpSettings settings, Wire wire, boolean forbiddenIsMissing) {
        this.settings = settings;
        this.wire = wire;
        this.forbiddenIsMissing = forbiddenIsMissing;
    }

    /** A client with these settings; nothing is connected yet. */
    public static PlainGet with(HttpSettings settings) {
        return new PlainGet(settings, new Wire(settings), false);
    }

    /** The same client, for servers that answer 403 when a file is missing (object stores without a list permission). */
    public PlainGet forbiddenIsMissing() {
        return new PlainGet(settings, wire, true);
    }

    /**
     * The file at {@code address}, or empty when the server says that there is none.
     *
     * @param limit most bytes that are read; counted while reading, whatever {@code Content-Length} says
     * @throws RejectedException {@code LIMIT_EXCEEDED}
     * @throws DeniedException for 401 and 403
     * @throws UnreachableException for every other answer, and when it is late, slow or cut short
     */
    public Optional<Bytes> get(URI address, int limit) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        Operation operation = Operation.onMetadata(settings);
        return fetch(address, limit, received, operation)
                ? Optional.of(Bytes.adopt(received.toByteArray()))
                : Optional.empty();
    }

    /**
     * Writes the file at {@code address} to {@code sink} while it arrives; false when the server says that there is none.
     * The total time-out ends with the answer's first line; after that the minimum rate holds. What is in the sink after
     * a failure is to be thrown away.
     *
     * @param limit most bytes that are written
     * @throws RejectedException {@code LIMIT_EXCEEDED}
     */
    public boolean download(URI address, OutputStream sink, long limit) {
        return fetch(address, limit, sink, Operation.onContent(settings));
    }

    private boolean fetch(URI address, long limit, OutputStream sink, Operation operation) {
        if (!Hosts.isHttps(address) && !Hosts.isHttp(address)) {
            throw new UsageException("not an address of a web server: " + Hosts.shown(address));
        }
        Call call = Call.of("GET", address).with("Accept", "*/*");
        try (Answer answer = new Redirects(new Retries(wire, settings)).send(call, operation)) {
            if (answer.status() == 404 || (forbiddenIsMissing && answer.status() == 403)) {
                return false;
            }
            if (answer.status() == 401 || answer.status() == 403) {
                throw new DeniedException(answer.call() + ": " + answer.status() + ", the server refuses");
            }
            if (answer.status() != 200) {
                throw new UnreachableException(answer.call() + ": unexpected status " + answer.status());
            }
            copy(answer, limit, sink);
            return true;
        }
    }

    private static void copy(Answer answer, long limit, OutputStream sink) {
        if (answer.headers().number("Content-Length").orElse(0) > limit) {
            throw tooLong(answer, limit);
        }
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int count = read(answer, buffer); count >= 0; count = read(answer, buffer)) {
            total += count;
            if (total > limit) {
                throw tooLong(answer, limit);
            }
            write(sink, buffer, count);
        }
    }

    private static int read(Answer answer, byte[] buffer) {
        InputStream body = answer.body();
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw Failures.unreachable(answer.call(), e);
        }
    }

    private static void write(OutputStream sink, byte[] buffer, int count) {
        try {
            sink.write(buffer, 0, count);
        } catch (IOException e) {
            throw new StorageException("writing what was received failed: " + e.getMessage(), e);
        }
    }

    private static RejectedException tooLong(Answer answer, long limit) {
        return new RejectedException(Reason.of(
                ReasonCode.LIMIT_EXCEEDED,
                answer.call() + ": the file has more than the " + limit + " bytes that are read"));
    }

    /** Ends the watching of connections; further calls fail or start it again. */
    @Override
    public void close() {
        wire.close();
    }
}
