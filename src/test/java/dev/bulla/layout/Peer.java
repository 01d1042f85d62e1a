package dev.bulla.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulla.oci.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program that reads and writes image layouts. */
interface Peer {
    /** Copies what {@code tag} names, with all it needs, from one layout to another, which it makes or adds to. */
    void copy(Place.LayoutPlace from, String tag, Place.LayoutPlace to) throws IOException;

    /** The peers there are on this machine; always at least the second reader. */
    static List<Peer> all() {
        List<Peer> peers = new ArrayList<>(List.of(new SecondReader()));
        boolean skopeo = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "skopeo")));
        if (skopeo) {
            peers.add(new Skopeo());
        } else {
            System.out.println("skopeo is not on the PATH: layouts are read and written by the second reader alone");
        }
        return peers;
    }

    /** skopeo, as people call it. */
    record Skopeo() implements Peer {
        @Override
        public void copy(Place.LayoutPlace from, String tag, Place.LayoutPlace to) throws IOException {
            run(List.of("skopeo", "--insecure-policy", "copy", "--all", name(from, tag), name(to, tag)));
        }

        private static String name(Place.LayoutPlace place, String tag) {
            return (place.tar() ? "oci-archive:" : "oci:") + place.path() + ":" + tag;
        }
    }

    /** A reader and writer that shares no code with the layout package; tar files go through the system's own tar. */
    record SecondReader() implements Peer {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public void copy(Place.LayoutPlace from, String tag, Place.LayoutPlace to) throws IOException {
            Path source = from.tar() ? unpacked(from.path()) : from.path();
            Path target = to.tar() ? Files.createTempDirectory(to.path().getParent(), "second") : to.path();
            Files.createDirectories(target.resolve("blobs/sha256"));
            Files.writeString(target.resolve("oci-layout"), "{ \"imageLayoutVersion\": \"1.0.0\" }\n");
            JsonNode entry = entry(source, tag);
            copyBlob(source, target, entry);
            Path file = target.resolve("index.json");
            ObjectNode index = Files.exists(file)
                    ? (ObjectNode) JSON.readTree(file.toFile())
                    : JSON.createObjectNode().put("schemaVersion", 2).set("manifests", JSON.createArrayNode());
            ((ArrayNode) index.get("manifests")).add(entry);
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), index);
            if (to.tar()) {
                run(List.of("tar", "-C", target.toString(), "-cf", to.path().toString(), "."));
            }
        }

        private static Path unpacked(Path tar) throws IOException {
            Path folder = Files.createTempDirectory(tar.getParent(), "unpacked");
            run(List.of("tar", "-C", folder.toString(), "-xf", tar.toString()));
            return folder;
        }

        private static JsonNode entry(Path layout, String tag) throws IOException {
            for (JsonNode entry :
                    JSON.readTree(layout.resolve("index.json").toFile()).get("manifests")) {
                if (entry.path("annotations")
                        .path("org.opencontainers.image.ref.name")
                        .asText()
                        .equals(tag)) {
                    return entry;
                }
            }
            throw new IOException("no tag " + tag + " in " + layout);
        }

        private static void copyBlob(Path source, Path target, JsonNode descriptor) throws IOException {
            String hex = descriptor.get("digest").asText().substring("sha256:".length());
            byte[] content = Files.readAllBytes(source.resolve("blobs/sha256").resolve(hex));
            if (content.length != descriptor.get("size").asLong()
                    || !sha256(content).equals(hex)) {
                throw new IOException("damaged blob " + hex);
            }
            String type = descriptor.get("mediaType").asText();
            if (type.contains("manifest") || type.contains("index")) {
                JsonNode document = JSON.readTree(content);
                for (String member : List.of("manifests", "layers")) {
                    for (JsonNode child : document.path(member)) {
                        copyBlob(source, target, child);
                    }
                }
                if (document.has("config")) {
                    copyBlob(source, target, document.get("config"));
                }
            }
            Files.write(target.resolve("blobs/sha256").resolve(hex), content);
        }

        private static String sha256(byte[] content) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Runs a program to its end, which must be a good one. */
    static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command + " failed: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
