package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A signature manifest with its bodies (SIG, oci-graph section 3.3).
 *
 * @param digest address of the manifest
 * @param subject what it is attached to: the artifact, or for a countersignature another signature manifest
 * @param bodies one a layer
 */
public record SignatureManifest(Digest digest, Descriptor subject, List<DescriptorSignature> bodies) {
    /** Layers of one signature manifest; writers use one. */
    private static final int MAX_BODIES = 16;

    /** Copies the list. */
    public SignatureManifest {
        bodies = List.copyOf(bodies);
    }

    /**
     * The manifest that attaches {@code body} to {@code subject}.
     *
     * @param origin the name of the artifact where it is signed, if it has one; a hint
     * @param role the role the signer claims, if any; a hint
     */
    public static ArtifactBuilder builder(
            Descriptor subject, DescriptorSignature body, Optional<String> origin, Optional<String> role) {
        String keyIds =
                body.signatures().stream().map(entry -> entry.keyId().value()).collect(Collectors.joining(","));
        ArtifactBuilder builder = new ArtifactBuilder(Kind.SIGNATURE.artifactType())
                .subject(subject)
                .layer(DescriptorSignature.MEDIA_TYPE, body.toBytes(), Map.of())
                .annotation(Annotations.KEY_IDS, keyIds);
        origin.ifPresent(name -> builder.annotation(Annotations.ORIGIN, name));
        role.ifPresent(name -> builder.annotation(Annotations.ROLE, name));
        return builder;
    }

    /** Reads the bodies of a signature manifest; a refusal says what is wrong with it. */
    public static Step<SignatureManifest> read(ImageManifest manifest, Source source) {
        if (manifest.subject().isEmpty()) {
            return refused(ReasonCode.MALFORMED, manifest, "has no subject");
        }
        if (manifest.layers().isEmpty()) {
            return refused(ReasonCode.MALFORMED, manifest, "has no layer");
        }
        if (manifest.layers().size() > MAX_BODIES) {
            return refused(
                    ReasonCode.LIMIT_EXCEEDED,
                    manifest,
                    "has " + manifest.layers().size() + " layers, at most " + MAX_BODIES + " are read");
        }
        List<DescriptorSignature> bodies = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            if (!layer.mediaType().equals(DescriptorSignature.MEDIA_TYPE)) {
                return refused(ReasonCode.MALFORMED, manifest, "has a layer of type " + layer.mediaType());
            }
            Step<DescriptorSignature> body = body(layer, source);
            if (body instanceof Step.Refused<DescriptorSignature> refusal) {
                return Step.refused(refusal.reason());
            }
            bodies.add(body.orThrow());
        }
        return Step.done(
                new SignatureManifest(manifest.digest(), manifest.subject().get(), bodies));
    }

    private static Step<DescriptorSignature> body(Descriptor layer, Source source) {
        Bytes content;
        try {
            content = source.blobBytes(layer, DescriptorSignature.MAX_BYTES);
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        } catch (NotFoundException e) {
            return Step.refused(ReasonCode.INCOMPLETE, "signature body " + layer.digest() + " is absent");
        }
        return DescriptorSignature.read(content);
    }

    /** The signatures over exactly {@code target}, from all bodies. */
    public List<KeyedSignature> over(Descriptor target) {
        return bodies.stream()
                .filter(body -> body.signed().pointsAtSameAs(target))
                .flatMap(body -> body.signatures().stream())
                .toList();
    }

    private static <T> Step<T> refused(ReasonCode code, ImageManifest manifest, String what) {
        return Step.refused(Reason.of(code, "signature " + manifest.digest() + " " + what));
    }
}
