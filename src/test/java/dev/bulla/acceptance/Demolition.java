package dev.bulla.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.RawRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What whoever runs a place can take away, done without the code under test. */
interface Demolition {
    /** Takes everything away that is attached to an artifact, the lists of it and the carrier. */
    void attachments(String digest);

    /** Takes the TUF repository away. */
    void trustRepository();

    /** A namespace in a registry: {@code namespace/REPOSITORY} has the artifact, {@code namespace/tuf} the roles. */
    record InRegistry(URI base, String namespace, String repository) implements Demolition {
        @Override
        public void attachments(String digest) {
            RawRegistry artifacts = new RawRegistry(base, namespace + "/" + repository);
            Set<String> doomed = new TreeSet<>();
            for (String list : new String[] {"referrers/" + digest, "manifests/" + digest.replace(':', '-')}) {
                Answer answer = artifacts.send("GET", list, "Accept", RawRegistry.INDEX);
                if (answer.status() == 200) {
                    Workshop.json(answer.text())
                            .path("manifests")
                            .forEach(entry -> doomed.add(entry.get("digest").asText()));
                }
            }
            doomed.forEach(each -> delete(artifacts, each));
            for (String tag : tags(artifacts)) {
                if (tag.endsWith(".signed") || tag.startsWith("sha256-")) {
                    delete(artifacts, RawRegistry.digest(artifacts.manifest(tag).bytes()));
                }
            }
        }

        @Override
        public void trustRepository() {
            RawRegistry roles = new RawRegistry(base, namespace + "/tuf");
            for (String tag : tags(roles)) {
                Answer answer = roles.manifest(tag);
                if (answer.status() == 200) {
                    delete(roles, RawRegistry.digest(answer.bytes()));
                }
            }
        }

        private static Set<String> tags(RawRegistry place) {
            Set<String> tags = new TreeSet<>();
            Workshop.json(place.send("GET", "tags/list").text()).path("tags").forEach(tag -> tags.add(tag.asText()));
            return tags;
        }

        private static void delete(RawRegistry place, String digest) {
            int status = place.send("DELETE", "manifests/" + digest).status();
            if (status != 202 && status != 404) {
                throw new AssertionError("not deleted: " + digest + ", " + status);
            }
        }
    }

    /** A layout that is artifact and TUF repository in one. */
    record InLayout(Path directory) implements Demolition {
        private static final String NAME = "org.opencontainers.image.ref.name";

        @Override
        public void attachments(String digest) {
            drop((name, manifest) -> name.endsWith(".signed")
                    || manifest.path("subject").path("digest").asText().equals(digest));
        }

        @Override
        public void trustRepository() {
            drop((name, manifest) -> name.startsWith("tuf/"));
        }

        private interface Doom {
            boolean of(String name, JsonNode manifest);
        }

        private void drop(Doom doomed) {
            Path file = directory.resolve("index.json");
            try {
                ObjectNode index = (ObjectNode) Workshop.json(Files.readString(file));
                ArrayNode kept = index.arrayNode();
                for (JsonNode entry : index.path("manifests")) {
                    String name = entry.path("annotations").path(NAME).asText();
                    if (!doomed.of(name, manifest(entry.get("digest").asText()))) {
                        kept.add(entry);
                    }
                }
                index.set("manifests", kept);
                Files.writeString(file, index.toString(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private JsonNode manifest(String digest) throws IOException {
            return Workshop.json(Files.readString(directory.resolve("blobs").resolve(digest.replace(':', '/'))));
        }
    }
}
