package dev.bulla.oci;

import java.util.Optional;

/**
 * What the user named: a place and a tag, a digest, or both (then the tag must lead to the digest).
 *
 * @param place the repository
 * @param tag the tag, if one was written
 * @param digest the digest, if one was written
 */
public record Reference(Place place, Optional<Tag> tag, Optional<Digest> digest) {
    /**
     * Parses {@code host/repo[:tag][@digest]}, {@code oci:DIR[:TAG]}, {@code oci:FILE.tar[:TAG]} or
     * {@code oci:DIR@digest}. Docker Hub's short names are expanded, hosts lower-cased, a default tag {@code latest} is
     * filled in for registries when neither tag nor digest is given.
     *
     * @throws dev.bulla.outcome.UsageException when the text is no reference; the message says what was expected
     */
    public static Reference parse(String text) {
        return ReferenceParser.parse(text);
    }

    /** The same place with another tag and no digest. */
    public Reference withTag(Tag other) {
        return new Reference(place, Optional.of(other), Optional.empty());
    }

    /** The same place with a digest and no tag: what to deploy. */
    public Reference withDigest(Digest other) {
        return new Reference(place, Optional.empty(), Optional.of(other));
    }

    /** {@code place:tag}, {@code place@digest} or {@code place:tag@digest}. */
    @Override
    public String toString() {
        return place
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
