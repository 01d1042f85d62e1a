package dev.bulla;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Carrier;
import dev.bulla.attach.Kind;
import dev.bulla.attach.Pins;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.RelocationMap;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.relocate.CopyPlan;
import dev.bulla.relocate.CopyReport;
import dev.bulla.relocate.GraphCopy;
import dev.bulla.resolve.CapsulePruning;
import dev.bulla.resolve.FreshCapsule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One copy from the verdict at the source to the verdict at the destination (trust.md section 13). */
final class Relocation {
    private final Places places;
    private final int jobs;
    private final Progress progress;
    private final Optional<Relocator.Judge> judge;
    private final Reference from;
    private final Reference to;
    private final List<Relocator.Refreshed> refreshed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int capsulesThere;
    private int removed;

    Relocation(
            Places places, int jobs, Progress progress, Optional<Relocator.Judge> judge, Reference from, Reference to) {
        this.places = places;
        this.jobs = jobs;
        this.progress = progress;
        this.judge = judge;
        this.from = from;
        this.to = to;
    }

    Relocator.Copied copy() {
        DepartureCheck departure;
        CopyReport report;
        Optional<Bytes> map;
        try (Source source = places.reading(from.place())) {
            departure = DepartureCheck.of(places, source, from, judge);
            Manifest artifact = departure.artifact();
            try (Store target = places.writing(to.place())) {
                List<FreshCapsule> capsules = departure.capsules();
                report = new GraphCopy(source, target, jobs, progress)
                        .leavingOut(useless(source, capsules))
                        .copy(artifact, carriers(), targetTag(), () -> attachments(target, artifact, capsules));
            }
            map = relocationMap(source, departure);
        }
        boolean whole = report.leftBehind().isEmpty();
        Optional<Relocator.Arrival> arrival =
                whole ? ArrivalCheck.of(places, judge, departure, from, arrived(departure)) : Optional.empty();
        if (arrival.map(Relocator.Arrival::verdict)
                .filter(Verdict.Trusted.class::isInstance)
                .isPresent()) {
            departure.capsules().forEach(capsule -> prune(capsule, departure.artifact()));
        }
        return copied(report, map, departure, arrival);
    }

    /** Capsules that those which the copy gets supersede need not travel. */
    private static Predicate<Manifest> useless(Source source, List<FreshCapsule> capsules) {
        return attachment -> capsules.stream().anyMatch(fresh -> fresh.supersedes(source, attachment));
    }

    /** Last of all, when the copy is trusted where it arrived. */
    private void prune(FreshCapsule capsule, Manifest artifact) {
        if (capsulesThere <= CapsulePruning.KEPT) {
            return;
        }
        try (Store target = places.writing(to.place())) {
            CapsulePruning.Pruned pruned =
                    new CapsulePruning(target, artifact.digest(), targetTag()).supersededBy(capsule);
            removed += pruned.removed();
            pruned.warning().ifPresent(warnings::add);
        }
    }

    /** The roles as they are now, where the artifact has some already; see {@link Relocator#renew}. */
    List<Relocator.Refreshed> renew() {
        DepartureCheck departure;
        try (Source source = places.reading(from.place())) {
            Digest digest = source.manifest(from)
                    .orElseThrow(() -> new NotFoundException(from + " does not exist"))
                    .digest();
            if (Attachments.of(source, digest, from.tag()).of(Kind.CAPSULE).isEmpty()) {
                return List.of();
            }
            departure = DepartureCheck.of(places, source, from, judge);
        }
        try (Store target = places.writing(to.place())) {
            attachments(target, departure.artifact(), departure.capsules());
        }
        departure.capsules().forEach(capsule -> prune(capsule, departure.artifact()));
        return refreshed;
    }

