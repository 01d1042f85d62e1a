package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * "This name means this digest until T", for use without TUF (TAG, oci-graph section 3.7). The four values are annotations
 * of the manifest; signatures are over the manifest's digest, so here annotations are signed.
 *
 * @param subject the artifact the name means
 * @param ref canonical reference with tag, such as {@code example.com/acme/shop:1.4.0}
 * @param version 1 to 2^31-1; among valid records for a name the highest counts
 * @param created when it was made, whole seconds
 * @param expires until when it holds (exclusive), whole seconds
 */
public record TagRecord(Descriptor subject, String ref, long version, Instant created, Instant expires) {
    /** As for TUF versions, so that no client can be locked out by a number. */
    public static final long MAX_VERSION = Integer.MAX_VALUE;

    /** Room for the longest reference: 255 characters of name, a tag of 128. */
    public static final int MAX_REF = 512;

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,9}");

    /** Cuts times to seconds; refuses versions out of range, an expiry not after the creation, and unprintable names. */
    public TagRecord {
        created = created.truncatedTo(ChronoUnit.SECONDS);
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
        if (version < 1 || version > MAX_VERSION) {
            throw new IllegalArgumentException("version " + version + " is not between 1 and " + MAX_VERSION);
        }
        if (!expires.isAfter(created)) {
            throw new IllegalArgumentException("expires at " + expires + ", not after its creation at " + created);
        }
        if (ref.isEmpty() || ref.length() > MAX_REF || !ref.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("name is not 1 to " + MAX_REF + " printable characters");
        }
    }

    /** The manifest of the record. */
    public ArtifactBuilder builder() {
        return new ArtifactBuilder(Kind.TAG_RECORD.artifactType())
                .subject(subject)
                .layer(ArtifactBuilder.emptyDescriptor().mediaType(), ArtifactBuilder.EMPTY, Map.of())
                .annotation(Annotations.REF, ref)
                .annotation(Annotations.VERSION, Long.toString(version))
                .annotation(Annotations.CREATED, created.toString())
                .annotation(Annotations.EXPIRES, expires.toString());
    }

    /** Reads a tag record; all four values are required and must have their exact form. */
    public static Step<TagRecord> read(ImageManifest manifest) {
        Map<String, String> values = manifest.annotations();
        Optional<Descriptor> subject = manifest.subject();
        if (subject.isEmpty()) {
            return refused(manifest, "has no subject");
        }
        if (!ArtifactBuilder.emptyDescriptor().equals(soleLayer(manifest).plain())) {
            return refused(manifest, "has content; a tag record says everything in its annotations");
        }
        String ref = values.getOrDefault(Annotations.REF, "");
        String version = values.getOrDefault(Annotations.VERSION, "");
        Optional<Instant> created = time(values.getOrDefault(Annotations.CREATED, ""));
        Optional<Instant> expires = time(values.getOrDefault(Annotations.EXPIRES, ""));
        if (created.isEmpty() || expires.isEmpty()) {
            return refused(manifest, "lacks a creation or an expiry time in UTC with whole seconds");
        }
        if (!VERSION.matcher(version).matches() || Long.parseLong(version) > MAX_VERSION) {
            return refused(manifest, "has no version between 1 and " + MAX_VERSION);
        }
        try {
            return Step.done(new TagRecord(subject.get(), ref, Long.parseLong(version), created.get(), expires.get()));
        } catch (IllegalArgumentException e) {
            return refused(manifest, String.valueOf(e.getMessage()));
        }
    }

    private static Descriptor soleLayer(ImageManifest manifest) {
        return manifest.layers().size() == 1 ? manifest.layers().getFirst() : manifest.descriptor();
    }

    /** True when the record no longer holds at {@code at}. */
    public boolean isExpired(Instant at) {
        return !at.isBefore(expires);
    }

    private static Optional<Instant> time(String text) {
        try {
            return TIME.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static <T> Step<T> refused(Manifest manifest, String what) {
        return Step.refused(Reason.of(ReasonCode.MALFORMED, "tag record " + manifest.digest() + " " + what));
    }
}
