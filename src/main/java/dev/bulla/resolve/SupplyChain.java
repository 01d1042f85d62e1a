package dev.bulla.resolve;

import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.PinnedImage;
import dev.bulla.inspect.BuiltinInspections;
import dev.bulla.inspect.FolderLimits;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.SubjectBinding;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UsageException;
import dev.bulla.policy.Allowance;
import dev.bulla.policy.Level;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How an artifact was made, as far as trusted roles say so, and the level that this comes to (trust.md sections 6 and 7). A
 * layout that applies to the artifact and is not met is a refusal; what is missing about its images lowers the level only.
 */
public final class SupplyChain {
    private final Lookup roles;
    private final List<Check> checks;
    private final TargetBytes bytes;
    private final boolean listedLayouts;

    /** Over verified roles; {@code checks} gets the checks that are made. */
    SupplyChain(PinnedQuestion question, Lookup roles, List<Check> checks) {
        this.roles = roles;
        this.checks = checks;
        this.listedLayouts = question.terms().allowed().contains(Allowance.LISTED_LAYOUT);
        List<Source> places = new ArrayList<>(List.of(question.artifacts()));
        places.addAll(question.repositories());
        this.bytes = TargetBytes.blobsOf(places);
    }

    /**
     * What is known.
     *
     * @param provenance what layouts say of the artifact
     * @param images what is known of the images of a bundle
     * @param level the level of CNAB Security 300
     */
    public record Facts(ProvenanceOutcome provenance, List<ImageFacts> images, Level level) {
        /** Copies the list. */
        public Facts {
            images = List.copyOf(images);
        }
    }

    Step<Facts> judge(Found target, Manifest artifact, Optional<Bundle> bundle) {
        SubjectBinding subject = new SubjectBinding(bundle.map(Bundle::digest), Set.of(artifact.digest()));
        return provenance(target, subject, () -> graph(target, artifact.digest(), bundle))
                .map(outcome -> {
                    checks.addAll(outcome.checks());
                    boolean bound = outcome.counts(listedLayouts);
                    if (bundle.isEmpty()) {
                        return new Facts(outcome, List.of(), bound ? Level.L3A : Level.L1A);
                    }
                    List<ImageFacts> images = images(target, bundle.get());
                    return new Facts(outcome, images, level(images, bound));
                });
    }

    /** What {@code bulla:oci-graph} sees, if a layout asks: artifact, bundle and images, all verified (intoto.md 10, 11.4). */
    private static Artifacts graph(Found target, Digest artifact, Optional<Bundle> bundle) {
        SortedMap<String, Map<String, String>> known = new TreeMap<>();
        try {
            put(known, target.path().value(), artifact);
            if (bundle.isPresent()) {
                known.put("bundle.json", hash(bundle.get().digest()));
                for (PinnedImage image : bundle.get().pinnedImages().orThrow()) {
                    put(known, image.reference(), image.descriptor().digest());
                }
            }
            return new Artifacts(known);
        } catch (UsageException | JsonException e) {
            throw new RejectedException(
                    ReasonCode.MALFORMED, "the graph has a name that no artifact can have: " + e.getMessage());
        }
    }

    private static void put(Map<String, Map<String, String>> known, String reference, Digest digest) {
        known.put(SubjectBinding.nameOf(Reference.parse(reference).place(), digest), hash(digest));
    }

    private static Map<String, String> hash(Digest digest) {
        return Map.of(digest.algorithm().wireName(), digest.hex());
    }

    private Step<ProvenanceOutcome> provenance(Found target, SubjectBinding subject, Supplier<Artifacts> graph) {
        // what a layout's owner wrote is never executed here; what Bulla does itself needs no folder or says that it
        // does
        VerificationRequest.Options options = VerificationRequest.Options.strict()
                .inspections(new BuiltinInspections(Optional.empty(), Optional.of(graph), FolderLimits.standard()));
        return ProvenanceCheck.of(
                roles,
                bytes,
                ProvenanceCheck.Question.of(target.path(), target.info(), subject)
                        .with(options));
    }

    private List<ImageFacts> images(Found bundle, Bundle content) {
        ImageTargets targets = new ImageTargets(roles, bundle.path());
        List<ImageFacts> facts = new ArrayList<>();
        for (PinnedImage image : content.pinnedImages().orThrow()) {
            Optional<Found> target = targets.of(image);
            facts.add(target.map(found -> facts(image, found)).orElseGet(() -> ImageFacts.unlisted(image.label())));
        }
        return facts;
    }

    private ImageFacts facts(PinnedImage image, Found target) {
        Digest digest = image.descriptor().digest();
        Optional<String> name = Optional.of(target.path().value());
        try {
            return switch (provenance(
                    target,
                    new SubjectBinding(Optional.empty(), Set.of(digest)),
                    () -> graph(target, digest, Optional.empty()))) {
                case Step.Done<ProvenanceOutcome> done ->
                    new ImageFacts(image.label(), name, Optional.of(done.value()), Optional.empty());
                case Step.Refused<ProvenanceOutcome> refused ->
                    new ImageFacts(image.label(), name, Optional.empty(), Optional.of(refused.reason()));
            };
        } catch (RejectedException e) {
            return new ImageFacts(image.label(), name, Optional.empty(), Optional.of(e.reason()));
        } catch (NotFoundException e) {
            return new ImageFacts(image.label(), name, Optional.empty(), Optional.empty()); // nobody holds its evidence
        }
    }

    private Level level(List<ImageFacts> images, boolean bound) {
        List<ImageFacts> unlisted =
                images.stream().filter(image -> !image.isListed()).toList();
        if (!unlisted.isEmpty()) {
            unlisted.forEach(
                    image -> checks.add(Check.note("trust.7", image.label() + " is no target of a trusted role")));
            return Level.L1B;
        }
        checks.add(Check.ok("trust.7", images.size() + " images are targets of trusted roles"));
        boolean made = !images.isEmpty() && images.stream().allMatch(image -> image.isProven(listedLayouts));
        images.stream()
                .filter(image -> image.refusal().isPresent())
                .forEach(image -> checks.add(Check.note(
                        "trust.7",
                        image.label() + ": " + image.refusal().orElseThrow().message())));
        if (bound) {
            return made ? Level.L4 : Level.L3B;
        }
        return made ? Level.L3A : Level.L2;
    }
}
