package dev.bulla.registry;

import dev.bulla.registry.OpenConnection.Peer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/**
 * The connections of this process that nobody speaks on: kept after an answer that was read to its end, or opened before
 * the first question is known. May be used by several threads at once.
 */
final class IdleConnections {
    /** To one server: as many as a copy has jobs in daily use. */
    private static final int MOST = 8;

    /** Servers that are remembered at a time; the one that was used least recently makes room. */
    private static final int MOST_PEERS = 16;

    /** Shorter than servers and balancers wait (nginx: 75 s, distribution: none, some balancers: 10 s). */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final IdleConnections OF_THIS_PROCESS = new IdleConnections(IDLE_NANOS);

    /** A connection that is there or on its way. */
    private record Idle(FutureTask<OpenConnection> opening, long since) {}

    private final Map<Peer, Deque<Idle>> idle = new HashMap<>();

    private final long idleNanos;

    /** @param idleNanos how long a connection that nobody uses is kept */
    IdleConnections(long idleNanos) {
        this.idleNanos = idleNanos;
    }

    static IdleConnections ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /**
     * A connection to {@code peer} that nobody uses. One that is being opened is waited for: a new one would take as long
     * and more.
     *
     * @param millis the most that is waited
     */
    Optional<OpenConnection> take(Peer peer, int millis) {
        for (Optional<Idle> next = next(peer); next.isPresent(); next = next(peer)) {
            try {
                return Optional.of(next.get().opening().get(millis, TimeUnit.MILLISECONDS));
            } catch (ExecutionException | TimeoutException e) {
                // whoever asks will find out why, on a connection of his own
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The one that was used last is the one that is likeliest to be open still. */
    private synchronized Optional<Idle> next(Peer peer) {
        close(System.nanoTime());
        Deque<Idle> known = idle.get(peer);
        return known == null ? Optional.empty() : Optional.ofNullable(known.pollLast());
    }

    /** Keeps a connection on which nothing is left to be read. */
    void give(Peer peer, OpenConnection connection) {
        FutureTask<OpenConnection> open = new FutureTask<>(() -> connection);
        open.run();
        if (!keep(peer, new Idle(open, System.nanoTime()))) {
            OpenConnection.cut(connection.wire());
        }
    }

    private synchronized boolean keep(Peer peer, Idle connection) {
        close(System.nanoTime());
        if (!idle.containsKey(peer) && idle.size() >= MOST_PEERS) {
            forget();
        }
        Deque<Idle> known = idle.computeIfAbsent(peer, key -> new ArrayDeque<>());
        return known.size() < MOST && known.add(connection);
    }

    /** Drops the connections to the server whose last one has been idle for longest. */
    private void forget() {
        Peer oldest = null;
        long longest = Long.MIN_VALUE;
        long now = System.nanoTime();
        for (Map.Entry<Peer, Deque<Idle>> known : idle.entrySet()) {
            long age = now - known.getValue().getLast().since();
            if (age > longest) {
                longest = age;
                oldest = known.getKey();
            }
        }
        Deque<Idle> dropped = oldest == null ? null : idle.remove(oldest);
        if (dropped != null) {
            dropped.forEach(IdleConnections::drop);
        }
    }

    private static void drop(Idle old) {
        if (old.opening().state() == FutureTask.State.SUCCESS) {
            OpenConnection.cut(old.opening().resultNow().wire());
        }
    }

    /** Opens connections side by side, on threads of their own. */
    void open(URI address, Optional<SSLSocketFactory> sockets, int count, int millis) {
        for (int i = 0; i < count; i++) {
            FutureTask<OpenConnection> opening = new FutureTask<>(() -> connected(address, sockets, millis));
            if (!keep(Peer.of(address, sockets), new Idle(opening, System.nanoTime()))) {
                return;
            }
            Thread thread = new Thread(opening, "bulla-connect");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static OpenConnection connected(URI address, Optional<SSLSocketFactory> sockets, int millis)
            throws IOException {
        return OpenConnection.to(address, sockets, millis, wire -> {});
    }

    private void close(long now) {
        Iterator<Deque<Idle>> peers = idle.values().iterator();
        while (peers.hasNext()) {
            Deque<Idle> known = peers.next();
            while (!known.isEmpty() && now - known.peekFirst().since() > idleNanos) {
                drop(known.removeFirst());
            }
            if (known.isEmpty()) {
                peers.remove();
            }
        }
    }
}
