package dev.bulla.attach;

import dev.bulla.crypto.KeyId;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.RejectedException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is attached to one artifact (oci-graph section 7). Candidates come from the referrers listing and from carriers;
 * both are hints. Each candidate is fetched by digest and dropped unless its own {@code subject} is the artifact.
 *
 * @param subject the artifact
 * @param found in the order of kinds, then by digest
 * @param dropped what was listed and is not attached to the artifact or cannot be read, and why, a line each
 * @param path how the listing was obtained
 * @param listedBy for each candidate the lists that named it: {@code referrers} or the tag of a carrier
 */
public record Attachments(
        Digest subject,
        List<Attachment> found,
        List<String> dropped,
        ReferrerList.Path path,
        Map<Digest, List<String>> listedBy) {
    /** The word for the referrers listing in {@link #listedBy}. */
    public static final String REFERRERS = "referrers";

    /** Copies the collections. */
    public Attachments {
        found = List.copyOf(found);
        dropped = List.copyOf(dropped);
        listedBy = Collections.unmodifiableMap(new LinkedHashMap<>(listedBy));
    }

    /**
     * Finds the attachments of {@code subject}.
     *
     * @param tag the tag it was asked by, whose carrier is looked at as well
     * @throws RejectedException {@code LIMIT_EXCEEDED} when more is listed than is examined
     */
    public static Attachments of(Source source, Digest subject, Optional<Tag> tag) {
        return of(source, subject, tag, Set.of());
    }

    /** As {@link #of(Source, Digest, Optional)}, fetching first what is said to be signed by one of {@code wanted}. */
    public static Attachments of(Source source, Digest subject, Optional<Tag> tag, Set<KeyId> wanted) {
        return new AttachmentSearch(source, subject, wanted).run(tag);
    }

    /** The attachments of one kind. */
    public List<Attachment> of(Kind kind) {
        return found.stream().filter(attachment -> attachment.kind() == kind).toList();
    }

    /** The image manifests among the attachments of one kind. */
    List<ImageManifest> manifests(Kind kind) {
        return of(kind).stream()
                .map(Attachment::manifest)
                .filter(ImageManifest.class::isInstance)
                .map(ImageManifest.class::cast)
                .toList();
    }
}
