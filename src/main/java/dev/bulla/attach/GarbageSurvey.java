package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What garbage collectors would take of an artifact and all that belongs to it (oci-graph section 6). Only tags that follow
 * from the artifact are looked at; others, which nobody has to know, could only keep more.
 *
 * @param all the artifact and what belongs to it
 * @param untagged what a collector takes that deletes every manifest without a tag of its own, as that of distribution 2
 *     does with {@code --delete-untagged}; the artifact itself may be among it
 * @param unlisted what is taken where a tagged index keeps what it lists, at every depth, as in distribution 3
 */
public record GarbageSurvey(Belongings all, List<Digest> untagged, List<Digest> unlisted) {
    /** Requests at a time. */
    private static final int WIDTH = 6;

    /** Copies the lists. */
    public GarbageSurvey {
        untagged = List.copyOf(untagged);
        unlisted = List.copyOf(unlisted);
    }

    /**
     * Surveys {@code artifact}.
     *
     * @param tag the tag it was asked by
     * @throws RejectedException {@code LIMIT_EXCEEDED} when there is more than readers look at
     */
    public static GarbageSurvey of(Source source, Manifest artifact, Optional<Tag> tag) {
        Belongings all = Belongings.of(source, artifact, tag);
        Map<Tag, Digest> tags = tagged(source, all, tag);
        Set<Digest> kept = new HashSet<>(tags.values());
        return new GarbageSurvey(all, without(all, kept), without(all, marked(source, all, tag, kept)));
    }

    private static Map<Tag, Digest> tagged(Source source, Belongings all, Optional<Tag> tag) {
        Digest artifact = all.artifact().digest();
        Set<Tag> names = new LinkedHashSet<>(lists(artifact, tag));
        tag.ifPresent(names::add);
        names.add(Tag.pinOf(artifact));
        all.parts().forEach(part -> {
            names.add(Tag.pinOf(artifact, part.manifest().digest()));
            // a part may be an artifact of its own that was published as such
            names.add(Tag.pinOf(part.manifest().digest()));
        });
        List<Tag> asked = List.copyOf(names);
        List<Optional<Digest>> answers = new Parallel(WIDTH).map(asked, name -> digest(source, name));
        Map<Tag, Digest> tagged = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Tag name = asked.get(i);
            answers.get(i).ifPresent(digest -> tagged.put(name, digest));
        }
        return tagged;
    }

    private static Optional<Digest> digest(Source source, Tag name) {
        return source.digest(name).or(() -> source.manifest(name).map(Manifest::digest));
    }

    /** The tags of indexes that list what is attached. */
    private static List<Tag> lists(Digest artifact, Optional<Tag> tag) {
        List<Tag> lists = new ArrayList<>(Carrier.tags(tag, artifact));
        lists.add(Tag.fallbackOf(artifact));
        return lists;
    }

    /** From tags through indexes; parts come after what lists them. */
    private static Set<Digest> marked(Source source, Belongings all, Optional<Tag> tag, Set<Digest> tagged) {
        Set<Digest> marked = new HashSet<>(tagged);
        for (Tag list : lists(all.artifact().digest(), tag)) {
            listed(source, list).forEach(entry -> marked.add(entry.digest()));
        }
        for (Belongings.Part part : all.parts()) {
            if (part.attachedAs().isEmpty() && marked.contains(part.to())) {
                marked.add(part.manifest().digest());
            }
        }
        return marked;
    }

    private static List<Descriptor> listed(Source source, Tag list) {
        try {
            return source.manifest(list).map(Manifest::successors).orElse(List.of());
        } catch (RejectedException e) {
            return List.of(); // a list that cannot be read keeps nothing that can be counted on
        }
    }

    private static List<Digest> without(Belongings all, Set<Digest> kept) {
        List<Digest> lost = new ArrayList<>();
        lost.add(all.artifact().digest());
        all.parts().forEach(part -> lost.add(part.manifest().digest()));
        lost.removeAll(kept);
        return lost;
    }
}
