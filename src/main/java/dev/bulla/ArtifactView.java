package dev.bulla;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Reference;
import dev.bulla.oci.ReferrerList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An artifact as its place shows it, with everything attached. Nothing in it has been verified; it is for looking at.
 *
 * @param asked what was asked for
 * @param root the artifact and what its tree consists of
 * @param attached what is attached to it, in the order of kinds
 * @param listedBy how the place lists attachments
 * @param notes candidates that were dropped, and why
 */
public record ArtifactView(
        Reference asked, Member root, List<Attached> attached, ReferrerList.Path listedBy, List<String> notes) {
    /** Copies the lists. */
    public ArtifactView {
        attached = List.copyOf(attached);
        notes = List.copyOf(notes);
    }

    /**
     * A node of the artifact's tree.
     *
     * @param role what it is to its parent, such as {@code config}, {@code invocation}, {@code images/web}, {@code layer}
     * @param what a few words about it
     * @param descriptor type, digest and size
     * @param unsigned its annotations
     * @param members what it points at; empty for blobs
     */
    public record Member(
            String role, String what, Descriptor descriptor, Map<String, String> unsigned, List<Member> members) {
        /** Copies the collections. */
        public Member {
            unsigned = Collections.unmodifiableMap(new LinkedHashMap<>(unsigned));
            members = List.copyOf(members);
        }
    }

    /**
     * An attachment.
     *
     * @param kind the word of its kind, such as {@code signature} or {@code tag record}
     * @param what a few words about it
     * @param descriptor type, digest and size of its manifest
     * @param signed values that its signatures cover, by name
     * @param unsigned hints that nothing covers, by name
     * @param attached what is attached to it in turn (countersignatures)
     */
    public record Attached(
            String kind,
            String what,
            Descriptor descriptor,
            Map<String, String> signed,
            Map<String, String> unsigned,
            List<Attached> attached) {
        /** Copies the collections. */
        public Attached {
            signed = Collections.unmodifiableMap(new LinkedHashMap<>(signed));
            unsigned = Collections.unmodifiableMap(new LinkedHashMap<>(unsigned));
            attached = List.copyOf(attached);
        }
    }
}
