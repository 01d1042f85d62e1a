package dev.bulla.testkit.loopback;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads: in one piece, in chunks, by mount (distribution-spec 1.1 "Pushing blobs", "Mounting a blob"). */
final class UploadHandler {

    private static final Pattern CONTENT_RANGE = Pattern.compile("(?:bytes )?(\\d{1,9})-(\\d{1,9})(?:/\\S*)?");

    private final Rig rig;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    UploadHandler(Rig rig) {
        this.rig = rig;
    }

    private static final class Upload {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private boolean shortChunkSeen;
    }

    Answer start(Request request, Route route) {
        Optional<String> digest = request.parameter("digest");
        if (digest.isPresent() && rig.behaviour().singlePost) {
            return store(route.repository(), digest.get(), request.body());
        }
        return open(route.repository());
    }

    Answer mount(Request request, Route route) {
        String digest = request.parameter("mount").orElse("");
        Optional<byte[]> content = request.parameter("from")
                .flatMap(from -> rig.shelves().repository(from).blob(digest));
        if (content.isEmpty() || !rig.behaviour().mounts) {
            return open(route.repository());
        }
        return store(route.repository(), digest, content.get());
    }

    private Answer open(String repository) {
        String id = "upload-" + last.incrementAndGet();
        uploads.put(key(repository, id), new Upload());
        Answer opened = progress(Answer.of(202), repository, id, 0);
        int minimum = rig.behaviour().chunkMinLength;
        return minimum == 0 ? opened : opened.with("OCI-Chunk-Min-Length", Integer.toString(minimum));
    }

    Answer chunk(Request request, Route route) {
        return withUpload(route, upload -> {
            Optional<Answer> refusal = append(upload, request);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            upload.shortChunkSeen |= request.bodyLength() < rig.behaviour().chunkMinLength;
            return progress(Answer.of(202), route.repository(), route.last(), upload.received.size());
        });
    }

    Answer end(Request request, Route route) {
        return withUpload(route, upload -> {
            Optional<Answer> refusal = request.bodyLength() == 0 ? Optional.empty() : append(upload, request);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            String digest = request.parameter("digest").orElse("");
            Answer stored = store(route.repository(), digest, upload.received.toByteArray());
            if (stored.status() == 201) {
                uploads.remove(key(route.repository(), route.last()));
            }
            return stored;
        });
    }

    Answer state(Route route) {
        return withUpload(
                route, upload -> progress(Answer.of(204), route.repository(), route.last(), upload.received.size()));
    }

    Answer cancel(Route route) {
        return withUpload(route, upload -> {
            uploads.remove(key(route.repository(), route.last()));
            return Answer.of(204);
        });
    }

    /** "Pushing a blob in chunks": chunks in order, each at least the minimum but for the last. */
    private Optional<Answer> append(Upload upload, Request request) {
        Optional<String> range = request.header("Content-Range");
        int offset = upload.received.size();
        if (range.isPresent() && !continues(range.get(), offset, request.bodyLength())) {
            return Optional.of(Answer.error(416, "BLOB_UPLOAD_INVALID", "the chunk does not continue at " + offset));
        }
        if (upload.shortChunkSeen) {
            return Optional.of(Answer.error(416, "BLOB_UPLOAD_INVALID", "a chunk before this one was too short"));
        }
        upload.received.writeBytes(request.body());
        return Optional.empty();
    }

    private static boolean continues(String range, int offset, int length) {
        Matcher matcher = CONTENT_RANGE.matcher(range);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) == offset
                && Integer.parseInt(matcher.group(2)) == offset + length - 1;
    }

    private Answer store(String repository, String digest, byte[] content) {
        if (!rig.takesDigest(digest) || !Digests.matches(digest, content)) {
            return Answer.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        if (content.length > rig.behaviour().maxBlobBytes) {
            return Answer.error(413, "SIZE_INVALID", "the blob is too large");
        }
        rig.shelves().repository(repository).putBlob(digest, content);
        Answer created = Answer.of(201).with("Location", rig.location("/v2/" + repository + "/blobs/" + digest));
        return rig.withDigest(created, digest);
    }

    private Answer progress(Answer answer, String repository, String id, int received) {
        // A registry's own state in the address: a client must use the address as it stands.
        String path = "/v2/" + repository + "/blobs/uploads/" + id + "?_state=" + received + "%3D";
        return answer.with("Location", rig.location(path))
                .with("Range", "0-" + Math.max(0, received - 1))
                .with("Docker-Upload-UUID", id);
    }

    private interface Step {
        Answer take(Upload upload);
    }

    private Answer withUpload(Route route, Step step) {
        Upload upload = uploads.get(key(route.repository(), route.last()));
        if (upload == null) {
            return Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        }
        synchronized (upload) {
            return step.take(upload);
        }
    }

    int openUploads() {
        return uploads.size();
    }

    private static String key(String repository, String id) {
        return repository + "@" + id;
    }
}
