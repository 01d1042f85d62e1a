package dev.bulla.registry;

import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import dev.bulla.oci.Rounds;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and hands back its answer: no retry, no redirect, no credentials of its own, nothing unpacked. The only
 * class that speaks to the HTTP library, so that nobody pays for loading it who makes no request.
 */
final class Wire implements Closeable {
    private static final String USER_AGENT = "bulla";

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
            HttpResponse response = execute(request(link.transport(), call, exchange), exchange, watch);
            Answer answer = answer(
                    call,
                    response,
                    exchange,
                    link,
                    () -> record(call, response.getStatusCode(), exchange, start, round));
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
        return call.method().equals("PATCH")
                ? new ApacheLink(call.address(), settings.proxies(), sockets)
                : new JdkLink(call.address(), settings.proxies(), sockets.forTarget(call.address()));
    }

    private HttpRequest request(HttpTransport transport, Call call, Exchange exchange) throws IOException {
        HttpRequest request = transport
                .createRequestFactory()
                .buildRequest(call.method(), new GenericUrl(Hosts.origin(call.address())), content(call, exchange));
        HttpHeaders headers = new HttpHeaders();
        headers.setAcceptEncoding("identity");
        headers.setUserAgent(USER_AGENT);
        call.headers().forEach(headers::set);
        Duration read = call.body().isPresent()
                ? settings.timeouts().total()
                : settings.timeouts().read();
        return request.setHeaders(headers)
                .setFollowRedirects(false)
                .setThrowExceptionOnExecuteError(false)
                .setNumberOfRetries(0)
                .setSuppressUserAgentSuffix(true)
                .setLoggingEnabled(false)
                .setResponseReturnRawInputStream(true)
                .setConnectTimeout(millis(settings.timeouts().connect()))
                .setReadTimeout(millis(read));
    }

    private static HttpResponse execute(HttpRequest request, Exchange exchange, Watchdog.Watch watch)
            throws IOException {
        try {
            HttpResponse response = request.execute();
            if (watch.hasFired()) {
                // the JDK takes a connection cut between header fields for the end of the header
                throw new TooSlowException(exchange.complaint());
            }
            return response;
        } catch (IOException e) {
            if (watch.hasFired()) {
                throw new TooSlowException(exchange.complaint());
            }
            throw e;
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            // the library's header parser throws these for fields that are not what they should be
            throw new IOException("the answer has malformed header fields", e);
        }
    }

    private static @Nullable HttpContent content(Call call, Exchange exchange) {
        if (call.body().isPresent()) {
            return new Sent(call.body().get(), exchange);
        }
        boolean empty = call.method().equals("POST") || call.method().equals("PUT");
        return empty ? new EmptyContent() : null;
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

    private static Answer answer(Call call, HttpResponse response, Exchange exchange, Link link, Runnable over)
            throws IOException {
        Headers headers = headers(response.getHeaders());
        InputStream body = InputStream.nullInputStream();
        if (!call.method().equals("HEAD")) {
            InputStream content = response.getContent();
            if (content == null && response.getStatusCode() < 400) {
                // the library hides a connection that broke after the status line
                throw new IOException("premature end of the answer");
            }
            body = content == null ? body : exchange.guard(framed(content, headers));
        }
        return new Answer(call, response.getStatusCode(), headers, body, link, over);
    }

    /** The JDK reads past the declared length when the connection is closed after the answer (RFC 9112 section 6.3). */
    private static InputStream framed(InputStream content, Headers headers) {
        boolean counted = headers.number("Content-Length").isPresent() && !headers.has("Transfer-Encoding");
        return counted
                ? new FramedStream(content, headers.number("Content-Length").getAsLong())
                : content;
    }

    private static Headers headers(HttpHeaders received) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String name : new ArrayList<>(received.keySet())) {
            fields.put(name, received.getHeaderStringValues(name));
        }
        return new Headers(fields);
    }

    private static String traced(Answer answer, long nanos) {
        return "< " + answer.status()
                + answer.headers()
                        .first("Content-Type")
                        .map(type -> " " + Shown.text(type))
                        .orElse("")
                + answer.headers()
                        .first("Content-Length")
                        .map(length -> " " + Shown.text(length) + " bytes")
                        .orElse("")
                + " in " + nanos / 1_000_000 + " ms";
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    @Override
    public void close() {
        watchdog.close();
    }

    /** The body of a request as the library wants it. */
    private record Sent(Body body, Exchange exchange) implements HttpContent {
        @Override
        public long getLength() {
            return body.length();
        }

        @Override
        public String getType() {
            return body.type();
        }

        @Override
        public boolean retrySupported() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writer().writeTo(exchange.counting(out));
            exchange.sent();
        }
    }
}
