package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flat index that lists the attachments of one artifact (oci-graph section 3.8): a root for garbage collectors and a
 * unit of relocation for tools that know nothing of referrers. It never lists the artifact itself and carries no
 * {@code artifactType}, since common tools fail on either.
 */
public final class Carrier {
    /** What a carrier's tag ends in. */
    public static final String SUFFIX = ".signed";

    private Carrier() {}

    /**
     * The carrier of {@code subject} with these attachments, which may come in any order. An attachment that is itself an
     * index is left out: common tools refuse to copy an index that lists one (oci-graph section 8).
     */
    public static ImageIndex of(Digest subject, Collection<? extends Manifest> attachments) {
        List<Manifest> sorted = new ArrayList<>();
        attachments.stream().filter(ImageManifest.class::isInstance).forEach(sorted::add);
        sorted.sort(Comparator.<Manifest, Kind>comparing(manifest -> Kind.of(manifest.artifactType()))
                .thenComparing(Manifest::digest));
        List<Json> entries = new ArrayList<>();
        for (Manifest attachment : sorted) {
            Kind kind = Kind.of(attachment.artifactType());
            entries.add(attachment
                    .descriptor()
                    .plain()
                    .withAnnotations(Map.of(Annotations.KIND, kind.word()))
                    .toJson());
        }
        Bytes raw = OlpcWriter.write(Json.Obj.empty()
                .with("annotations", Descriptor.annotationsJson(Map.of(Annotations.SUBJECT, subject.toString())))
                .with("manifests", new Json.Arr(entries))
                .with("mediaType", Json.text(MediaType.OCI_INDEX.value()))
                .with("schemaVersion", Json.whole(2)));
        return (ImageIndex) Manifest.parse(raw, Optional.of(MediaType.OCI_INDEX));
    }

    /** The tags under which the carrier of {@code subject} stands: {@code <tag>.signed} if it fits, and by digest. */
    public static List<Tag> tags(Optional<Tag> tag, Digest subject) {
        List<Tag> tags = new ArrayList<>();
        tag.flatMap(Carrier::tagFor).ifPresent(tags::add);
        tags.add(Tag.carrierOf(subject));
        return tags;
    }

    /** {@code <tag>.signed}, or empty when that is longer than a tag may be. */
    public static Optional<Tag> tagFor(Tag tag) {
        Tag carrier;
        try {
            carrier = new Tag(tag.value() + SUFFIX);
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
        return Optional.of(carrier).filter(Tag::isRegistryTag);
    }

    /** True when {@code manifest} looks like a carrier: an index without {@code artifactType} that names a subject. */
    public static boolean isOne(Manifest manifest) {
        return manifest instanceof ImageIndex && manifest.annotations().containsKey(Annotations.SUBJECT);
    }
}
