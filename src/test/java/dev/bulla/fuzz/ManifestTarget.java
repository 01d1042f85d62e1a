package dev.bulla.fuzz;

import dev.bulla.attach.Carrier;
import dev.bulla.attach.DescriptorSignature;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.TagRecord;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A manifest keeps the bytes it was read from; one document is never readable as image manifest and as index (T17, CVE-2021-41190);
 * what Bulla attaches is read as a value or refused.
 */
final class ManifestTarget implements FuzzTarget {
    private static final Set<ReasonCode> REFUSALS =
            EnumSet.of(ReasonCode.MALFORMED, ReasonCode.AMBIGUOUS, ReasonCode.LIMIT_EXCEEDED);

    private static final List<MediaType> TYPES = List.of(
            new MediaType("application/vnd.oci.image.manifest.v1+json"),
            new MediaType("application/vnd.oci.image.index.v1+json"),
            new MediaType("application/vnd.docker.distribution.manifest.v2+json"),
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json"));

    @Override
    public void look(byte[] input) {
        Bytes document = Bytes.copyOf(input);
        boolean image = readable(document, MediaType::isImageManifest);
        boolean index = readable(document, MediaType::isIndex);
        Held.that(!image || !index, "readable as an image manifest and as an index");
        parse(document, Optional.empty()).ifPresent(manifest -> {
            Held.that(manifest.raw().equals(document), "other bytes are kept");
            Held.that(manifest.digest().equals(Digest.of(document)), "another digest");
            manifest.successors().forEach(ManifestTarget::bounded);
            attached(manifest);
        });
        allowed(DescriptorSignature.read(document));
    }

    private static boolean readable(Bytes document, Predicate<MediaType> types) {
        return TYPES.stream()
                .filter(types)
                .anyMatch(type -> parse(document, Optional.of(type)).isPresent());
    }

    private static Optional<Manifest> parse(Bytes document, Optional<MediaType> declared) {
        try {
            return Optional.of(Manifest.parse(document, declared));
        } catch (RejectedException e) {
            Held.that(REFUSALS.contains(e.reason().code()), "refused with " + e.reason());
            return Optional.empty();
        }
    }

    private static void bounded(Descriptor descriptor) {
        Held.that(descriptor.size() >= 0, "a negative size");
        descriptor
                .data()
                .ifPresent(data -> Held.that(descriptor.digest().matches(data), "data that contradicts its digest"));
    }

    private static void attached(Manifest manifest) {
        allowed(RoleFiles.read(manifest));
        Carrier.isOne(manifest);
        switch (manifest) {
            case ImageManifest image -> allowed(TagRecord.read(image));
            case ImageIndex index -> {
                if (BundleIndex.isLikely(index)) {
                    BundleIndex.of(index);
                }
            }
        }
    }

    private static void allowed(Step<?> step) {
        if (step instanceof Step.Refused<?> refused) {
            Held.that(!refused.reason().message().isEmpty(), "refused without a word");
        }
    }

    @Override
    public List<Bytes> seeds() {
        return Samples.ending(
                "head.sample.json",
                "capsule.sample.json",
                "carrier.sample.json",
                "signature.sample.json",
                "signature-body.sample.json",
                "tag-record.sample.json",
                "evidence.sample.json",
                "staged-role.sample.json");
    }
}
