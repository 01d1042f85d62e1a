package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document that points at other content: an image manifest or an index, OCI or Docker. It keeps the bytes it was read
 * from; its digest is over these bytes, and nothing is ever written from the parsed form.
 */
public sealed interface Manifest permits ImageManifest, ImageIndex {
    /** Exactly what was received or built. */
    Bytes raw();

    /** Type, sha256 (or the digest it was asked by) and size of {@link #raw}. */
    Descriptor descriptor();

    /** The manifest this one is attached to. */
    Optional<Descriptor> subject();

    /** Artifact type: the member {@code artifactType}, else for image manifests the media type of the config. */
    Optional<MediaType> artifactType();

    /** Annotations of the document itself, in the order read; unsigned hints. */
    Map<String, String> annotations();

    /** Everything the document points at below itself, in document order; the subject is not below it. */
    List<Descriptor> successors();

    /** Address of the document. */
    default Digest digest() {
        return descriptor().digest();
    }

    /** Type of the document. */
    default MediaType mediaType() {
        return descriptor().mediaType();
    }

    /**
     * Parses a manifest or index.
     *
     * @param raw the bytes received, at most {@link GraphLimits#MAX_MANIFEST_BYTES}
     * @param declared the type that a {@code Content-Type} or descriptor gave, if any; must agree with the document
     * @throws RejectedException {@code MALFORMED}, {@code AMBIGUOUS} (one document readable as both, CVE-2021-41190) or
     *     {@code LIMIT_EXCEEDED}
     */
    static Manifest parse(Bytes raw, Optional<MediaType> declared) {
        return parse(raw, declared, Digest.of(raw));
    }

    /** As {@link #parse(Bytes, Optional)} for content that was asked for, and checked, by {@code digest}. */
    static Manifest parse(Bytes raw, Optional<MediaType> declared, Digest digest) {
        try {
            Json.Obj document = JsonReader.with(JsonLimits.manifest()).readObject(raw);
            return ManifestParser.parse(raw, Fields.of(document, ""), declared, digest);
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            throw new RejectedException(Reason.of(code, "manifest " + digest + ": " + e.getMessage()));
        }
    }
}
