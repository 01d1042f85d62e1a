package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.RejectedException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A source that can be asked for something before it is needed, side by side with other things; whoever needs it then waits
 * for the answer, and gets what the source itself would have said. Content by digest is taken from a cache where that holds
 * it, and goes there when the caller says that it was good for something. Closing it leaves the source open.
 */
public final class ReadAhead extends ForwardingSource {
    /** Requests side by side: what one verification asks for at once, a namespace with many layouts included. */
    private static final int WIDTH = 16;

    private final Source source;
    private final BlobCache cache;
    private final Map<Tag, Asked<Optional<Manifest>>> tags = new ConcurrentHashMap<>();
    private final Map<Digest, Asked<Optional<Manifest>>> manifests = new ConcurrentHashMap<>();
    private final Map<Digest, Asked<Bytes>> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Bytes> seen = new ConcurrentHashMap<>();
    private Optional<ExecutorService> threads = Optional.empty();

    private ReadAhead(Source source, BlobCache cache) {
        super(source);
        this.source = source;
        this.cache = cache;
    }

    /** Over {@code source}; one that reads ahead already is taken as it is. */
    public static ReadAhead of(Source source, BlobCache cache) {
        return source instanceof ReadAhead already ? already : new ReadAhead(source, cache);
    }

    /** Asks for what {@code tag} names; the answer is given once, and asked for anew after that. */
    public void ask(Tag tag) {
        tags.computeIfAbsent(tag, key -> begin(() -> source.manifest(key)));
    }

    /** Asks for a manifest. */
    public void askManifest(Descriptor manifest) {
        Optional<Manifest> held = cached(manifest.digest()).flatMap(raw -> parsed(raw, manifest));
        manifests.computeIfAbsent(
                manifest.digest(),
                digest -> held.isPresent() ? Asked.known(held) : begin(() -> source.manifest(digest)));
    }

    /** Asks for a blob, unless it is larger than {@code limit} or comes with its descriptor. */
    public void askBlob(Descriptor blob, int limit) {
        if (blob.size() <= limit
                && blob.data().isEmpty()
                && cached(blob.digest()).isEmpty()) {
            blobs.computeIfAbsent(blob.digest(), digest -> begin(() -> source.blobBytes(blob, limit)));
        }
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        Asked<Optional<Manifest>> asked = tags.remove(tag);
        return saw(asked == null ? source.manifest(tag) : asked.answer());
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        Asked<Optional<Manifest>> asked = manifests.get(digest);
        if (asked != null) {
            return saw(asked.answer());
        }
        Optional<Manifest> held = cached(digest).flatMap(raw -> parsed(raw, digest));
        return held.isPresent() ? held : saw(source.manifest(digest));
    }

    /** {@inheritDoc} What a reference without tag and digest means, the source knows alone. */
    @Override
    public Optional<Manifest> manifest(Reference reference) {
        return reference.tag().isEmpty() && reference.digest().isEmpty()
                ? saw(source.manifest(reference))
                : super.manifest(reference);
    }

    @Override
    public InputStream blob(Descriptor blob) {
        return held(blob).map(Bytes::newInputStream).orElseGet(() -> source.blob(blob));
    }

    /** {@inheritDoc} What is longer or shorter than its descriptor says is asked of the source, which refuses it. */
    @Override
    public Bytes blobBytes(Descriptor blob, int limit) {
        if (blob.size() > limit || blob.data().isPresent()) {
            return source.blobBytes(blob, limit);
        }
        Bytes content = held(blob).orElseGet(() -> source.blobBytes(blob, limit));
        seen.put(blob.digest(), content);
        return content;
    }

    /**
     * Content that came from elsewhere, as from a cache: it is hashed, and whoever asks for that hash gets it. Where nothing
     * may come from a cache it is passed over.
     */
    public void offer(Bytes content) {
        if (!cache.equals(BlobCache.NONE)) {
            seen.putIfAbsent(Digest.of(HashFunction.SHA256, content), content);
        }
    }

    /** Hands everything that was read to the cache: the caller has found it good. */
    public void keep() {
        seen.forEach(cache::keep);
    }

    private Optional<Bytes> held(Descriptor blob) {
        Asked<Bytes> asked = blobs.get(blob.digest());
        return (asked == null ? cached(blob.digest()) : Optional.of(asked.answer()))
                .filter(content -> content.length() == blob.size());
    }

    private Optional<Bytes> cached(Digest digest) {
        Bytes known = seen.get(digest);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Bytes> held = cache.find(digest);
        held.ifPresent(content -> seen.put(digest, content));
        return held;
    }

    private Optional<Manifest> saw(Optional<Manifest> manifest) {
        manifest.ifPresent(found -> seen.put(found.digest(), found.raw()));
        return manifest;
    }

    private static Optional<Manifest> parsed(Bytes raw, Descriptor descriptor) {
        try {
            return Optional.of(Manifest.parse(raw, Optional.of(descriptor.mediaType()), descriptor.digest()));
        } catch (RejectedException e) {
            return Optional.empty(); // what the place says of it decides
        }
    }

    /** A document that does not say what it is is read as what the place calls it. */
    private static Optional<Manifest> parsed(Bytes raw, Digest digest) {
        try {
            return Optional.of(Manifest.parse(raw, Optional.empty(), digest));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private <T> Asked<T> begin(Supplier<T> question) {
        Rounds rounds = Rounds.handedOn();
        return new Asked<>(pool().submit(() -> rounds.call(question)), rounds);
    }

    private synchronized ExecutorService pool() {
        if (threads.isEmpty()) {
            threads = Optional.of(Executors.newFixedThreadPool(WIDTH, ReadAhead::thread));
        }
        return threads.get();
    }

    /** A thread of the system, for the reason that {@link Parallel} gives. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bulla-ahead");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends what was asked for and not needed. */
    @Override
    public synchronized void close() {
        threads.ifPresent(ExecutorService::shutdownNow);
    }

    /** Something that was asked for. */
    private record Asked<T>(Future<T> future, Rounds rounds) {
        static <T> Asked<T> known(T answer) {
            return new Asked<>(CompletableFuture.completedFuture(answer), Rounds.handedOn());
        }

        T answer() {
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BullaException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } finally {
                rounds.takeBack();
            }
        }
    }
}
