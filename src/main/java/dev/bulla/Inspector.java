package dev.bulla;

import dev.bulla.attach.Attachments;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;

/** Shows artifacts and what is attached to them; it looks and does not judge. */
public final class Inspector {
    private final Places places;

    /** An inspector over {@code places}. */
    public Inspector(Places places) {
        this.places = places;
    }

    /**
     * The artifact with its tree and everything attached, countersignatures included.
     *
     * @throws NotFoundException when there is no such artifact
     */
    public ArtifactView view(Reference asked) {
        try (Source source = places.reading(asked.place())) {
            Manifest artifact =
                    source.manifest(asked).orElseThrow(() -> new NotFoundException(asked + " does not exist"));
            Attachments attachments = Attachments.of(source, artifact.digest(), asked.tag());
            ArtifactView.Member root = artifact instanceof ImageIndex index && BundleIndex.isLikely(index)
                    ? MemberViews.bundle(source, index)
                    : MemberViews.of(artifact);
            return new ArtifactView(
                    asked, root, new AttachedViews(source).of(attachments), attachments.path(), attachments.dropped());
        }
    }
}
