package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds all that belongs to an artifact: its tree, what is attached to any node of it, what is attached to those, and the
 * tags that other tools derive from digests. Works level by level, so that the requests of a level run side by side.
 */
final class GraphWalk {
    private final Source source;
    private final Parallel parallel;
    private final Predicate<Manifest> leftOut;
    private final Map<Digest, Manifest> known = new LinkedHashMap<>();
    private final Map<Digest, List<Manifest>> attachments = new LinkedHashMap<>();
    private final Map<Tag, Manifest> digestTags = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Prepares a walk.
     *
     * @param leftOut attachments of the root that need not travel, with all that is attached to them; may be asked by several
     *     threads at once
     */
    GraphWalk(Source source, Parallel parallel, Predicate<Manifest> leftOut) {
        this.source = source;
        this.parallel = parallel;
        this.leftOut = leftOut;
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
        List<NodeSearch> searches = new ArrayList<>();
        List<NodeSearch.Question> first = new ArrayList<>();
        for (Manifest node : level) {
            boolean isRoot = carrierTags.containsKey(node.digest());
            NodeSearch search = new NodeSearch(source, node, isRoot ? leftOut : attachment -> false);
            searches.add(search);
            first.addAll(search.questions(carrierTags.getOrDefault(node.digest(), List.of())));
        }
        ask(first);
        List<NodeSearch.Question> second = new ArrayList<>();
        searches.forEach(search -> second.addAll(search.fetches()));
        ask(second);
        List<Manifest> fresh = new ArrayList<>();
        for (NodeSearch search : searches) {
            missing.addAll(search.missing());
            notes.addAll(search.notes());
            search.digestTags().forEach(digestTags::putIfAbsent);
            if (!search.attachments().isEmpty()) {
                attachments.put(search.subject(), search.attachments());
            }
            addNew(search.digestTags().values(), fresh);
            addNew(search.attachments(), fresh);
        }
        checkCount(0);
        return fresh;
    }

    /** Everything side by side, of however many nodes; what was heard is noted afterwards, in order. */
    private void ask(List<NodeSearch.Question> questions) {
        parallel.map(questions, NodeSearch.Question::ask).forEach(Runnable::run);
    }

    private void addNew(Collection<Manifest> found, List<Manifest> fresh) {
        for (Manifest manifest : found) {
            if (known.putIfAbsent(manifest.digest(), manifest) == null) {
                fresh.add(manifest);
            }
        }
    }

    private void checkCount(int more) {
        if (known.size() + more > GraphLimits.MAX_DESCRIPTORS) {
            throw limit("graph has more than " + GraphLimits.MAX_DESCRIPTORS + " manifests");
        }
    }

    static RejectedException limit(String message) {
        return new RejectedException(Reason.of(ReasonCode.LIMIT_EXCEEDED, message));
    }

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
}
