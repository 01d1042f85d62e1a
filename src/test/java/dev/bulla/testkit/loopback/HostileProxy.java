package dev.bulla.testkit.loopback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An origin of its own on a loopback port in front of any registry, with somebody in it who decides what passes. */
public final class HostileProxy implements AutoCloseable {
    /** Fields that belong to one connection, or that the client of this class writes itself. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "content-length", "host", "upgrade", "expect", "transfer-encoding", "date", "http2-settings");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI upstream;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile Middleman middleman = Middleman.HONEST;
    private final Faults faults = new Faults();
    private final Listener listener;

    private HostileProxy(URI upstream) {
        this.upstream = upstream;
        this.listener = new Listener(
                Optional.empty(), faults, Request::kind, request -> middleman.answer(request, this::forward));
    }

    /** Stands before the registry at this address. */
    public static HostileProxy before(URI registry) {
        return new HostileProxy(registry);
    }

    /** Who decides what passes. */
    public void between(Middleman somebody) {
        middleman = somebody;
    }

    /** {@code 127.0.0.1:PORT}. */
    public String host() {
        return listener.host();
    }

    /** What goes wrong beside. */
    public Faults faults() {
        return faults;
    }

    /** What was asked. */
    public RequestLog log() {
        return listener.log();
    }

    private Answer forward(Request request) {
        HttpRequest.Builder sent = HttpRequest.newBuilder(upstream.resolve(request.pathAndQuery()))
                .timeout(PATIENCE)
                .method(
                        request.method(),
                        request.bodyLength() == 0
                                        && Set.of("GET", "HEAD", "DELETE").contains(request.method())
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                values.forEach(value -> sent.header(name, value));
            }
        });
        try {
            return answer(request, client.send(sent.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Addresses of the registry behind become addresses of this one, else the client would go past it. */
    private Answer answer(Request request, HttpResponse<byte[]> received) {
        long length = received.headers().firstValueAsLong("Content-Length").orElse(0);
        boolean head = request.method().equals("HEAD"); // whose length the listener takes from a body
        Answer answer = Answer.of(received.statusCode()).withBody(head ? new byte[(int) length] : received.body());
        for (Map.Entry<String, List<String>> header : received.headers().map().entrySet()) {
            if (!OF_THE_CONNECTION.contains(header.getKey())) {
                for (String value : header.getValue()) {
                    answer = answer.adding(header.getKey(), value.replace(upstream.getAuthority(), request.host()));
                }
            }
        }
        return answer;
    }

    @Override
    public void close() {
        listener.close();
        client.shutdownNow();
    }
}
