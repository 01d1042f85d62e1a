package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a registry as a longer way to it: whatever comes in is passed on half a round trip later, in order, however
 * it was cut into pieces, and nothing waits for anything else. A connection takes a round trip to come about: its first
 * bytes are passed on that much later, since the system has already shaken hands when the proxy hears of it.
 */
final class DelayProxy implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final ServerSocket server;
    private final InetSocketAddress registry;
    private volatile long roundTripNanos;

    /** What came, and when it is due. */
    private record Piece(long due, Bytes bytes) {}

    DelayProxy(String registry) throws IOException {
        int colon = registry.lastIndexOf(':');
        this.registry =
                new InetSocketAddress(registry.substring(0, colon), Integer.parseInt(registry.substring(colon + 1)));
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** From now on, for connections that are open too. */
    void roundTrip(int millis) {
        roundTripNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            long open = System.nanoTime() + roundTripNanos;
            Socket far = new Socket();
            far.connect(registry);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            pass(near, far, open);
            pass(far, near, open);
        }
    }

    private void pass(Socket from, Socket to, long open) {
        BlockingQueue<Piece> way = new LinkedBlockingQueue<>();
        start(() -> {
            byte[] buffer = new byte[BUFFER];
            InputStream in = from.getInputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                Bytes bytes = Bytes.copyOf(Arrays.copyOf(buffer, count));
                way.add(new Piece(Math.max(System.nanoTime(), open) + roundTripNanos / 2, bytes));
                count = in.read(buffer);
            }
            way.add(new Piece(System.nanoTime() + roundTripNanos / 2, Bytes.empty()));
        });
        start(() -> {
            OutputStream out = to.getOutputStream();
            Piece piece = way.take();
            while (!piece.bytes().isEmpty()) {
                long left = piece.due() - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                piece.bytes().writeTo(out);
                piece = way.take();
            }
            to.shutdownOutput();
        });
    }

    /** Work of a thread that ends with its connection. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // a connection that is gone ends its threads
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
