package dev.bulla.testkit.loopback;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The registry put together: its listener, the second origin, and the handlers behind them. */
public final class Origins implements AutoCloseable {

    /** What tests turn and look at. */
    public record Parts(
            Shelves content,
            Behaviour behaviour,
            ReferrersBehaviour referrers,
            Access access,
            Gatekeeper tokens,
            Faults faults) {}

    private final Parts parts = parts(this::base);
    private final Rig rig =
            new Rig(parts.content(), parts.behaviour(), parts.referrers(), this::base, this::storageBase);
    private final BlobHandler blobs = new BlobHandler(rig);
    private final UploadHandler uploads = new UploadHandler(rig);
    private final ManifestHandler manifests = new ManifestHandler(rig);
    private final ListHandler lists = new ListHandler(rig);
    private volatile Middleman middleman = Middleman.HONEST;
    private final Listener storage;
    private final Listener registry;

    /** Starts both origins. */
    public Origins(Optional<SSLContext> tls) {
        this.storage = new Listener(
                Optional.empty(),
                parts.faults(),
                request -> isStorage(request) ? Kind.STORAGE_GET : Kind.OTHER,
                this::atStorage);
        this.registry =
                new Listener(tls, parts.faults(), request -> Route.of(request).kind(), this::atRegistry);
    }

    private static Parts parts(Supplier<String> base) {
        Access access = new Access();
        return new Parts(
                new Shelves(),
                new Behaviour(),
                new ReferrersBehaviour(),
                access,
                new Gatekeeper(access, base),
                new Faults());
    }

    private static boolean isStorage(Request request) {
        return request.path().startsWith("/storage/");
    }

    private Answer atStorage(Request request) {
        if (request.path().equals("/token")) {
            return parts.tokens().serveToken(request);
        }
        return isStorage(request) ? blobs.fromStorage(request) : Answer.html(200);
    }

    private Answer atRegistry(Request request) {
        return middleman.answer(request, this::honestly);
    }

    private Answer honestly(Request request) {
        Optional<Answer> limited = parts.behaviour().limited();
        return limited.isPresent() ? limited.get() : served(request);
    }

    private Answer served(Request request) {
        Route route = Route.of(request);
        if (route.kind() == Kind.TOKEN) {
            return parts.tokens().serveToken(request);
        }
        Answer answer = parts.tokens().refusal(request, route).orElseGet(() -> dispatch(request, route));
        Answer versioned = answer.with("Docker-Distribution-API-Version", "registry/2.0");
        for (String text : parts.behaviour().warnings) {
            versioned = versioned.adding("Warning", "299 - \"" + text + "\"");
        }
        return versioned;
    }

    private Answer dispatch(Request request, Route route) {
        return switch (route.kind()) {
            case PING -> Answer.json(200, Map.of());
            case BLOB_GET, BLOB_HEAD -> blobs.read(request, route);
            case BLOB_DELETE -> blobs.delete(route);
            case UPLOAD_START -> uploads.start(request, route);
            case MOUNT -> uploads.mount(request, route);
            case UPLOAD_CHUNK -> uploads.chunk(request, route);
            case UPLOAD_END -> uploads.end(request, route);
            case UPLOAD_STATE -> uploads.state(route);
            case UPLOAD_CANCEL -> uploads.cancel(route);
            case MANIFEST_GET, MANIFEST_HEAD -> manifests.read(request, route);
            case MANIFEST_PUT -> manifests.put(request, route);
            case MANIFEST_DELETE -> manifests.delete(route);
            case REFERRERS -> lists.referrers(request, route);
            case TAGS -> lists.tags(request, route);
            case TOKEN, STORAGE_GET, OTHER -> Answer.error(404, "NOT_FOUND", "page not found");
        };
    }

    /** Puts somebody between the clients and the registry. */
    public void between(Middleman somebody) {
        middleman = somebody;
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String base() {
        return registry.base();
    }

    /** {@code http://127.0.0.1:PORT} of the second origin. */
    public String storageBase() {
        return storage.base();
    }

    /** What tests turn and look at. */
    public Parts parts() {
        return parts;
    }

    /** The log of the registry. */
    public RequestLog log() {
        return registry.log();
    }

    /** The log of the second origin. */
    public RequestLog storageLog() {
        return storage.log();
    }

    /** Uploads that were opened and neither ended nor cancelled. */
    public int openUploads() {
        return uploads.openUploads();
    }

    @Override
    public void close() {
        registry.close();
        storage.close();
    }
}
