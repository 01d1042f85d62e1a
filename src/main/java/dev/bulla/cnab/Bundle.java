package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle definition: the bytes of {@code bundle.json}, which are what is signed and stored, and the values in them that
 * Bulla needs (CNAB 101). Nothing is ever written from the values back.
 *
 * @param raw the bytes received
 * @param document the same as JSON
 * @param schemaVersion verbatim, for example {@code v1.0.0}
 * @param name verbatim
 * @param version verbatim
 * @param description empty when absent
 * @param maintainers absent when the member is absent or {@code null}
 * @param keywords absent when the member is absent or {@code null}
 * @param images invocation images in their order, then component images in byte order of their names
 */
public record Bundle(
        Bytes raw,
        Json.Obj document,
        String schemaVersion,
        String name,
        String version,
        String description,
        Optional<List<Maintainer>> maintainers,
        Optional<List<String>> keywords,
        List<BundleImage> images) {
    /** 16 MiB, the most that a bundle may have (oci-graph section 9). */
    public static final int MAX_BYTES = 16 << 20;

    /** Name of the file in a thick bundle and on disk. */
    public static final String FILE_NAME = "bundle.json";

    /** Media type of the config blob that holds a bundle, as every writer uses it (section 4.3). */
    public static final MediaType MEDIA_TYPE = new MediaType("application/vnd.cnab.config.v1+json");

    /** Floats are legal here (cnab-spec issues 413 and 414); depth and text as everywhere. */
    static final JsonLimits LIMITS =
            new JsonLimits(MAX_BYTES, JsonLimits.MAX_DEPTH, JsonLimits.MAX_TEXT, JsonLimits.Numbers.ALL);

    /** Copies the lists. */
    public Bundle {
        maintainers = maintainers.map(List::copyOf);
        keywords = keywords.map(List::copyOf);
        images = List.copyOf(images);
    }

    /**
     * Reads {@code bundle.json} strictly. Images may be incomplete, see {@link #pinnedImages}. Refused with
     * {@code MALFORMED}, or {@code LIMIT_EXCEEDED} beyond {@link #MAX_BYTES} and the JSON limits.
     */
    public static Step<Bundle> parse(Bytes raw) {
        try {
            return Step.done(BundleParser.parse(raw));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(code, "bundle.json: " + e.getMessage());
        }
    }

    /** The sha256 of the bytes. */
    public Digest digest() {
        return Digest.of(raw);
    }

    /** The images of one role in their order. */
    public List<BundleImage> images(Role role) {
        return images.stream().filter(image -> image.role() == role).toList();
    }

    /**
     * Every image bound to its digest, in the order of {@link #images}: what signing, pushing and verifying demand
     * (section 3). Refused as {@link BundleImage#pinned} refuses, with {@code MALFORMED} when there is no invocation image,
     * and with {@code AMBIGUOUS} when one reference is given two digests, since a relocation map could hold only one.
     */
    public Step<List<PinnedImage>> pinnedImages() {
        List<Reason> problems = new ArrayList<>();
        List<PinnedImage> pinned = new ArrayList<>();
        if (images(Role.INVOCATION).isEmpty()) {
            problems.add(Reason.of(ReasonCode.MALFORMED, "bundle.json: there is no invocation image"));
        }
        for (BundleImage image : images) {
            image.pinned().<Boolean>fold(pinned::add, problems::add);
        }
        ambiguity(pinned).ifPresent(problems::add);
        return problems.isEmpty() ? Step.done(List.copyOf(pinned)) : Step.refused(problems.get(0));
    }

    private static Optional<Reason> ambiguity(List<PinnedImage> pinned) {
        Map<String, PinnedImage> first = new HashMap<>();
        for (PinnedImage image : pinned) {
            PinnedImage earlier = first.putIfAbsent(image.reference(), image);
            if (earlier != null
                    && !earlier.descriptor().digest().equals(image.descriptor().digest())) {
                return Optional.of(Reason.of(
                                ReasonCode.AMBIGUOUS,
                                "bundle.json: " + earlier.label() + " and " + image.label() + " have the same image "
                                        + Quoted.of(image.reference()) + " and different digests")
                        .with("component", Quoted.plain(image.image().name())));
            }
        }
        return Optional.empty();
    }

    /** True when the bytes are the RFC 8785 form of themselves, as CNAB 201 demands of a config blob. */
    public boolean isCanonical() {
        return BundleNotes.canonicalForm(document).filter(raw::equals).isPresent();
    }

    /**
     * What a signer should be told, each with the digest that other tools would give the bundle: bytes that are not
     * canonical, members that CNAB does not know, and images whose media type is implied (section 6.3).
     */
    public List<Check> notes() {
        return BundleNotes.of(this);
    }
}
