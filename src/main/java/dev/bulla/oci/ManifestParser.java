package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Optional;

/** Decides what a document is before it is read: exactly one of image manifest and index, and what it was said to be. */
final class ManifestParser {
    private ManifestParser() {}

    static Manifest parse(Bytes raw, Fields document, Optional<MediaType> declared, Digest digest) {
        boolean index = present(document, "manifests");
        boolean image = present(document, "config") || present(document, "layers");
        if (index && image) {
            throw ambiguous(digest, "has both manifests and config or layers");
        }
        if (document.whole("schemaVersion", 1, 2) != 2) {
            throw JsonException.malformed("schemaVersion 1 is not supported");
        }
        MediaType type = type(document, declared, digest, index);
        if (index != type.isIndex()) {
            throw ambiguous(digest, "is not what its media type " + type + " says");
        }
        Descriptor self = Descriptor.of(type, digest, raw.length());
        return index ? index(raw, document, self) : image(raw, document, self);
    }

    private static MediaType type(Fields document, Optional<MediaType> declared, Digest digest, boolean index) {
        Optional<MediaType> own = document.optionalText("mediaType")
                .filter(text -> !text.isEmpty())
                .map(ManifestParser::mediaType);
        if (own.isPresent() && declared.isPresent() && !own.equals(declared)) {
            throw ambiguous(digest, "is of type " + own.get() + " but was given as " + declared.get());
        }
        MediaType type = own.or(() -> declared).orElse(index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST);
        if (!type.isManifest()) {
            throw JsonException.malformed("unknown manifest type " + type);
        }
        return type;
    }

    private static ImageIndex index(Bytes raw, Fields document, Descriptor self) {
        List<Descriptor> manifests = document.each("manifests", (item, i) -> Descriptor.read(item));
        checkCount(manifests, self);
        return new ImageIndex(
                raw, self, subject(document), artifactType(document), Descriptor.readAnnotations(document), manifests);
    }

    private static ImageManifest image(Bytes raw, Fields document, Descriptor self) {
        Descriptor config = Descriptor.read(document.object("config"));
        List<Descriptor> layers =
                present(document, "layers") ? document.each("layers", (item, i) -> Descriptor.read(item)) : List.of();
        checkCount(layers, self);
        Optional<MediaType> type = artifactType(document).or(() -> Optional.of(config.mediaType()));
        return new ImageManifest(
                raw, self, subject(document), type, Descriptor.readAnnotations(document), config, layers);
    }

    private static void checkCount(List<Descriptor> below, Descriptor self) {
        if (below.size() > GraphLimits.MAX_DESCRIPTORS) {
            throw JsonException.limit("points at " + below.size() + " descriptors, at most "
                    + GraphLimits.MAX_DESCRIPTORS + " are followed (" + self.digest() + ")");
        }
    }

    private static Optional<Descriptor> subject(Fields document) {
        return present(document, "subject")
                ? Optional.of(Descriptor.read(document.object("subject")))
                : Optional.empty();
    }

    private static Optional<MediaType> artifactType(Fields document) {
        return document.optionalText("artifactType")
                .filter(text -> !text.isEmpty())
                .map(ManifestParser::mediaType);
    }

    private static MediaType mediaType(String text) {
        try {
            return new MediaType(text);
        } catch (IllegalArgumentException e) {
            throw JsonException.malformed("not a media type in a manifest");
        }
    }

    /** CNAB config manifests spell an absent list as {@code null}. */
    private static boolean present(Fields document, String name) {
        return document.object()
                .get(name)
                .filter(value -> !(value instanceof Json.Null))
                .isPresent();
    }

    private static RejectedException ambiguous(Digest digest, String what) {
        return new RejectedException(Reason.of(ReasonCode.AMBIGUOUS, "manifest " + digest + " " + what));
    }
}
