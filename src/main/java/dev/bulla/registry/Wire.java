package dev.bulla.registry;

import dev.bulla.oci.Rounds;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Sends one request and hands back its answer: no retry, no redirect, no credentials of its own, nothing unpacked.
 */
final class Wire implements Closeable {
    static final String USER_AGENT = "bulla";

    private final HttpSettings settings;
    private final Watchdog watchdog;
    private final TlsSockets sockets;

    Wire(HttpSettings settings) {
        this.settings = settings;
        this.watchdog = new Watchdog(settings.timeouts());
        this.sockets = new TlsSockets(settings.roots());
    }

    /**
     * Sends {@code call}.
     *
     * @param whole the end of the operation this belongs to, reading of the body included; when absent, only the wait for
     *     the answer is bounded by the total time-out, and the body by the minimum rate
     * @throws IOException when no answer came, in time and in order
     */
    Answer send(Call call, Optional<Deadline> whole) throws IOException {
        if (!Hosts.isHttps(call.address()) && !settings.plainHttp() && !Hosts.isLoopback(Hosts.name(call.address()))) {
            throw Failures.plainHttp(call);
        }
        Exchange exchange = new Exchange(settings, whole);
        long start = settings.pacing().nanos();
        int round = Rounds.known() + 1;
        settings.trace().accept("> " + call);
        Link link = link(call);
        try (Watchdog.Watch watch = watchdog.watch(exchange::isDue, link::cut)) {
            Reply reply = reply(link, call, exchange, watch);
            Answer answer =
                    answer(call, reply, exchange, link, () -> record(call, reply.status(), exchange, start, round));
            Rounds.learn(round);
            settings.trace().accept(traced(answer, settings.pacing().nanos() - start));
            return answer;
        } catch (IOException e) {
            link.cut();
            settings.trace().accept("< no answer: " + Failures.describe(e));
            record(call, 0, exchange, start, round);
            throw e;
        } catch (RuntimeException e) {
            // the content of an upload turned out wrong while it was read: the other side must not get an end of it
            link.cut();
            throw e;
        }
    }

    /** {@code HttpURLConnection} knows no PATCH; the other client is loaded for chunked uploads only. */
    private Link link(Call call) {
        if (SocketLink.suits(call, settings.proxies())) {
            return new SocketLink(call.address(), sockets.forTarget(call.address()));
        }
        return call.method().equals("PATCH")
                ? new ApacheLink(call.address(), settings.proxies(), sockets)
                : new JdkLink(call.address(), settings.proxies(), sockets.forTarget(call.address()));
    }

    private static Reply reply(Link link, Call call, Exchange exchange, Watchdog.Watch watch) throws IOException {
        try {
            Reply reply = link.send(call, exchange);
            if (watch.hasFired()) {
                // the JDK takes a connection cut between header fields for the end of the header
                throw new TooSlowException(exchange.complaint());
            }
            return reply;
        } catch (IOException e) {
            if (watch.hasFired()) {
                throw new TooSlowException(exchange.complaint());
            }
            throw e;
        }
    }

    private void record(Call call, int status, Exchange exchange, long start, int round) {
        settings.requests()
                .accept(new RequestRecord(
                        call.method(),
                        Hosts.shown(call.address()),
                        status,
                        exchange.sentBytes(),
                        exchange.receivedBytes(),
                        start,
                        settings.pacing().nanos(),
                        round));
    }

    /** The answer with its body guarded and counted. */
    static Answer answer(Call call, Reply reply, Exchange exchange, Link link, Runnable over) throws IOException {
        InputStream body = InputStream.nullInputStream();
        if (!call.method().equals("HEAD")) {
            if (reply.content().isEmpty() && reply.status() < 400) {
                // a connection that broke after the status line is hidden
                throw new IOException("premature end of the answer");
            }
            if (reply.content().isPresent()) {
                body = exchange.guard(framed(reply.content().get(), reply.headers()));
            }
        }
        return new Answer(call, reply.status(), reply.headers(), body, link, over);
    }

    /** The JDK reads past the declared length when the connection is closed after the answer (RFC 9112 section 6.3). */
    private static InputStream framed(InputStream content, Headers headers) {
        boolean counted = headers.number("Content-Length").isPresent() && !headers.has("Transfer-Encoding");
        return counted
                ? new FramedStream(content, headers.number("Content-Length").getAsLong())
                : content;
    }

    private static String traced(Answer answer, long nanos) {
        return "< " + answer.status()
                + answer.headers()
                        .first("Content-Type")
                        .map(type -> " " + Redaction.shown(answer.call(), type))
                        .orElse("")
                + answer.headers()
                        .first("Content-Length")
                        .map(length -> " " + Shown.text(length) + " bytes")
                        .orElse("")
                + " in " + nanos / 1_000_000 + " ms";
    }

    /** Nothing is held here: idle connections are the platform's, the watchdog is the process's. */
    @Override
    public void close() {}
}