    Relocator.Copied plan() {
        try (Source source = places.reading(from.place());
                OptionalSource target = OptionalSource.of(places, to.place())) {
            DepartureCheck departure = DepartureCheck.of(places, source, from, judge);
            Manifest artifact = departure.artifact();
            CopyReport report = CopyPlan.of(
                    source, target.source(), jobs, artifact, carriers(), useless(source, departure.capsules()));
            Attachments there = Attachments.of(source, artifact.digest(), from.tag());
            departure.capsules().forEach(capsule -> tell(capsule, capsule.against(source, there)));
            return copied(report, relocationMap(source, departure), departure, Optional.empty());
        }
    }

    private List<Tag> carriers() {
        return from.tag().flatMap(Carrier::tagFor).stream().toList();
    }

    /** A destination without tag and digest keeps the tag of the source. */
    private Optional<Tag> targetTag() {
        return to.tag().or(() -> to.digest().isPresent() ? Optional.empty() : from.tag());
    }

    /** The copy as its consumers will ask for it. */
    private Reference arrived(DepartureCheck departure) {
        return new Reference(
                to.place(), targetTag(), Optional.of(departure.artifact().digest()));
    }

    /** What came along is complete now: the fresh capsules are measured against it, and the carrier lists all of it. */
    private void attachments(Store target, Manifest artifact, List<FreshCapsule> capsules) {
        Attachments there = Attachments.of(target, artifact.digest(), targetTag());
        boolean any = !there.found().isEmpty();
        for (FreshCapsule capsule : capsules) {
            tell(capsule, capsule.attachTo(target, artifact.descriptor().plain(), there));
            any = true;
        }
        capsulesThere = there.of(Kind.CAPSULE).size() + capsules.size();
        if (any) {
            new AttachmentWriter(target).writeCarrier(artifact.digest(), targetTag());
        } else {
            new Pins(target).keep(artifact.digest(), targetTag());
        }
    }

    private void tell(FreshCapsule capsule, FreshCapsule.Outcome outcome) {
        Relocator.Refreshed.State state = switch (outcome) {
            case ATTACHED -> Relocator.Refreshed.State.ATTACHED;
            case THERE -> Relocator.Refreshed.State.CURRENT;
            case NEWER_THERE -> Relocator.Refreshed.State.NEWER_THERE;
        };
        refreshed.add(new Relocator.Refreshed(
                capsule.repository().toString(), capsule.timestamp(), capsule.expires(), state));
    }

    /** From what was proved, else from what the source has; never from the index. */
    private Optional<Bytes> relocationMap(Source source, DepartureCheck departure) {
        Optional<Bundle> bundle = departure.bundle();
        if (bundle.isEmpty() && departure.artifact() instanceof ImageIndex index && BundleIndex.isLikely(index)) {
            StoredBundle stored = StoredBundle.fetch(source, index).orThrow();
            bundle = Optional.of(Bundle.parse(stored.bundle()).orThrow());
        }
        return bundle.map(
                known -> RelocationMap.derive(known, to.place()).orThrow().toBytes());
    }

    private Relocator.Copied copied(
            CopyReport report, Optional<Bytes> map, DepartureCheck departure, Optional<Relocator.Arrival> arrival) {
        warnings.addAll(report.warnings());
        return new Relocator.Copied(
                report.root().digest(),
                report.manifests(),
                report.blobs(),
                report.blobsMoved(),
                report.blobsMounted(),
                report.bytesMoved(),
                report.attachments(),
                report.leftBehind(),
                warnings,
                map,
                refreshed,
                removed,
                departure.verdict(),
                arrival);
    }

    /** A place that need not exist yet. */
    private record OptionalSource(Optional<Source> source) implements AutoCloseable {
        static OptionalSource of(Places places, Place place) {
            try {
                return new OptionalSource(Optional.of(places.reading(place)));
            } catch (NotFoundException e) {
                return new OptionalSource(Optional.empty()); // an image layout comes into being with its first content
            }
        }

        @Override
        public void close() {
            source.ifPresent(Source::close);
        }
    }
}
