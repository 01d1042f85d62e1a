package dev.bulla.testkit.tuf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bulla.bytes.Bytes;
import dev.bulla.testkit.SimulatedPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves a simulated publisher over HTTP under {@code /metadata/} and {@code /targets/}, as a static server would. */
public final class WebServer implements AutoCloseable {
    private final SimulatedPublisher publisher;
    private final HttpServer server;
    private final List<String> requests = new ArrayList<>();
    private final Map<String, Integer> statuses = new HashMap<>();

    private WebServer(SimulatedPublisher publisher, HttpServer server) {
        this.publisher = publisher;
        this.server = server;
    }

    /** Starts on a free port of this machine. */
    public static WebServer of(SimulatedPublisher publisher) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            WebServer web = new WebServer(publisher, server);
            server.createContext("/", web::answer);
            server.start();
            return web;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where role files are. */
    public String metadataUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metadata";
    }

    /** Where targets are. */
    public String targetsUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/targets/";
    }

    /** Raw paths in the order of the requests, without the directory of metadata. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** Forgets what was asked for. */
    public synchronized WebServer forget() {
        requests.clear();
        return this;
    }

    /** Answers requests for this raw path, such as {@code /metadata/timestamp.json}, with a status and a page. */
    public synchronized WebServer status(String path, int status) {
        statuses.put(path, status);
        return this;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        URI address = exchange.getRequestURI();
        String raw = address.getRawPath();
        requests.add(raw.startsWith("/metadata/") ? raw.substring("/metadata/".length()) : raw);
        Optional<Bytes> content = raw.startsWith("/metadata/")
                ? publisher.metadata(raw.substring("/metadata/".length()))
                : publisher.content(address.getPath().substring("/targets/".length()));
        int status = statuses.getOrDefault(raw, content.isPresent() ? 200 : 404);
        byte[] body = status == 200
                ? content.orElse(Bytes.empty()).toByteArray()
                : Bytes.utf8("<html>no</html>").toByteArray();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
