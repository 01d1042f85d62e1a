package dev.bulla.testkit.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** One origin on a free loopback port: reads requests, lets faults happen, sends answers, keeps the log. */
final class Listener implements AutoCloseable {

    /** As many connections may wait as a test with many clients opens at once. */
    private static final int BACKLOG = 256;

    static {
        // Without this the JDK's server waits 40 ms before each small answer. Read once, when its classes are loaded.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Turns requests into answers. */
    interface Handler {
        Answer handle(Request request);
    }

    private final HttpServer server;
    private final boolean secure;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Faults faults;
    private final RequestLog log = new RequestLog();
    private final Function<Request, Kind> kinds;
    private final Handler handler;
    private final CountDownLatch closed = new CountDownLatch(1);

    Listener(Optional<SSLContext> tls, Faults faults, Function<Request, Kind> kinds, Handler handler) {
        this.faults = faults;
        this.kinds = kinds;
        this.handler = handler;
        this.secure = tls.isPresent();
        try {
            this.server = create(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::exchange);
        server.start();
    }

    private static HttpServer create(Optional<SSLContext> tls) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        if (tls.isEmpty()) {
            return HttpServer.create(anyPort, BACKLOG);
        }
        HttpsServer server = HttpsServer.create(anyPort, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
        return server;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String base() {
        return (secure ? "https://" : "http://") + host();
    }

    RequestLog log() {
        return log;
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Request request = new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            Kind kind = kinds.apply(request);
            Optional<Fault> fault = faults.meeting(kind, request);
            waitAtGate(fault);
            Answer answer = fault.flatMap(Fault::instead).orElseGet(() -> handler.handle(request));
            Answer changed = fault.map(each -> each.changed(answer)).orElse(answer);
            boolean dropped = fault.filter(Fault::dropped).isPresent();
            // Logged before it is sent: who has the answer finds the request in the log.
            boolean bodiless = dropped || request.method().equals("HEAD");
            log.add(kind, request, dropped ? 0 : changed.status(), bodiless ? 0 : changed.body().length);
            if (!dropped) {
                send(exchange, changed, fault.map(Fault::cutAt).orElse(Integer.MAX_VALUE));
            }
        } catch (RuntimeException e) {
            System.err.println("loopback registry: " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
            e.printStackTrace();
            throw e;
        }
    }

    private static void waitAtGate(Optional<Fault> fault) throws IOException {
        Optional<Fault.Gate> gate = fault.flatMap(Fault::gate);
        if (gate.isPresent()) {
            try {
                gate.get().pass();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("closed while a request was held", e);
            }
        }
    }

    private void send(HttpExchange exchange, Answer answer, int cutAt) throws IOException {
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        int length = answer.bodyLength();
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
        }
        boolean empty = head || length == 0;
        if (!empty && answer.delivery() != Answer.Delivery.WHOLE) {
            Deliveries.send(exchange, answer, closed);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : length);
        if (!empty) {
            OutputStream out = exchange.getResponseBody();
            out.write(answer.body(), 0, Math.min(cutAt, length));
            out.flush();
            if (cutAt >= length) {
                out.close();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        faults.clear();
        server.stop(0);
        threads.shutdownNow();
    }
}
