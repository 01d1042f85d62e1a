package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds all that belongs to an artifact: its tree, what is attached to any node of it, what is attached to those, and the
 * tags that other tools derive from digests. Works level by level, so that the requests of a level run side by side.
 */
final class GraphWalk {
    /** cosign 2 keeps signatures, attestations and SBOMs under tags derived from the digest. */
    private static final List<String> COSIGN_SUFFIXES = List.of(".sig", ".att", ".sbom");

    private final Source source;
    private final Parallel parallel;
    private final Map<Digest, Manifest> known = new LinkedHashMap<>();
    private final Map<Digest, List<Manifest>> attachments = new LinkedHashMap<>();
    private final Map<Tag, Manifest> digestTags = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    GraphWalk(Source source, Parallel parallel) {
        this.source = source;
        this.parallel = parallel;
    }

    /**
     * Walks from {@code root}.
     *
     * @param carriers tags that may hold a carrier of the root, beside those derived from digests
     */
    Graph from(Manifest root, List<Tag> carriers) {
        List<Manifest> level = List.of(root);
        known.put(root.digest(), root);
        Map<Digest, List<Tag>> carrierTags = Map.of(root.digest(), carriers);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > GraphLimits.MAX_DEPTH) {
                throw limit("graph of " + root.digest() + " is deeper than " + GraphLimits.MAX_DEPTH);
            }
            List<Manifest> next = new ArrayList<>(children(level));
            next.addAll(attached(level, carrierTags));
            level = next;
        }
        Order order = new Order();
        order.add(root);
        return new Graph(
                root, order.manifests, new ArrayList<>(order.blobs.values()), attachments, digestTags, missing, notes);
    }

    private List<Manifest> children(List<Manifest> level) {
        Set<Descriptor> wanted = new LinkedHashSet<>();
        for (Manifest parent : level) {
            for (Descriptor child : parent.successors()) {
                if (child.mediaType().isManifest() && !known.containsKey(child.digest())) {
                    wanted.add(child.plain());
                }
            }
        }
        checkCount(wanted.size());
        List<Manifest> found = parallel.map(wanted, this::child);
        found.forEach(manifest -> known.put(manifest.digest(), manifest));
        return found;
    }

    private Manifest child(Descriptor wanted) {
        Manifest child = source.manifest(wanted.digest())
                .orElseThrow(() -> new RejectedException(Reason.of(
                                ReasonCode.INCOMPLETE,
                                "manifest " + wanted.digest() + " is named by its index but absent from "
                                        + source.place())
                        .with("missing", wanted.digest().toString())));
        if (!child.descriptor().pointsAtSameAs(wanted)) {
            throw new RejectedException(Reason.of(
                    ReasonCode.AMBIGUOUS,
                    "manifest " + wanted.digest() + " is " + child.mediaType() + " of "
                            + child.raw().length() + " bytes, its index says " + wanted.mediaType() + " of "
                            + wanted.size()));
        }
        return child;
    }

    private List<Manifest> attached(List<Manifest> level, Map<Digest, List<Tag>> carrierTags) {
        List<Manifest> fresh = new ArrayList<>();
        List<Found> answers = parallel.map(
                level,
                node -> new AttachmentSearch(source, node).find(carrierTags.getOrDefault(node.digest(), List.of())));
        for (Found found : answers) {
            missing.addAll(found.missing());
            notes.addAll(found.notes());
            found.digestTags().forEach(digestTags::putIfAbsent);
            for (Manifest tagged : found.digestTags().values()) {
                if (known.putIfAbsent(tagged.digest(), tagged) == null) {
                    fresh.add(tagged);
                }
            }
            if (!found.attachments().isEmpty()) {
                attachments.put(found.subject(), found.attachments());
            }
            for (Manifest attachment : found.attachments()) {
                if (known.putIfAbsent(attachment.digest(), attachment) == null) {
                    fresh.add(attachment);
                }
            }
        }
        checkCount(0);
        return fresh;
    }

    private void checkCount(int more) {
        if (known.size() + more > GraphLimits.MAX_DESCRIPTORS) {
            throw limit("graph has more than " + GraphLimits.MAX_DESCRIPTORS + " manifests");
        }
    }

    private static RejectedException limit(String message) {
        return new RejectedException(Reason.of(ReasonCode.LIMIT_EXCEEDED, message));
    }

    /** What was found attached to one node. */
    record Found(
            Digest subject,
            List<Manifest> attachments,
            Map<Tag, Manifest> digestTags,
            List<String> missing,
            List<String> notes) {}

    /** Children before parents, subjects before attachments; each once. */
    private final class Order {
        private final List<Manifest> manifests = new ArrayList<>();
        private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        private final Set<Digest> placed = new LinkedHashSet<>();

        void add(Manifest root) {
            List<Manifest> subjects = new ArrayList<>();
            addTree(root, subjects);
            for (int i = 0; i < subjects.size(); i++) {
                for (Manifest attachment :
                        attachments.getOrDefault(subjects.get(i).digest(), List.of())) {
                    addTree(attachment, subjects);
                }
            }
            for (Manifest tagged : digestTags.values()) {
                addTree(tagged, subjects);
            }
        }

        private void addTree(Manifest manifest, List<Manifest> subjects) {
            if (!placed.add(manifest.digest())) {
                return;
            }
            for (Descriptor below : manifest.successors()) {
                Manifest child = below.mediaType().isManifest() ? known.get(below.digest()) : null;
                if (child != null) {
                    addTree(child, subjects);
                } else {
                    blobs.putIfAbsent(below.digest(), below);
                }
            }
            manifests.add(manifest);
            subjects.add(manifest);
            if (blobs.size() > GraphLimits.MAX_DESCRIPTORS) {
                throw limit("graph has more than " + GraphLimits.MAX_DESCRIPTORS + " blobs");
            }
        }
    }

    /** Looks for what is attached to one node; a list is a hint, so every entry is fetched and asked for its subject. */
    private static final class AttachmentSearch {
        private final Source source;
        private final Manifest node;
        private final Map<Digest, Descriptor> candidates = new LinkedHashMap<>();
        private final Map<Tag, Manifest> digestTags = new LinkedHashMap<>();
        private final List<Manifest> attachments = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        AttachmentSearch(Source source, Manifest node) {
            this.source = source;
            this.node = node;
        }

        Found find(List<Tag> carriers) {
            ReferrerList listed = source.referrers(node.digest());
            listed.entries().forEach(this::candidate);
            carriers.forEach(this::carrier);
            if (node.subject().isEmpty()) {
                carrier(Tag.carrierOf(node.digest()));
                COSIGN_SUFFIXES.forEach(suffix -> cosign(new Tag(Tag.fallbackOf(node.digest()) + suffix)));
            }
            candidates.values().forEach(this::fetch);
            return new Found(node.digest(), attachments, digestTags, missing, notes);
        }

        private void candidate(Descriptor entry) {
            candidates.putIfAbsent(entry.digest(), entry);
            if (candidates.size() > GraphLimits.MAX_REFERRERS) {
                throw limit("more than " + GraphLimits.MAX_REFERRERS + " attachments are listed for " + node.digest());
            }
        }

        private void carrier(Tag tag) {
            source.manifest(tag)
                    .filter(manifest -> manifest.mediaType().isIndex())
                    .ifPresent(carrier -> carrier.successors().forEach(this::candidate));
        }

        private void cosign(Tag tag) {
            source.manifest(tag).ifPresent(manifest -> digestTags.put(tag, manifest));
        }

        private void fetch(Descriptor entry) {
            Optional<Manifest> attachment;
            try {
                attachment = source.manifest(entry.digest());
            } catch (RejectedException e) {
                missing.add(entry.digest() + " (attached to " + node.digest() + "): " + e.getMessage());
                return;
            }
            if (attachment.isEmpty()) {
                missing.add(entry.digest() + " is listed as attached to " + node.digest() + " but absent");
            } else if (attachment
                    .get()
                    .subject()
                    .map(Descriptor::digest)
                    .filter(node.digest()::equals)
                    .isEmpty()) {
                notes.add(
                        "listed as attached to " + node.digest() + ", but speaks of something else: " + entry.digest());
            } else {
                attachments.add(attachment.get());
            }
        }
    }
}
