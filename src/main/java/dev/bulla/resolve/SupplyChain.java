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
import dev.bulla.oci.Place;
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
import java.util.function.UnaryOperator;

/**
 * How an artifact was made, as far as trusted roles say so, and the level that this comes to (trust.md sections 6 and 7). A
 * layout that applies to the artifact and is not met is a refusal; what is missing about its images lowers the level only.
 */
public final class SupplyChain {
    private final PinnedQuestion question;
    private final Lookup roles;
    private final List<Check> checks;
    private final TargetBytes bytes;
    private final boolean listedLayouts;

    /** Over verified roles; {@code checks} gets the checks that are made. */
    SupplyChain(PinnedQuestion question, Lookup roles, List<Check> checks) {
        this.question = question;
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
     * @param counts true when the layout that is met counts: it is bound, or a rule says that being listed is enough
     * @param images what is known of the images; empty for an artifact that is no bundle
     */
    public record Facts(ProvenanceOutcome provenance, boolean counts, Optional<List<ImageFacts>> images) {
        /** Copies the list. */
        public Facts {
            images = images.map(List::copyOf);
        }

        /** The level of CNAB Security 300. */
        public Level level() {
            if (images.isEmpty()) {
                return counts ? Level.L3A : Level.L1A;
            }
            boolean made = !images.get().isEmpty() && images.get().stream().allMatch(ImageFacts::counts);
            if (!images.get().stream().allMatch(ImageFacts::isListed)) {
                return Level.L1B;
            }
            if (counts) {
                return made ? Level.L4 : Level.L3B;
            }
            return made ? Level.L3A : Level.L2;
        }

        /** The same with what is said elsewhere of images that the bundle's own TUF repository does not list. */
        public Facts elsewhere(UnaryOperator<ImageFacts> other) {
            return new Facts(
                    provenance,
                    counts,
                    images.map(known -> known.stream()
                            .map(image -> image.isListed() ? image : other.apply(image))
                            .toList()));
        }

        /** What the level rests on, as checks. */
        public List<Check> checks() {
            List<Check> made = new ArrayList<>();
            for (ImageFacts image : images.orElse(List.of())) {
                String label = image.image().label();
                image.refusal().ifPresent(reason -> made.add(Check.note("trust.7", label + ": " + reason.message())));
                made.add(image.signedAs()
                        .map(name -> Check.ok("trust.7", label + " is signed as " + name))
                        .orElse(Check.note("trust.7", label + " is no target of a trusted role")));
            }
            return made;
        }
    }

    Step<Facts> judge(Found target, Manifest artifact, Optional<Bundle> bundle) {
        SubjectBinding subject = new SubjectBinding(bundle.map(Bundle::digest), Set.of(artifact.digest()));
        return provenance(target, subject, () -> graph(target, artifact.digest(), bundle), bytes)
                .map(outcome -> {
                    checks.addAll(outcome.checks());
                    return new Facts(
                            outcome, outcome.counts(listedLayouts), bundle.map(content -> images(target, content)));
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

    private Step<ProvenanceOutcome> provenance(
            Found target, SubjectBinding subject, Supplier<Artifacts> graph, TargetBytes from) {
        // what a layout's owner wrote is never executed here; what Bulla does itself needs no folder or says that it
        // does
        VerificationRequest.Options options = VerificationRequest.Options.strict()
                .inspections(new BuiltinInspections(Optional.empty(), Optional.of(graph), FolderLimits.standard()));
        return ProvenanceCheck.of(
                roles,
                from,
                ProvenanceCheck.Question.of(target.path(), target.info(), subject)
                        .with(options));
    }

    private List<ImageFacts> images(Found bundle, Bundle content) {
        ImageTargets targets = new ImageTargets(roles, bundle.path());
        List<ImageFacts> facts = new ArrayList<>();
        for (PinnedImage image : content.pinnedImages().orThrow()) {
            Optional<Found> target = targets.of(image);
            facts.add(target.map(found -> facts(image, found)).orElseGet(() -> ImageFacts.unlisted(image)));
        }
        return facts;
    }

    private ImageFacts facts(PinnedImage image, Found target) {
        Digest digest = image.descriptor().digest();
        Optional<String> name = Optional.of(target.path().value());
        SubjectBinding subject = new SubjectBinding(Optional.empty(), Set.of(digest));
        Optional<Source> home = home(target);
        try {
            Step<ProvenanceOutcome> step =
                    provenance(target, subject, () -> graph(target, digest, Optional.empty()), bytes.orFrom(home));
            return switch (step) {
                case Step.Done<ProvenanceOutcome> done ->
                    new ImageFacts(
                            image,
                            name,
                            Optional.of(done.value()),
                            done.value().counts(listedLayouts),
                            Optional.empty());
                case Step.Refused<ProvenanceOutcome> refused ->
                    new ImageFacts(image, name, Optional.empty(), false, Optional.of(refused.reason()));
            };
        } catch (RejectedException e) {
            return new ImageFacts(image, name, Optional.empty(), false, Optional.of(e.reason()));
        } catch (NotFoundException e) {
            return new ImageFacts(image, name, Optional.empty(), false, Optional.empty()); // nobody holds its evidence
        } finally {
            home.ifPresent(Source::close);
        }
    }

    /** The repository that an image was signed in, when it is another one of the registry that is asked anyway. */
    private Optional<Source> home(Found target) {
        try {
            Place signed = Reference.parse(target.path().value()).place();
            return signed instanceof Place.RegistryPlace there
                            && question.artifacts().place() instanceof Place.RegistryPlace here
                            && there.host().equals(here.host())
                            && !there.equals(here)
                    ? question.manner().nearby().apply(signed)
                    : Optional.empty();
        } catch (UsageException e) {
            return Optional.empty(); // a target path that is no reference
        }
    }
}
