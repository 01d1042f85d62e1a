package dev.bulla.testkit.loopback;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a registry reads out of a manifest or index. */
final class ManifestFacts {

    private final Map<?, ?> document;

    private ManifestFacts(Map<?, ?> document) {
        this.document = document;
    }

    /** Throws {@link IllegalArgumentException} if the bytes are no JSON object. */
    static ManifestFacts of(byte[] bytes) {
        if (MiniJson.read(new String(bytes, StandardCharsets.UTF_8)) instanceof Map<?, ?> object) {
            return new ManifestFacts(object);
        }
        throw new IllegalArgumentException("not an object");
    }

    Optional<String> mediaType() {
        return text(document, "mediaType");
    }

    boolean isIndex() {
        return document.containsKey("manifests");
    }

    Optional<String> subject() {
        return object("subject").flatMap(subject -> text(subject, "digest"));
    }

    /** Distribution-spec "Listing Referrers": the manifest's own type, else its config's; an index has only its own. */
    Optional<String> artifactType() {
        return text(document, "artifactType")
                .filter(type -> !type.isEmpty())
                .or(() -> object("config").flatMap(config -> text(config, "mediaType")));
    }

    boolean usesArtifactType() {
        return document.containsKey("artifactType");
    }

    List<String> children() {
        return digests("manifests");
    }

    /** Config and layers, less the layers that say where else they are. */
    List<String> blobs() {
        List<String> blobs = new ArrayList<>(digests("layers"));
        object("config").flatMap(config -> text(config, "digest")).ifPresent(blobs::add);
        return blobs;
    }

    /** The entry of a list of referrers. */
    Map<String, Object> descriptor(String mediaType, String digest, int size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest);
        descriptor.put("size", BigDecimal.valueOf(size));
        artifactType().ifPresent(type -> descriptor.put("artifactType", type));
        object("annotations").ifPresent(annotations -> descriptor.put("annotations", annotations));
        return descriptor;
    }

    private List<String> digests(String member) {
        List<String> digests = new ArrayList<>();
        if (document.get(member) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> descriptor && !descriptor.containsKey("urls")) {
                    text(descriptor, "digest").ifPresent(digests::add);
                }
            }
        }
        return digests;
    }

    private Optional<Map<?, ?>> object(String member) {
        return document.get(member) instanceof Map<?, ?> object ? Optional.of(object) : Optional.empty();
    }

    private static Optional<String> text(Map<?, ?> object, String member) {
        return object.get(member) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
