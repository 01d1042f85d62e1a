package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The in-toto evidence that is attached to one artifact (ITO, oci-graph section 3.6): what can be fetched, and hints about
 * it. Nothing here is trusted. Documents are fetched when they are asked for, so that strangers who attach more cost
 * listings only.
 */
public final class Evidence {
    /** Evidence manifests of one artifact (intoto.md 11.2); attachments of all kinds together are no more. */
    public static final int MAX_MANIFESTS = 64;

    /** Layers of one evidence manifest (oci-graph section 9). */
    public static final int MAX_LAYERS = 256;

    /** Longest layout, link, statement or key, in bytes. */
    public static final int MAX_DOCUMENT = InTotoLimits.MAX_DOCUMENT_BYTES;

    /** Bytes of all documents that are fetched: as many as one verification reads. */
    public static final long MAX_TOTAL = InTotoLimits.MAX_TOTAL_BYTES;

    private final Source source;
    private final List<EvidenceLayer> layers;
    private final Map<Digest, Bytes> fetched = new HashMap<>();
    private long total;

    private Evidence(Source source, List<EvidenceLayer> layers) {
        this.source = source;
        this.layers = List.copyOf(layers);
    }

    /**
     * The evidence among {@code attachments}.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED} when there is more than is looked at
     */
    public static Evidence of(Source source, Attachments attachments) {
        List<ImageManifest> manifests = attachments.manifests(Kind.EVIDENCE);
        if (manifests.size() > MAX_MANIFESTS) {
            throw limit(attachments.subject() + " has " + manifests.size() + " evidence manifests, at most "
                    + MAX_MANIFESTS + " are read");
        }
        List<EvidenceLayer> layers = new ArrayList<>();
        for (ImageManifest manifest : manifests) {
            if (manifest.layers().size() > MAX_LAYERS) {
                throw limit("evidence " + manifest.digest() + " has "
                        + manifest.layers().size() + " layers, at most " + MAX_LAYERS + " are read");
            }
            manifest.layers().forEach(layer -> layers.add(new EvidenceLayer(manifest.digest(), layer)));
        }
        return new Evidence(source, layers);
    }

    /** All layers, those of one manifest together. */
    public List<EvidenceLayer> layers() {
        return layers;
    }

    /** The layers that are said to be of some use, one for each content. */
    public List<EvidenceLayer> of(EvidenceUse use) {
        Set<Digest> seen = new HashSet<>();
        return layers.stream()
                .filter(layer -> layer.use() == use)
                .filter(layer -> seen.add(layer.blob().digest()))
                .toList();
    }

    /** The layers that are said to stand at {@code address}, one for each content, in the order of their digests. */
    public List<EvidenceLayer> at(EvidenceAddress address) {
        Set<Digest> seen = new HashSet<>();
        return layers.stream()
                .filter(layer -> layer.address().equals(Optional.of(address)))
                .filter(layer -> seen.add(layer.blob().digest()))
                .sorted(Comparator.comparing(layer -> layer.blob().digest()))
                .toList();
    }

    /**
     * The document of a layer, by its digest.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED} or {@code HASH_MISMATCH}
     * @throws dev.bulla.outcome.NotFoundException when the place does not have it
     */
    public Bytes content(EvidenceLayer layer) {
        Bytes known = fetched.get(layer.blob().digest());
        if (known != null) {
            return known;
        }
        total += layer.blob().size();
        if (total > MAX_TOTAL) {
            throw limit("evidence has more than " + MAX_TOTAL + " bytes");
        }
        Bytes content = source.blobBytes(layer.blob(), MAX_DOCUMENT);
        fetched.put(layer.blob().digest(), content);
        return content;
    }

    /** What a manifest says that it holds, in words: {@code 1 layout, 3 links}. */
    public static String summary(ImageManifest manifest) {
        List<String> parts = new ArrayList<>();
        for (EvidenceUse use : EvidenceUse.values()) {
            long count = manifest.layers().stream()
                    .filter(layer -> new EvidenceLayer(manifest.digest(), layer).use() == use)
                    .count();
            if (count > 0) {
                parts.add(count + " " + use.word() + (count == 1 ? "" : "s"));
            }
        }
        return String.join(", ", parts);
    }

    /**
     * The manifests that attach {@code documents} to {@code subject}, as many as the limit of layers makes necessary. The
     * same documents in any order make the same manifests.
     *
     * @param origin the name of the artifact where this is done, if it has one; a hint
     * @throws RejectedException {@code LIMIT_EXCEEDED} when readers would refuse a document
     */
    public static List<ArtifactBuilder> builders(
            Descriptor subject, Optional<String> origin, List<EvidenceDocument> documents) {
        List<EvidenceDocument> sorted =
                new ArrayList<>(documents.stream().distinct().toList());
        sorted.sort(Comparator.comparing(EvidenceDocument::use)
                .thenComparing(document -> document.fileName().orElse(""))
                .thenComparing(document -> Digest.of(document.content()))
                .thenComparing(document -> EvidenceLayer.hints(document).toString()));
        List<ArtifactBuilder> builders = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += MAX_LAYERS) {
            ArtifactBuilder builder = new ArtifactBuilder(Kind.EVIDENCE.artifactType()).subject(subject);
            origin.ifPresent(name -> builder.annotation(Annotations.ORIGIN, name));
            sorted.subList(from, Math.min(sorted.size(), from + MAX_LAYERS))
                    .forEach(document -> add(builder, document));
            builders.add(builder);
        }
        return builders;
    }

    private static void add(ArtifactBuilder builder, EvidenceDocument document) {
        if (document.content().length() > MAX_DOCUMENT) {
            throw limit("a document of evidence has " + document.content().length() + " bytes, at most " + MAX_DOCUMENT
                    + " are read");
        }
        builder.layer(document.mediaType(), document.content(), EvidenceLayer.hints(document));
    }

    private static RejectedException limit(String message) {
        return new RejectedException(Reason.of(ReasonCode.LIMIT_EXCEEDED, message));
    }
}
