package dev.bulla;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Belongings;
import dev.bulla.attach.GarbageSurvey;
import dev.bulla.attach.Kind;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * What garbage collectors would take of an artifact.
     *
     * @param artifact its digest
     * @param manifests how many manifests it has, itself included, with all that is attached
     * @param untagged what a collector takes that deletes manifests without a tag of their own
     * @param unlisted what is taken where a tagged index keeps what it lists
     */
    public record Garbage(Digest artifact, int manifests, List<Taken> untagged, List<Taken> unlisted) {
        /** Copies the lists. */
        public Garbage {
            untagged = List.copyOf(untagged);
            unlisted = List.copyOf(unlisted);
        }
    }

    /**
     * A manifest that would be taken.
     *
     * @param digest its digest
     * @param what {@code artifact}, {@code member} of an index, or the kind of an attachment
     * @param of what it is attached to, or the index; for the artifact itself its own digest
     */
    public record Taken(Digest digest, String what, Digest of) {}

    /**
     * What garbage collectors would take of {@code asked}; nothing is deleted.
     *
     * @throws NotFoundException when there is no such artifact
     */
    public Garbage garbage(Reference asked) {
        try (Source source = places.reading(asked.place())) {
            Manifest artifact =
                    source.manifest(asked).orElseThrow(() -> new NotFoundException(asked + " does not exist"));
            GarbageSurvey survey = GarbageSurvey.of(source, artifact, asked.tag());
            return new Garbage(
                    artifact.digest(),
                    survey.all().parts().size() + 1,
                    taken(survey.all(), survey.untagged()),
                    taken(survey.all(), survey.unlisted()));
        }
    }

    private static List<Taken> taken(Belongings all, List<Digest> lost) {
        List<Taken> taken = new ArrayList<>();
        if (lost.contains(all.artifact().digest())) {
            taken.add(new Taken(
                    all.artifact().digest(), "artifact", all.artifact().digest()));
        }
        for (Belongings.Part part : all.parts()) {
            if (lost.contains(part.manifest().digest())) {
                taken.add(new Taken(
                        part.manifest().digest(),
                        part.attachedAs().map(Kind::word).orElse("member"),
                        part.to()));
            }
        }
        return taken;
    }
}
