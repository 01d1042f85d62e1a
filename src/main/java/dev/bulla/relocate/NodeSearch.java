package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for what is attached to one node, in two rounds of requests that do not wait for one another: the lists first, then
 * what they name. A list is a hint, so every entry is fetched and asked for its subject.
 */
final class NodeSearch {
    /** cosign 2 keeps signatures, attestations and SBOMs under tags derived from the digest. */
    private static final List<String> COSIGN_SUFFIXES = List.of(".sig", ".att", ".sbom");

    private final Source source;
    private final Manifest node;
    private final Predicate<Manifest> leftOut;
    private final Map<Digest, Descriptor> candidates = new LinkedHashMap<>();
    private final Map<Tag, Manifest> digestTags = new LinkedHashMap<>();
    private final List<Manifest> attachments = new ArrayList<>();
    /** What the listing and the carrier by digest name: both are kept whenever something is attached or deleted. */
    private final Set<Digest> current = new HashSet<>();

    private boolean hasCurrentCarrier;
    private final List<String> missing = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    NodeSearch(Source source, Manifest node, Predicate<Manifest> leftOut) {
        this.source = source;
        this.node = node;
        this.leftOut = leftOut;
    }

    /** One request. */
    interface Question {
        /** Asks, and returns what notes the answer: that is run by one thread, in the order of the questions. */
        Runnable ask();
    }

    /** The first round. */
    List<Question> questions(List<Tag> carriers) {
        List<Question> questions = new ArrayList<>();
        questions.add(() -> {
            ReferrerList listed = source.referrers(node.digest());
            return () -> listed.entries().forEach(entry -> {
                current.add(entry.digest());
                candidate(entry);
            });
        });
        carriers.forEach(tag -> questions.add(carrier(tag)));
        if (node.subject().isEmpty()) {
            questions.add(carrier(Tag.carrierOf(node.digest())));
            COSIGN_SUFFIXES.forEach(suffix -> questions.add(cosign(new Tag(Tag.fallbackOf(node.digest()) + suffix))));
        }
        return questions;
    }

    /** The second round, once the answers to the first are noted. */
    List<Question> fetches() {
        List<Question> fetches = new ArrayList<>();
        candidates.values().forEach(entry -> fetches.add(() -> fetch(entry)));
        return fetches;
    }

    private void candidate(Descriptor entry) {
        candidates.putIfAbsent(entry.digest(), entry);
        if (candidates.size() > GraphLimits.MAX_REFERRERS) {
            throw GraphWalk.limit(
                    "more than " + GraphLimits.MAX_REFERRERS + " attachments are listed for " + node.digest());
        }
    }

    private Question carrier(Tag tag) {
        return () -> {
            Optional<Manifest> carrier =
                    source.manifest(tag).filter(manifest -> manifest.mediaType().isIndex());
            return () -> carrier.ifPresent(index -> {
                if (tag.equals(Tag.carrierOf(node.digest()))) {
                    hasCurrentCarrier = true;
                    index.successors().forEach(entry -> current.add(entry.digest()));
                }
                index.successors().forEach(this::candidate);
            });
        };
    }

    private Question cosign(Tag tag) {
        return () -> {
            Optional<Manifest> tagged = source.manifest(tag);
            return () -> tagged.ifPresent(manifest -> digestTags.put(tag, manifest));
        };
    }

    private Runnable fetch(Descriptor entry) {
        Optional<Manifest> attachment;
        try {
            attachment = source.manifest(entry.digest());
        } catch (RejectedException e) {
            return () -> missing.add(entry.digest() + " (attached to " + node.digest() + "): " + e.getMessage());
        }
        if (attachment.isEmpty() && hasCurrentCarrier && !current.contains(entry.digest())) {
            return () -> notes.add(
                    entry.digest() + " was deleted; only an older carrier of " + node.digest() + " still lists it");
        }
        if (attachment.isEmpty()) {
            return () -> missing.add(entry.digest() + " is listed as attached to " + node.digest() + " but absent");
        }
        boolean ours = attachment
                .get()
                .subject()
                .filter(subject -> subject.digest().equals(node.digest()))
                .isPresent();
        if (ours && leftOut.test(attachment.get())) {
            return () -> {};
        }
        return ours
                ? () -> attachments.add(attachment.get())
                : () -> notes.add(
                        "listed as attached to " + node.digest() + ", but speaks of something else: " + entry.digest());
    }

    Digest subject() {
        return node.digest();
    }

    List<Manifest> attachments() {
        return attachments;
    }

    Map<Tag, Manifest> digestTags() {
        return digestTags;
    }

    List<String> missing() {
        return missing;
    }

    List<String> notes() {
        return notes;
    }
}
