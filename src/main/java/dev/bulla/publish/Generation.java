package dev.bulla.publish;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.oci.Tag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One state of a namespace, ready to be written: the head manifest with the blobs that are new in it.
 *
 * @param number the version of its timestamp, which no two states that follow one another share
 * @param head the head manifest; its contents are stored before it
 * @param beside further manifests that are stored under tags of their own before the head names what they hold: roots and
 *     delegated roles, in the order in which they are written
 * @param bins the same for bins, where more of them changed than the head lists: nobody but a writer of the head writes
 *     their tags
 */
public record Generation(
        long number, ArtifactBuilder head, Map<Tag, ArtifactBuilder> beside, Map<Tag, ArtifactBuilder> bins) {
    /** Copies the maps, keeping their order. */
    public Generation {
        beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
        bins = Collections.unmodifiableMap(new LinkedHashMap<>(bins));
    }

    /** A generation without bins of its own. */
    public Generation(long number, ArtifactBuilder head, Map<Tag, ArtifactBuilder> beside) {
        this(number, head, beside, Map.of());
    }
}
