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
import dev.bulla.policy.Level;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.TargetPath;
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

    /** Over verified roles; {@code checks} gets the checks that are made. */
    SupplyChain(PinnedQuestion question, Lookup roles, List<Check> checks) {
        this.roles = roles;
        this.checks = checks;
        List<Source> places = new ArrayList<>(List.of(question.artifacts()));
        question.trust().ifPresent(places::add);
        this.bytes = TargetBytes.blobsOf(places);
    }

    /**
     * What is known.
     *
     * @param provenance what layouts say of the artifact
     * @param level the level of CNAB Security 300
     */
    public record Facts(ProvenanceOutcome provenance, Level level) {}

    Step<Facts> judge(Found target, Manifest artifact, Optional<Bundle> bundle) {
        SubjectBinding subject = new SubjectBinding(bundle.map(Bundle::digest), Set.of(artifact.digest()));
        return provenance(target, subject, () -> graph(target, artifact.digest(), bundle))
                .map(outcome -> {
                    checks.addAll(outcome.checks());
                    return new Facts(
                            outcome,
                            bundle.map(known -> level(known, isBound(outcome)))
                                    .orElse(isBound(outcome) ? Level.L3A : Level.L1A));
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

    private static boolean isBound(ProvenanceOutcome outcome) {
        return outcome instanceof ProvenanceOutcome.Proven proven && proven.bound();
    }

    private Level level(Bundle bundle, boolean bound) {
        boolean madeAsSaid = true;
        List<PinnedImage> images = bundle.pinnedImages().orThrow();
        for (PinnedImage image : images) {
            Optional<Found> target = targetOf(image);
            if (target.isEmpty()) {
                checks.add(Check.note("trust.7", image.label() + " is no target of a trusted role"));
                return Level.L1B;
            }
            madeAsSaid = madeAsSaid && isProven(target.get(), image.descriptor().digest());
        }
        checks.add(Check.ok("trust.7", images.size() + " images are targets of trusted roles"));
        if (bound) {
            return madeAsSaid ? Level.L4 : Level.L3B;
        }
        return madeAsSaid && !images.isEmpty() ? Level.L3A : Level.L2;
    }

    /** The target that signs an image: by its original name, with the digest that the bundle demands. */
    private Optional<Found> targetOf(PinnedImage image) {
        try {
            Reference named = Reference.parse(image.reference());
            if (named.tag().isEmpty()) {
                return Optional.empty();
            }
            TargetPath path = new TargetPath(named.place() + ":" + named.tag().get());
            Digest digest = image.descriptor().digest();
            return switch (roles.find(path)) {
                case Step.Done<Found> found -> Optional.of(found.value()).filter(target -> isListed(target, digest));
                case Step.Refused<Found> refused -> Optional.empty();
            };
        } catch (UsageException | RejectedException | NotFoundException | JsonException e) {
            return Optional.empty(); // a name that no role can list, or a role that is not there: not proven
        }
    }

    private static boolean isListed(Found target, Digest digest) {
        String listed = target.info().hashes().listed().get(digest.algorithm().wireName());
        return digest.hex().equals(listed);
    }

    private boolean isProven(Found target, Digest image) {
        try {
            return provenance(
                                    target,
                                    new SubjectBinding(Optional.empty(), Set.of(image)),
                                    () -> graph(target, image, Optional.empty()))
                            instanceof Step.Done<ProvenanceOutcome> done
                    && isBound(done.value());
        } catch (RejectedException | NotFoundException e) {
            return false; // what cannot be reached is no answer, and not caught
        }
    }
}
