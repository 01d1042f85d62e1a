package dev.bulla;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.UsageException;
import dev.bulla.relocate.GraphCopy;
import dev.bulla.resolve.FreshCapsule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A capsule file (oci-graph section 3.5): the tar of an image layout with what is attached to one artifact and to the images
 * that it lists directly, and with its manifest, but with nothing else of it. Small enough to be carried again and again, for
 * an artifact that is behind the gap already, or in a thick bundle beside it. What is not of a known kind does not go in.
 */
final class CapsuleFile {
    private final Places places;
    private final Path file;

    /** The file at {@code file}, which is there already when it is read. */
    CapsuleFile(Places places, Path file) {
        this.places = places;
        this.file = file;
    }

    private Place.LayoutPlace place() {
        return new Place.LayoutPlace(file, true);
    }

    /**
     * Writes it with the roles as they are now, after verifying {@code from}.
     *
     * @param thick where the bundle itself is written as a thick bundle, if at all
     * @throws dev.bulla.outcome.RejectedException when the artifact is not trusted; nothing is written
     * @throws UsageException when a thick bundle is wanted of what is no bundle
     */
    Relocator.Carried write(Relocator.Judge judge, Reference from, Optional<Path> thick) {
        try (Source source = places.reading(from.place())) {
            DepartureCheck departure = DepartureCheck.of(places, source, from, Optional.of(judge));
            Manifest artifact = departure.artifact();
            if (thick.isPresent() && !(artifact instanceof ImageIndex index && BundleIndex.isLikely(index))) {
                throw new UsageException(from + " is no bundle, and a thick bundle is asked for", "name FILE.tar");
            }
            List<FreshCapsule> capsules = departure.capsules();
            int attachments;
            try (Store target = places.writing(place())) {
                target.pushManifest(artifact);
                for (Digest node : nodes(artifact)) {
                    Optional<Tag> tag = node.equals(artifact.digest()) ? from.tag() : Optional.empty();
                    move(source, target, known(source, node, tag, capsules));
                }
                capsules.forEach(capsule ->
                        capsule.attachTo(target, artifact.descriptor().plain(), all(target, artifact.digest())));
                attachments = all(target, artifact.digest()).found().size();
            }
            departure
                    .trusted()
                    .ifPresent(trusted -> thick.ifPresent(archive -> new Downloader(places, Progress.NONE)
                            .download(trusted, new Downloader.Wish(Downloader.Form.THICK, archive))));
            return new Relocator.Carried(artifact.digest(), attachments);
        }
    }

    /**
     * Attaches what it holds to {@code artifact}, if the artifact is trusted under {@code name} with it.
     *
     * @param tag the tag whose carrier is kept true, if the artifact has one already
     * @throws NotFoundException when the artifact is not at {@code to}, or the file holds nothing for it
     * @throws dev.bulla.outcome.RejectedException when the artifact is not trusted with it; nothing is attached
     */
    Relocator.Carried bring(Place to, Digest artifact, Optional<Tag> tag, Trust trust, String name, Instant at) {
        try (Source capsule = places.reading(place());
                Store target = places.writing(to)) {
            Manifest there = target.manifest(artifact)
                    .orElseThrow(() -> new NotFoundException(
                            to + " does not have " + artifact, "bring the artifact there first: bulla import"));
            if (all(capsule, artifact).found().isEmpty()) {
                throw new NotFoundException(file + " holds nothing that is attached to " + artifact);
            }
            Reference bare = new Reference(to, Optional.empty(), Optional.of(artifact));
            new Verifier(places, false, Progress.NONE)
                    .verify(new NamedSource(target, there, Optional.of(capsule)), bare, trust, Optional.of(name), at)
                    .orThrow();
            for (Digest node : nodes(there)) {
                move(capsule, target, known(capsule, node, Optional.empty(), List.of()));
            }
            new AttachmentWriter(target).writeCarrier(artifact, tag);
            return new Relocator.Carried(artifact, all(target, artifact).found().size());
        }
    }

    /** The artifact, and what it lists. */
    private static List<Digest> nodes(Manifest artifact) {
        List<Digest> nodes = new ArrayList<>(List.of(artifact.digest()));
        artifact.successors().stream()
                .filter(child -> child.mediaType().isManifest())
                .map(Descriptor::digest)
                .filter(child -> !nodes.contains(child))
                .forEach(nodes::add);
        return nodes;
    }

    private static Attachments all(Source place, Digest subject) {
        return Attachments.of(place, subject, Optional.empty());
    }

    private static List<Manifest> known(Source source, Digest node, Optional<Tag> tag, List<FreshCapsule> capsules) {
        return Attachments.of(source, node, tag).found().stream()
                .filter(one -> one.kind() != Kind.OTHER)
                .map(Attachment::manifest)
                .filter(manifest -> capsules.stream().noneMatch(fresh -> fresh.supersedes(source, manifest)))
                .toList();
    }

    /** With what is attached to them: countersignatures. */
    private static void move(Source from, Store to, List<Manifest> attachments) {
        for (Manifest attachment : attachments) {
            new GraphCopy(from, to, 1, Progress.NONE).copy(attachment, List.of(), Optional.empty(), () -> {});
            to.attach(attachment);
        }
    }
}
