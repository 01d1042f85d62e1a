package dev.bulla.attach;

import dev.bulla.crypto.KeyId;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One search for attachments: the lists in parallel, then what they name in parallel, in an order that hints suggest. */
final class AttachmentSearch {
    /** Candidates that are fetched; four times what may be of a known type, so that strangers leave room for ours. */
    static final int MAX_FETCHED = 4 * GraphLimits.MAX_ATTACHMENTS;

    /** Requests side by side: each may bring a manifest of 4 MiB, and what is made of it while it is read. */
    private static final int WIDTH = 4;

    /** Bytes of manifests that are kept, strangers' included: 64 of ours have this when each is filled with inlined layers. */
    static final int MAX_BYTES = 16 << 20;

    /** A hint longer than this orders nothing; 128 key ids of 64 digits have 8320 characters. */
    private static final int MAX_HINT = 16 * 1024;

    private final Source source;
    private final Digest subject;
    private final Set<KeyId> wanted;
    private final Map<Digest, Descriptor> candidates = new LinkedHashMap<>();
    private final Map<Digest, List<String>> listedBy = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    AttachmentSearch(Source source, Digest subject, Set<KeyId> wanted) {
        this.source = source;
        this.subject = subject;
        this.wanted = Set.copyOf(wanted);
    }

    Attachments run(Optional<Tag> tag) {
        Parallel parallel = new Parallel(WIDTH);
        List<Supplier<Listing>> questions = new ArrayList<>();
        questions.add(this::referrers);
        Carrier.tags(tag, subject).forEach(carrier -> questions.add(() -> carried(carrier)));
        ReferrerList.Path path = ReferrerList.Path.LAYOUT;
        for (Listing listing : parallel.map(questions, Supplier::get)) {
            note(listing);
            path = listing.path().orElse(path);
        }
        List<Outcome> outcomes = parallel.map(inOrderOfPromise(), this::examine);
        return collect(outcomes, path);
    }

    /** What one list named; {@code problem} is empty unless the list could not be read. */
    private record Listing(String name, List<Descriptor> entries, Optional<ReferrerList.Path> path, String problem) {}

    private record Outcome(Optional<Attachment> attachment, String problem) {}

    private Listing referrers() {
        ReferrerList list = source.referrers(subject);
        return new Listing(Attachments.REFERRERS, list.entries(), Optional.of(list.path()), "");
    }

    /** A carrier that cannot be read lists nothing; whoever broke it can take no more away than by deleting it. */
    private Listing carried(Tag carrier) {
        try {
            List<Descriptor> entries = source.manifest(carrier)
                    .filter(manifest -> manifest.mediaType().isIndex())
                    .map(Manifest::successors)
                    .orElse(List.of());
            return new Listing(carrier.value(), entries, Optional.empty(), "");
        } catch (RejectedException e) {
            return new Listing(
                    carrier.value(), List.of(), Optional.empty(), "carrier " + carrier + ": " + e.getMessage());
        }
    }

    private void note(Listing listing) {
        if (!listing.problem().isEmpty()) {
            dropped.add(listing.problem());
        }
        for (Descriptor entry : listing.entries()) {
            if (!entry.digest().equals(subject)) {
                candidates.putIfAbsent(entry.digest(), entry);
                List<String> names = listedBy.computeIfAbsent(entry.digest(), digest -> new ArrayList<>());
                if (!names.contains(listing.name())) {
                    names.add(listing.name());
                }
            }
        }
        if (candidates.size() > GraphLimits.MAX_REFERRERS) {
            throw limit(candidates.size() + " attachments are listed for " + subject + ", at most "
                    + GraphLimits.MAX_REFERRERS + " are looked at");
        }
    }

    /** Wanted keys first, then known kinds, then digests; the words are hints that order work and decide nothing. */
    private List<Descriptor> inOrderOfPromise() {
        List<Descriptor> ordered = new ArrayList<>(candidates.values());
        ordered.sort(Comparator.<Descriptor, Boolean>comparing(entry -> !namesWantedKey(entry))
                .thenComparing(entry -> Kind.of(entry.artifactType()))
                .thenComparing(Descriptor::digest));
        if (ordered.size() > MAX_FETCHED) {
            throw limit(ordered.size() + " attachments are listed for " + subject + ", at most " + MAX_FETCHED
                    + " are fetched");
        }
        return ordered;
    }

    private boolean namesWantedKey(Descriptor entry) {
        String hint = entry.annotations().getOrDefault(Annotations.KEY_IDS, "");
        if (wanted.isEmpty() || hint.length() > MAX_HINT) {
            return false;
        }
        for (String keyId : hint.split(",", -1)) {
            if (!keyId.isEmpty() && keyId.length() <= KeyId.MAX_LENGTH && wanted.contains(new KeyId(keyId))) {
                return true;
            }
        }
        return false;
    }

    private Outcome examine(Descriptor entry) {
        if (bytes.get() > MAX_BYTES) {
            throw limit("the attachments of " + subject + " have more than " + (MAX_BYTES >> 20)
                    + " MiB of manifests together");
        }
        Optional<Manifest> manifest;
        try {
            manifest = source.manifest(entry.digest());
        } catch (RejectedException e) {
            return new Outcome(Optional.empty(), entry.digest() + ": " + e.getMessage());
        }
        if (manifest.isEmpty()) {
            return new Outcome(Optional.empty(), entry.digest() + " is listed but absent");
        }
        bytes.addAndGet(manifest.get().raw().length());
        Optional<Digest> own = manifest.get().subject().map(Descriptor::digest);
        if (!own.equals(Optional.of(subject))) {
            return new Outcome(Optional.empty(), entry.digest() + " is listed but speaks of something else");
        }
        return new Outcome(Optional.of(Attachment.of(manifest.get())), "");
    }

    private Attachments collect(List<Outcome> outcomes, ReferrerList.Path path) {
        List<Attachment> found = new ArrayList<>();
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
        return new Attachments(subject, found, dropped, path, listedBy);
    }

    private RejectedException limit(String message) {
        return new RejectedException(Reason.of(ReasonCode.LIMIT_EXCEEDED, message)
                .hint("the carrier " + Tag.carrierOf(subject)
                        + " lists what the publisher attached: copy it to a place of your own and verify there"));
    }
}
