package dev.bulla.cli.command;

import dev.bulla.Connection;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.render.JsonText;
import dev.bulla.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The requests of one call, for {@code --trace FILE}: the document {@code bulla.trace/1}, written when the call ends,
 * however it ends. Addresses stand in it without query and user information, bodies and headers not at all.
 */
final class RequestTrace implements Consumer<Connection.Request> {
    private static final long NANOS_PER_MICRO = 1_000;

    /** A copy of ten thousand blobs with their manifests makes fewer; what goes beyond is counted and left out. */
    private static final int MOST_REQUESTS = 100_000;

    private final List<Connection.Request> requests = new ArrayList<>();
    private int leftOut;

    /** The connection of a call, observed where the call asks for it. */
    static Connection observed(Invocation call, Connection connection) {
        Optional<Path> file = call.option("--trace").map(call::path);
        if (file.isEmpty()) {
            return connection;
        }
        return connection.observed(call.once(RequestTrace.class, () -> {
            RequestTrace trace = new RequestTrace();
            call.atEnd(() -> LocalFiles.write(file.get(), false, trace.document()));
            return trace;
        }));
    }

    @Override
    public synchronized void accept(Connection.Request request) {
        if (requests.size() < MOST_REQUESTS) {
            requests.add(request);
        } else {
            leftOut++;
        }
    }

    synchronized Bytes document() {
        List<Connection.Request> ordered = new ArrayList<>(requests);
        ordered.sort((one, other) -> Long.compare(one.startNanos(), other.startNanos()));
        int before = Integer.MAX_VALUE;
        int last = 0;
        for (Connection.Request request : ordered) {
            before = Math.min(before, request.round() - 1);
            last = Math.max(last, request.round());
        }
        List<Json> items = new ArrayList<>();
        for (Connection.Request request : ordered) {
            items.add(members(request, ordered.get(0).startNanos(), before));
        }
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.trace/1"))
                .with("rounds", Json.whole(ordered.isEmpty() ? 0 : last - before))
                .with("leftOut", Json.whole(leftOut))
                .with("requests", new Json.Arr(items));
        return Bytes.utf8(JsonText.of(document) + "\n");
    }

    private static Json members(Connection.Request request, long start, int before) {
        return Json.Obj.empty()
                .with("round", Json.whole(request.round() - before))
                .with("method", Json.text(request.method()))
                .with("url", Json.text(request.address()))
                .with("status", Json.whole(request.status()))
                .with("sent", Json.whole(request.sent()))
                .with("received", Json.whole(request.received()))
                .with("startMicros", Json.whole((request.startNanos() - start) / NANOS_PER_MICRO))
                .with("endMicros", Json.whole((request.endNanos() - start) / NANOS_PER_MICRO));
    }
}
