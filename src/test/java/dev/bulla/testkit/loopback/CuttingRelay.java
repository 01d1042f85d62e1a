package dev.bulla.testkit.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a registry, passes bytes on and understands none; when the wanted byte of one direction has passed,
 * counted over all connections since it was told so, it breaks the connection that brought it, once.
 */
public final class CuttingRelay implements AutoCloseable {
    /** Whither bytes go. */
    public enum Direction {
        /** Requests. */
        TO_REGISTRY,
        /** Answers. */
        FROM_REGISTRY
    }

    private static final int CHUNK = 8192;

    private final InetAddress loopback;
    private final int registryPort;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);
    private Direction cutDirection = Direction.TO_REGISTRY;
    private long cutAt;

    private CuttingRelay(URI registry) {
        registryPort = registry.getPort();
        try {
            loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            listening = new ServerSocket(0, 0, loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Stands before the registry at this address, which speaks plain HTTP on this machine. */
    public static CuttingRelay before(URI registry) {
        return new CuttingRelay(registry);
    }

    /** {@code 127.0.0.1:PORT}. */
    public String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Counts from 0 again and breaks nothing. */
    public synchronized void whole() {
        passed.clear();
        cutAt = 0;
    }

    /** Counts from 0 again and breaks the connection whose byte is the {@code at}-th of a direction, counted from 1. */
    public synchronized void cut(Direction direction, long at) {
        whole();
        cutDirection = direction;
        cutAt = at;
    }

    /** How many bytes passed since the last word. */
    public synchronized long passed(Direction direction) {
        return passed.getOrDefault(direction, 0L);
    }

    /** Counts bytes that came and says how many of them pass; fewer, or as many and an end, is a cut. */
    private synchronized Passage count(Direction direction, int bytes) {
        long before = passed(direction);
        passed.put(direction, before + bytes);
        boolean cut = direction == cutDirection && before < cutAt && cutAt <= before + bytes;
        return new Passage(cut ? (int) (cutAt - before) : bytes, cut);
    }

    private record Passage(int bytes, boolean cut) {}

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket registry = new Socket(loopback, registryPort);
                open.add(client);
                open.add(registry);
                client.setTcpNoDelay(true);
                registry.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pump(client, registry, Direction.TO_REGISTRY));
                Thread.ofVirtual().start(() -> pump(registry, client, Direction.FROM_REGISTRY));
            } catch (IOException e) {
                close(); // closed by the test, or no use any more
            }
        }
    }

    /** Passes bytes on until either end closes or the cut comes; then neither direction goes on. */
    private void pump(Socket from, Socket to, Direction direction) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean cut = false;
            for (int read = in.read(chunk); read > 0 && !cut; read = cut ? 0 : in.read(chunk)) {
                Passage passage = count(direction, read);
                out.write(chunk, 0, passage.bytes());
                cut = passage.cut();
            }
        } catch (IOException e) {
            // the other direction closed both sockets, or an end did: that is what this is about
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
