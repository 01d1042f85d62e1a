package dev.bulla;

import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.PinnedImage;
import dev.bulla.cnab.Representation;
import dev.bulla.cnab.RepresentationCheck;
import dev.bulla.cnab.TrustedBundle;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.Level;
import dev.bulla.policy.Policy;
import dev.bulla.policy.Question;
import dev.bulla.resolve.ImageFacts;
import dev.bulla.resolve.Proof;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Images of a bundle by the rules of a policy: each is an artifact under its own name, and what the rules say of that name
 * counts, whoever signed the bundle (trust.md section 7, I-TUF).
 */
final class PolicyImages {
    private final Policy policy;
    private final Source source;
    private final Judging judging;

    /** Judges an image by its rule. */
    interface Judging {
        /** The proof, if the rule's repositories agree on one. */
        Optional<Proof> proof(Digest image, Coverage coverage);
    }

    PolicyImages(Policy policy, Source source, Judging judging) {
        this.policy = policy;
        this.source = source;
        this.judging = judging;
    }

    /** Looks elsewhere for images that the repositories of {@code question} do not list in the bundle's own namespace. */
    UnaryOperator<ImageFacts> beside(Question question) {
        String target = question.target();
        String namespace = target.substring(0, target.lastIndexOf('/') + 1);
        return image -> judged(
                image,
                (name, asked) ->
                        name.startsWith(namespace) && question.repositories().containsAll(asked.repositories()));
    }

    /** Says that a question about a name was answered already. */
    private interface Answered {
        boolean already(String name, Question question);
    }

    private ImageFacts judged(ImageFacts facts, Answered answered) {
        Optional<String> name = facts.name();
        if (name.isEmpty()
                || !(policy.coverage(Reference.parse(name.get())) instanceof Coverage.Covered covered)
                || answered.already(name.get(), covered.question())) {
            return facts;
        }
        PinnedImage image = facts.image();
        Level least = covered.question().ask().least();
        return judging.proof(image.descriptor().digest(), covered)
                .filter(proof -> proof.supply().level().meets(least))
                .map(proof -> ImageFacts.of(image, proof))
                .orElse(facts);
    }

    /**
     * The level of a bundle that nobody signed: {@code 1a} when every image is signed by itself.
     *
     * @param checks gets what was looked at
     */
    Level unsigned(Manifest artifact, List<Check> checks) {
        if (!(artifact instanceof ImageIndex index) || !BundleIndex.isLikely(index)) {
            return Level.L0;
        }
        Representation stored =
                RepresentationCheck.fetchAndExamine(TrustedBundle.ofIndex(artifact.descriptor()), index, source, false);
        if (!(stored.outcome() instanceof Step.Done<Bundle> bundle)
                || !(bundle.value().pinnedImages() instanceof Step.Done<List<PinnedImage>> images)) {
            return Level.L0;
        }
        boolean all = !images.value().isEmpty();
        for (PinnedImage image : images.value()) {
            ImageFacts facts = judged(ImageFacts.unlisted(image), (name, question) -> false);
            checks.add(
                    facts.signedAs().isPresent()
                            ? Check.ok(
                                    "trust.7",
                                    image.label() + " is signed as "
                                            + facts.signedAs().get())
                            : Check.note("trust.7", image.label() + " is no target of a trusted role"));
            all = all && facts.isListed();
        }
        return all ? Level.L1A : Level.L0;
    }
}
