package dev.bulla.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.RawRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A registry's repository or a layout directory, read without the code under test. */
interface PlainPlace {
    /** A manifest by tag or digest. */
    Optional<byte[]> manifest(String reference);

    /** True when a blob of this address and size is there. */
    boolean hasBlob(String digest, long size);

    /** Addresses of what is listed as attached to {@code subject}. */
    Set<String> attachedTo(String subject);

    /** What {@code reference} needs, attachments included, and does not have; empty for a whole graph. */
    default List<String> missing(String reference, Set<String> attachments) {
        List<String> missing = new ArrayList<>();
        Optional<byte[]> root = manifest(reference);
        if (root.isEmpty()) {
            return List.of(reference);
        }
        below(root.get(), missing);
        Set<String> listed = attachedTo(RawRegistry.digest(root.get()));
        for (String attachment : attachments) {
            if (listed.contains(attachment)) {
                missing.addAll(missing(attachment, Set.of()));
            } else {
                missing.add("listing of " + attachment);
            }
        }
        return missing;
    }

    /** Address and size of a blob. */
    record Blob(String digest, long size) {
        static Blob of(JsonNode descriptor) {
            return new Blob(
                    descriptor.get("digest").asText(), descriptor.get("size").asLong());
        }
    }

    /** Blobs of everything below {@code reference}, which is whole. */
    default List<Blob> blobs(String reference) {
        List<Blob> blobs = new ArrayList<>();
        JsonNode document = Workshop.json(new String(manifest(reference).orElseThrow(), StandardCharsets.UTF_8));
        document.path("manifests")
                .forEach(child -> blobs.addAll(blobs(child.get("digest").asText())));
        blobs.addAll(ownBlobs(document));
        return blobs;
    }

    private static List<Blob> ownBlobs(JsonNode manifest) {
        List<Blob> blobs = new ArrayList<>();
        manifest.path("layers").forEach(layer -> blobs.add(Blob.of(layer)));
        if (manifest.has("config")) {
            blobs.add(Blob.of(manifest.get("config")));
        }
        return blobs;
    }

    private void below(byte[] manifest, List<String> missing) {
        JsonNode document = Workshop.json(new String(manifest, StandardCharsets.UTF_8));
        for (JsonNode child : document.path("manifests")) {
            String digest = child.get("digest").asText();
            Optional<byte[]> content = manifest(digest);
            if (content.isEmpty() || !RawRegistry.digest(content.get()).equals(digest)) {
                missing.add("manifest " + digest);
            } else {
                below(content.get(), missing);
            }
        }
        for (Blob blob : ownBlobs(document)) {
            if (!hasBlob(blob.digest(), blob.size())) {
                missing.add("blob " + blob.digest());
            }
        }
    }

    /** A repository of a registry that has no referrers API: attachments are listed by the fallback tag. */
    record InRegistry(URI base, String repository) implements PlainPlace {
        @Override
        public Optional<byte[]> manifest(String reference) {
            Answer answer = raw().manifest(reference);
            return answer.status() == 200 ? Optional.of(answer.bytes()) : Optional.empty();
        }

        @Override
        public boolean hasBlob(String digest, long size) {
            Answer answer = raw().send("HEAD", "blobs/" + digest);
            return answer.status() == 200 && answer.header("Content-Length").equals(Optional.of(Long.toString(size)));
        }

        @Override
        public Set<String> attachedTo(String subject) {
            Set<String> attached = new TreeSet<>();
            manifest(subject.replace(':', '-'))
                    .map(index -> Workshop.json(new String(index, StandardCharsets.UTF_8)))
                    .ifPresent(index -> index.path("manifests")
                            .forEach(entry -> attached.add(entry.get("digest").asText())));
            return attached;
        }

        private RawRegistry raw() {
            return new RawRegistry(base, repository);
        }
    }

    /** An image layout in a directory: attachments are entries of its index. */
    record InLayout(Path directory) implements PlainPlace {
        @Override
        public Optional<byte[]> manifest(String reference) {
            if (reference.contains(":")) {
                return content(reference);
            }
            for (JsonNode entry : entries()) {
                if (entry.path("annotations")
                        .path("org.opencontainers.image.ref.name")
                        .asText()
                        .equals(reference)) {
                    return content(entry.get("digest").asText());
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean hasBlob(String digest, long size) {
            return content(digest)
                    .filter(bytes -> bytes.length == size)
                    .filter(bytes -> RawRegistry.digest(bytes).equals(digest))
                    .isPresent();
        }

        @Override
        public Set<String> attachedTo(String subject) {
            Set<String> attached = new TreeSet<>();
            for (JsonNode entry : entries()) {
                String digest = entry.get("digest").asText();
                content(digest)
                        .map(bytes -> Workshop.json(new String(bytes, StandardCharsets.UTF_8)))
                        .filter(document ->
                                document.path("subject").path("digest").asText().equals(subject))
                        .ifPresent(document -> attached.add(digest));
            }
            return attached;
        }

        private JsonNode entries() {
            try {
                Path index = directory.resolve("index.json");
                return Workshop.json(Files.exists(index) ? Files.readString(index) : "{}")
                        .path("manifests");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Optional<byte[]> content(String digest) {
            Path blob = directory.resolve("blobs").resolve(digest.replace(':', '/'));
            try {
                return Files.exists(blob) ? Optional.of(Files.readAllBytes(blob)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
