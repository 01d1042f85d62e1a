package dev.bulla.testkit.loopback;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blobs: read, sent elsewhere, deleted (distribution-spec 1.1 "Pulling blobs", "Deleting Blobs"). */
final class BlobHandler {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");

    private final Rig rig;

    BlobHandler(Rig rig) {
        this.rig = rig;
    }

    Answer read(Request request, Route route) {
        if (!rig.takesDigest(route.last())) {
            return Answer.error(400, "DIGEST_INVALID", "the digest is malformed or its algorithm is not supported");
        }
        Optional<byte[]> content = rig.shelves().repository(route.repository()).blob(route.last());
        if (content.isEmpty()) {
            return rig.missing("BLOB_UNKNOWN", "blob unknown to registry");
        }
        if (rig.behaviour().redirectStatus != 0 && request.method().equals("GET")) {
            String path = "/storage/" + route.repository() + "/" + route.last() + "?signature=secret";
            return Answer.of(rig.behaviour().redirectStatus)
                    .with("Location", rig.storage().get() + path);
        }
        return rig.withDigest(content(request, content.get()), route.last());
    }

    /** The same content at the second origin, which asks for nothing. */
    Answer fromStorage(Request request) {
        String path = request.path().substring("/storage/".length());
        int slash = path.lastIndexOf('/');
        return rig.shelves()
                .blob(path.substring(0, slash), path.substring(slash + 1))
                .map(content -> content(request, content))
                .orElseGet(() -> Answer.html(404));
    }

    Answer delete(Route route) {
        if (!rig.behaviour().deletes) {
            return Answer.error(405, "UNSUPPORTED", "deletes are off");
        }
        boolean deleted = rig.shelves().repository(route.repository()).deleteBlob(route.last());
        return deleted ? Answer.of(202) : rig.missing("BLOB_UNKNOWN", "blob unknown to registry");
    }

    private Answer content(Request request, byte[] content) {
        Answer whole = Answer.of(200)
                .with("Content-Type", "application/octet-stream")
                .with("Accept-Ranges", rig.behaviour().ranges ? "bytes" : "none")
                .withBody(content);
        Optional<Matcher> range = request.header("Range").map(RANGE::matcher).filter(Matcher::matches);
        if (range.isEmpty() || !rig.behaviour().ranges) {
            return whole;
        }
        int first = Integer.parseInt(range.get().group(1));
        String end = range.get().group(2);
        int last = end.isEmpty() ? content.length - 1 : Math.min(Integer.parseInt(end), content.length - 1);
        if (first > last) {
            return Answer.of(416).with("Content-Range", "bytes */" + content.length);
        }
        return Answer.of(206)
                .with("Content-Type", "application/octet-stream")
                .with("Content-Range", "bytes " + first + "-" + last + "/" + content.length)
                .withBody(Arrays.copyOfRange(content, first, last + 1));
    }
}
