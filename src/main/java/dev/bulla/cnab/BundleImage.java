package dev.bulla.cnab;

import dev.bulla.bytes.Quoted;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.Map;
import java.util.Optional;

/**
 * An image as {@code bundle.json} writes it, complete or not; {@link #pinned} demands that it is complete. Empty strings
 * and a size of 0 mean absent, as the tools that write them mean it.
 *
 * @param role invocation or component
 * @param name key of a component, position from 0 of an invocation image
 * @param image the original reference, verbatim; a name, never a location to trust
 * @param imageType {@code docker}, {@code oci} or another word
 * @param mediaType type of the manifest that the digest names
 * @param contentDigest digest of the manifest
 * @param size length of the manifest in bytes
 */
public record BundleImage(
        Role role,
        String name,
        String image,
        Optional<String> imageType,
        Optional<String> mediaType,
        Optional<String> contentDigest,
        Optional<Long> size) {
    /** What CNAB allows an image to be (cnab-to-oci accepts the same four); the spelling is exact. */
    private static final Map<String, MediaType> MEDIA_TYPES = Map.of(
            MediaType.OCI_MANIFEST.value(), MediaType.OCI_MANIFEST,
            MediaType.OCI_INDEX.value(), MediaType.OCI_INDEX,
            MediaType.DOCKER_MANIFEST.value(), MediaType.DOCKER_MANIFEST,
            MediaType.DOCKER_LIST.value(), MediaType.DOCKER_LIST);

    /** {@code component 'web'} or {@code invocation image 0}, for messages. */
    public String label() {
        return role == Role.COMPONENT ? "component " + Quoted.of(name) : "invocation image " + name;
    }

    /**
     * The image bound to a digest, which every transmitted bundle must have (CNAB 101, R15). Refused with
     * {@code UNDIGESTED_IMAGE} without {@code contentDigest}, {@code UNKNOWN_HASH} for an algorithm other than sha256 and
     * sha512, {@code MALFORMED} for everything else that is absent or wrong; fact {@code component} names the image.
     */
    public Step<PinnedImage> pinned() {
        if (image.isEmpty()) {
            return refused(ReasonCode.MALFORMED, "has no image reference");
        }
        if (contentDigest.isEmpty()) {
            return refused(ReasonCode.UNDIGESTED_IMAGE, "has no contentDigest");
        }
        return type().then(type -> digest(contentDigest.get()).then(digest -> pin(type, digest)));
    }

    private Step<PinnedImage> pin(MediaType type, Digest digest) {
        return size.isEmpty()
                ? refused(ReasonCode.MALFORMED, "has no size")
                : Step.done(new PinnedImage(this, Descriptor.of(type, digest, size.get())));
    }

    private Step<Digest> digest(String text) {
        Optional<Digest> digest = Digest.parse(text);
        if (digest.isPresent()) {
            return Step.done(digest.get());
        }
        int colon = text.indexOf(':');
        String algorithm = colon < 0 ? "" : text.substring(0, colon);
        if (algorithm.isEmpty() || algorithm.equals("sha256") || algorithm.equals("sha512")) {
            return refused(
                    ReasonCode.MALFORMED,
                    "has contentDigest " + Quoted.of(text) + ", which is not sha256:<64 hex> or sha512:<128 hex>");
        }
        return refused(ReasonCode.UNKNOWN_HASH, "has a contentDigest by " + Quoted.of(algorithm));
    }

    /** Section 4.4: an absent media type follows from an explicit image type, so signed bytes always decide it. */
    private Step<MediaType> type() {
        String kind = imageType.orElse("");
        if (!kind.isEmpty() && !kind.equals("docker") && !kind.equals("oci")) {
            return refused(ReasonCode.MALFORMED, "has image type " + Quoted.of(kind) + ", not docker or oci");
        }
        if (mediaType.isEmpty()) {
            return switch (kind) {
                case "docker" -> Step.done(MediaType.DOCKER_MANIFEST);
                case "oci" -> Step.done(MediaType.OCI_MANIFEST);
                default -> refused(ReasonCode.MALFORMED, "has neither mediaType nor imageType");
            };
        }
        MediaType known = MEDIA_TYPES.get(mediaType.get());
        return known == null
                ? refused(
                        ReasonCode.MALFORMED, "has media type " + Quoted.of(mediaType.get()) + ", not one of an image")
                : Step.done(known);
    }

    private <T> Step<T> refused(ReasonCode code, String what) {
        return Step.refused(Reason.of(code, "bundle.json: " + label() + " " + what)
                .with("component", role == Role.COMPONENT ? Quoted.plain(name) : label()));
    }
}
