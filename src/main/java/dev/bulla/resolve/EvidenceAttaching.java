package dev.bulla.resolve;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attaches evidence to an artifact where it is stored: detached, listed in the carrier, read back. Nothing is verified: what
 * counts is decided by whoever verifies, and incomplete evidence is completed by attaching more.
 */
public final class EvidenceAttaching {
    private EvidenceAttaching() {}

    /**
     * What evidence is attached to.
     *
     * @param asked as the user named it
     * @param artifact type, digest and size
     * @param kind what a role calls it: {@code cnab-bundle} or {@code oci-manifest}
     * @param signed what roles sign of it: {@code bundle.json} of a bundle, else the manifest
     * @param paths how documents are called
     */
    public record Target(Reference asked, Descriptor artifact, String kind, Bytes signed, EvidencePaths paths) {
        /** Sha256 of what is signed: what links are filed under. */
        public Digest content() {
            return Digest.of(signed);
        }

        /** The document under the name that it has for this artifact; its own file name says which of several it is. */
        public EvidenceDocument named(EvidenceDocument document) {
            String file = document.fileName().orElse("");
            return switch (document.use()) {
                case LAYOUT -> document.named(paths.layout(file.isEmpty() ? "root.layout" : file));
                case KEY -> document.named(paths.key(file.isEmpty() ? "owner.pub" : file));
                case STEP ->
                    document.address()
                            .map(address -> document.named(paths.link(content().hex(), address)))
                            .orElse(document);
                case STATEMENT ->
                    document.named(paths.links(content().hex()) + (file.isEmpty() ? "statement.json" : file));
            };
        }
    }

    /**
     * What was attached.
     *
     * @param artifact type, digest and size
     * @param manifests the evidence manifests
     * @param carrier the carrier as it stands
     */
    public record Attached(Descriptor artifact, List<Digest> manifests, Digest carrier) {
        /** Copies the list. */
        public Attached {
            manifests = List.copyOf(manifests);
        }
    }

    /**
     * The artifact that {@code asked} names.
     *
     * @param name its name where that is not {@code asked}; a layout directory has none of its own
     * @throws NotFoundException when there is none
     */
    public static Target target(Source source, Reference asked, Optional<String> name) {
        Manifest artifact = source.manifest(asked).orElseThrow(() -> new NotFoundException(asked + " does not exist"));
        boolean bundle = artifact instanceof ImageIndex index && BundleIndex.isLikely(index);
        Bytes signed = artifact instanceof ImageIndex index && bundle
                ? StoredBundle.fetch(source, index).orThrow().bundle()
                : artifact.raw();
        EvidencePaths paths =
                name.or(() -> ownName(asked)).map(EvidencePaths::of).orElseGet(EvidencePaths::nameless);
        String kind = bundle ? TargetMatch.BUNDLE : TargetMatch.MANIFEST;
        return new Target(asked, artifact.descriptor().plain(), kind, signed, paths);
    }

    private static Optional<String> ownName(Reference asked) {
        return asked.place() instanceof Place.RegistryPlace
                ? Optional.of(asked.place() + asked.tag().map(tag -> ":" + tag).orElse(""))
                : Optional.empty();
    }

    /**
     * Attaches {@code documents} and writes the carrier.
     *
     * @throws ConflictException when the tag moved meanwhile, or the listing does not show what was attached
     */
    public static Attached attach(Store store, Target target, List<EvidenceDocument> documents) {
        Reference asked = target.asked();
        AttachmentWriter writer = new AttachmentWriter(store);
        List<EvidenceDocument> named = documents.stream().map(target::named).toList();
        Optional<String> origin = target.paths().base().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        target.paths().base().substring(0, target.paths().base().length() - 1)
                                + asked.tag().map(tag -> ":" + tag).orElse(""));
        List<Digest> manifests = new ArrayList<>();
        for (ArtifactBuilder builder : Evidence.builders(target.artifact(), origin, named)) {
            manifests.add(writer.attach(builder).digest());
        }
        Digest carrier =
                writer.writeCarrier(target.artifact().digest(), asked.tag()).digest();
        if (asked.tag().isPresent()) {
            Optional<Digest> now = store.manifest(asked.tag().get()).map(Manifest::digest);
            if (!now.equals(Optional.of(target.artifact().digest()))) {
                throw new ConflictException(
                        asked + " moved while evidence was attached: it was "
                                + target.artifact().digest(),
                        "the evidence is attached to the digest that was shown; attach again if the new one is meant");
            }
        }
        return new Attached(target.artifact(), manifests, carrier);
    }
}
