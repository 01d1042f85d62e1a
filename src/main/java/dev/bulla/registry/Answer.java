package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

/** What came back: status, headers and a body that is read once, within limits. Whoever gets one closes it. */
final class Answer implements Closeable {
    private final Call call;
    private final int status;
    private final Headers headers;
    private final InputStream body;
    private final Link link;
    private final AtomicReference<Runnable> over;

    /** @param over told once, when the answer is closed */
    Answer(Call call, int status, Headers headers, InputStream body, Link link, Runnable over) {
        this.call = call;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.link = link;
        this.over = new AtomicReference<>(over);
    }

    /** The request this answers, after redirects the last one. */
    Call call() {
        return call;
    }

    URI address() {
        return call.address();
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    InputStream body() {
        return body;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** True when the body cannot be JSON because it says that it is a web page (proxies, captive portals). */
    boolean isWebPage() {
        return headers.first("Content-Type")
                .filter(type -> type.regionMatches(true, 0, "text/html", 0, "text/html".length()))
                .isPresent();
    }

    /**
     * At most {@code limit} bytes of the body; one byte more than {@code limit} comes back when there is more, so that the
     * caller can tell.
     */
    Bytes upTo(int limit) throws IOException {
        return Bytes.adopt(body.readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1));
    }

    /** Lets the connection serve the next request when the body has been read to its end, and drops it otherwise. */
    @Override
    public void close() {
        boolean unread = body instanceof GuardedStream guarded && !guarded.hasEnded();
        try {
            body.close();
        } catch (IOException | RuntimeException e) {
            unread = true;
        }
        link.release(!unread);
        over.getAndSet(() -> {}).run();
    }
}
