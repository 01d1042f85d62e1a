package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every manifest that belongs to one artifact: what its index lists, at every depth, what is attached to any of these, and
 * what is attached to that. What is named and not there is left out.
 *
 * @param artifact the artifact
 * @param parts the others, each once, what is nearer to the artifact first
 */
public record Belongings(Manifest artifact, List<Part> parts) {
    /** Requests of one level at a time. */
    private static final int WIDTH = 6;

    /** Copies the list. */
    public Belongings {
        parts = List.copyOf(parts);
    }

    /**
     * One manifest.
     *
     * @param manifest type, digest and size
     * @param attachedAs what kind of attachment it is; empty for what an index lists
     * @param to what it is attached to, or the index
     */
    public record Part(Descriptor manifest, Optional<Kind> attachedAs, Digest to) {}

    /**
     * Finds them.
     *
     * @param tag the tag of the artifact, whose carrier is looked at as well
     * @throws RejectedException {@code LIMIT_EXCEEDED} when there is more than readers look at
     */
    public static Belongings of(Source source, Manifest artifact, Optional<Tag> tag) {
        return new Walk(source).from(artifact, tag);
    }

    /** Level by level, so that the requests of a level run side by side. */
    private static final class Walk {
        private final Source source;
        private final Parallel parallel = new Parallel(WIDTH);
        private final Map<Digest, Part> parts = new LinkedHashMap<>();

        Walk(Source source) {
            this.source = source;
        }

        Belongings from(Manifest artifact, Optional<Tag> tag) {
            parts.put(artifact.digest(), new Part(artifact.descriptor().plain(), Optional.empty(), artifact.digest()));
            List<Manifest> indexes = new ArrayList<>(List.of(artifact));
            List<Part> level = listed(indexes);
            level.addAll(attached(Attachments.of(source, artifact.digest(), tag).found().stream()
                    .map(Attachment::manifest)
                    .toList()));
            for (int depth = 1; !level.isEmpty(); depth++) {
                demandWithin(depth > GraphLimits.MAX_DEPTH ? Integer.MAX_VALUE : parts.size(), artifact.digest());
                List<Manifest> below = fetched(level.stream()
                        .map(Part::manifest)
                        .filter(one -> one.mediaType().isIndex())
                        .toList());
                List<Manifest> attachments = attachments(level, artifact.digest());
                level = listed(below);
                level.addAll(attached(attachments));
            }
            parts.remove(artifact.digest());
            return new Belongings(artifact, List.copyOf(parts.values()));
        }

        private List<Part> listed(List<Manifest> indexes) {
            List<Part> fresh = new ArrayList<>();
            for (Manifest index : indexes) {
                for (Descriptor child : index.successors()) {
                    if (child.mediaType().isManifest()) {
                        add(new Part(child.plain(), Optional.empty(), index.digest()), fresh);
                    }
                }
            }
            return fresh;
        }

        private List<Part> attached(Collection<Manifest> attachments) {
            List<Part> fresh = new ArrayList<>();
            for (Manifest one : attachments) {
                Digest subject = one.subject().map(Descriptor::digest).orElseThrow();
                Optional<Kind> kind = Optional.of(Kind.of(one.artifactType()));
                add(new Part(one.descriptor().plain(), kind, subject), fresh);
            }
            return fresh;
        }

        private void add(Part part, List<Part> fresh) {
            if (parts.putIfAbsent(part.manifest().digest(), part) == null) {
                fresh.add(part);
            }
        }

        /** Carriers are kept for artifacts alone: what is attached below is found in listings. */
        private List<Manifest> attachments(List<Part> nodes, Digest artifact) {
            List<Descriptor> candidates = new ArrayList<>();
            List<List<Descriptor>> lists = parallel.map(
                    nodes, node -> source.referrers(node.manifest().digest()).entries());
            Map<Digest, Digest> subjects = new LinkedHashMap<>();
            for (int i = 0; i < nodes.size(); i++) {
                for (Descriptor entry : lists.get(i)) {
                    if (!parts.containsKey(entry.digest())) {
                        subjects.putIfAbsent(
                                entry.digest(), nodes.get(i).manifest().digest());
                        candidates.add(entry);
                    }
                }
            }
            demandWithin(parts.size() + candidates.size(), artifact); // before any of them is asked for
            List<Manifest> found = new ArrayList<>(fetched(candidates));
            found.removeIf(one ->
                    !one.subject().map(Descriptor::digest).equals(Optional.ofNullable(subjects.get(one.digest()))));
            return found;
        }

        private static void demandWithin(int manifests, Digest artifact) {
            if (manifests > GraphLimits.MAX_DESCRIPTORS) {
                throw new RejectedException(
                        ReasonCode.LIMIT_EXCEEDED,
                        artifact + " has more than " + GraphLimits.MAX_DESCRIPTORS
                                + " manifests, or they are deeper than " + GraphLimits.MAX_DEPTH);
            }
        }

        /** Those that are there and can be read. */
        private List<Manifest> fetched(List<Descriptor> wanted) {
            List<Manifest> there = new ArrayList<>();
            parallel.map(wanted, this::fetch).forEach(one -> one.ifPresent(there::add));
            return there;
        }

        private Optional<Manifest> fetch(Descriptor wanted) {
            try {
                return source.manifest(wanted.digest());
            } catch (RejectedException e) {
                return Optional.empty();
            }
        }
    }
}
