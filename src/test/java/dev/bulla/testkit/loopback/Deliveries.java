package dev.bulla.testkit.loopback;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends bodies in ways that no honest server has. */
final class Deliveries {
    /** Below any minimum rate that a client can have, and fast enough for a client to see several bytes. */
    private static final int MILLIS_BETWEEN_BYTES = 20;

    private Deliveries() {}

    /** Sends the answer until the client or the registry is gone. */
    static void send(HttpExchange exchange, Answer answer, CountDownLatch closed) throws IOException {
        byte[] body = answer.body();
        boolean endless = answer.delivery() == Answer.Delivery.ENDLESS;
        exchange.sendResponseHeaders(answer.status(), endless ? 0 : body.length);
        OutputStream out = exchange.getResponseBody();
        switch (answer.delivery()) {
            case WHOLE -> out.write(body);
            case ENDLESS -> pour(out, body, closed);
            case TRICKLE -> trickle(out, body, closed);
            case STALLED -> {
                out.flush();
                await(closed, Long.MAX_VALUE);
            }
            case CUT -> {
                out.write(body, 0, body.length / 2);
                out.flush();
            }
        }
    }

    private static void pour(OutputStream out, byte[] body, CountDownLatch closed) throws IOException {
        while (closed.getCount() > 0) {
            out.write(body);
        }
    }

    private static void trickle(OutputStream out, byte[] body, CountDownLatch closed) throws IOException {
        for (byte each : body) {
            out.write(each);
            out.flush();
            if (await(closed, MILLIS_BETWEEN_BYTES)) {
                return;
            }
        }
    }

    private static boolean await(CountDownLatch closed, long millis) throws IOException {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("closed while a body was sent", e);
        }
    }
}
