package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What is attached to one artifact (oci-graph section 7). Candidates come from the referrers listing and from carriers;
 * both are hints. Each candidate is fetched by digest and dropped unless its own {@code subject} is the artifact.
 *
 * @param subject the artifact
 * @param found in the order of kinds, then by digest
 * @param dropped candidates that are not attached to the artifact or cannot be read, and why, a line each
 * @param path how the listing was obtained
 */
public record Attachments(Digest subject, List<Attachment> found, List<String> dropped, ReferrerList.Path path) {
    /** Candidates that are fetched; four times what may be of a known type, so that strangers leave room for ours. */
    public static final int MAX_FETCHED = 4 * GraphLimits.MAX_ATTACHMENTS;

    /** Requests side by side. */
    private static final int WIDTH = 8;

    /** Copies the lists. */
    public Attachments {
        found = List.copyOf(found);
        dropped = List.copyOf(dropped);
    }

    /**
     * Finds the attachments of {@code subject}.
     *
     * @param tag the tag it was asked by, whose carrier is looked at as well
     * @throws RejectedException {@code LIMIT_EXCEEDED} when more is listed than is examined
     */
    public static Attachments of(Source source, Digest subject, Optional<Tag> tag) {
        Parallel parallel = new Parallel(WIDTH);
        List<Callable<Candidates>> questions = new ArrayList<>();
        questions.add(() -> listed(source, subject));
        for (Tag carrier : Carrier.tags(tag, subject)) {
            questions.add(() -> carried(source, carrier));
        }
        Map<Digest, Descriptor> candidates = new LinkedHashMap<>();
        ReferrerList.Path path = ReferrerList.Path.LAYOUT;
        for (Candidates answer : parallel.map(questions, Attachments::call)) {
            answer.entries().forEach(entry -> candidates.putIfAbsent(entry.digest(), entry));
            path = answer.path().orElse(path);
        }
        candidates.remove(subject);
        List<Outcome> outcomes =
                parallel.map(inOrderOfPromise(candidates, subject), entry -> examine(source, subject, entry));
        return collect(subject, outcomes, path);
    }

    /** The attachments of one kind. */
    public List<Attachment> of(Kind kind) {
        return found.stream().filter(attachment -> attachment.kind() == kind).toList();
    }

    /** The image manifests among the attachments of one kind. */
    List<ImageManifest> manifests(Kind kind) {
        return of(kind).stream()
                .map(Attachment::manifest)
                .filter(ImageManifest.class::isInstance)
                .map(ImageManifest.class::cast)
                .toList();
    }

    private record Candidates(List<Descriptor> entries, Optional<ReferrerList.Path> path) {}

    private record Outcome(Optional<Attachment> attachment, String problem) {}

    private static Candidates listed(Source source, Digest subject) {
        ReferrerList list = source.referrers(subject);
        return new Candidates(list.entries(), Optional.of(list.path()));
    }

    private static Candidates carried(Source source, Tag carrier) {
        return new Candidates(
                source.manifest(carrier)
                        .filter(manifest -> manifest.mediaType().isIndex())
                        .map(Manifest::successors)
                        .orElse(List.of()),
                Optional.empty());
    }

    private static <T> T call(Callable<T> question) {
        try {
            return question.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Entries that say they are of a kind we know come first; the word is a hint that orders work and decides nothing. */
    private static List<Descriptor> inOrderOfPromise(Map<Digest, Descriptor> candidates, Digest subject) {
        List<Descriptor> ordered = new ArrayList<>(candidates.values());
        ordered.sort(Comparator.<Descriptor, Kind>comparing(entry -> Kind.of(entry.artifactType()))
                .thenComparing(Descriptor::digest));
        if (ordered.size() > MAX_FETCHED) {
            throw limit(ordered.size() + " attachments are listed for " + subject + ", at most " + MAX_FETCHED
                    + " are fetched");
        }
        return ordered;
    }

    private static Outcome examine(Source source, Digest subject, Descriptor entry) {
        Optional<Manifest> manifest;
        try {
            manifest = source.manifest(entry.digest());
        } catch (RejectedException e) {
            return new Outcome(Optional.empty(), entry.digest() + ": " + e.getMessage());
        }
        if (manifest.isEmpty()) {
            return new Outcome(Optional.empty(), entry.digest() + " is listed but absent");
        }
        Optional<Digest> own = manifest.get().subject().map(Descriptor::digest);
        if (!own.equals(Optional.of(subject))) {
            return new Outcome(Optional.empty(), entry.digest() + " is listed but speaks of something else");
        }
        return new Outcome(Optional.of(Attachment.of(manifest.get())), "");
    }

    private static Attachments collect(Digest subject, List<Outcome> outcomes, ReferrerList.Path path) {
        List<Attachment> found = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            outcome.attachment().ifPresentOrElse(found::add, () -> dropped.add(outcome.problem()));
        }
        long known = found.stream().filter(one -> one.kind() != Kind.OTHER).count();
        if (known > GraphLimits.MAX_ATTACHMENTS) {
            throw limit(known + " attachments of known types are listed for " + subject + ", at most "
                    + GraphLimits.MAX_ATTACHMENTS + " are examined");
        }
        found.sort(Comparator.comparing(Attachment::kind)
                .thenComparing(one -> one.manifest().digest()));
        return new Attachments(subject, found, dropped, path);
    }

    private static RejectedException limit(String message) {
        return new RejectedException(Reason.of(ReasonCode.LIMIT_EXCEEDED, message));
    }
}
