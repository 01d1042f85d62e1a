package dev.bulla;

import dev.bulla.policy.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a level of CNAB Security 300 leaves open, and what leads to the next one (trust.md section 7). */
final class LevelWords {
    private static final String BUNDLE_CHAIN = "the supply chain of the bundle";
    private static final String IMAGE_CHAINS = "the supply chain of the images";

    private LevelWords() {}

    /** The attacks that are left at the level of a trusted artifact. */
    static List<String> open(Verdict.Trusted trusted) {
        if (trusted.vouching().isEmpty()) {
            return light(trusted.binding().isPresent());
        }
        Verdict.Vouching vouching = trusted.vouching().get();
        if (trusted.bundle().isEmpty()) {
            return vouching.level().equals("1a")
                    ? List.of("how it was made: compromise of CI or of the key of the role that lists it")
                    : List.of("what the layout does not describe");
        }
        return switch (Level.named(vouching.level()).orElse(Level.L0)) {
            case L0, L1A -> unsigned(vouching.level());
            case L1B ->
                List.of("images by their own producers: they are pinned by digest only, and not listed: "
                        + labels(unlisted(vouching.images())));
            case L2 -> List.of("compromise of CI or of the key of the role that lists it");
            case L3A -> List.of(BUNDLE_CHAIN);
            case L3B -> List.of(IMAGE_CHAINS);
            case L4 -> List.of("what the layouts do not describe");
        };
    }

    /** The same for a bundle that nobody signed. */
    static List<String> unsigned(String level) {
        return level.equals("1a")
                ? List.of("the bundle's definition, its parameters, the choice and mix of images")
                : List.of("everything: nothing is proved");
    }

    private static List<String> light(boolean bound) {
        String freshness = "no freshness: an older artifact that was signed with these keys would pass as well";
        String revocation = "no revocation: a stolen key is trusted until you stop giving it";
        return bound
                ? List.of(revocation)
                : List.of("the tag is not bound: only the digest is signed", freshness, revocation);
    }

    /** The next steps, each with the level that it leads to; none where there is nothing higher. */
    static List<Verdict.Advice> advice(Verdict.Trusted trusted) {
        if (trusted.vouching().isEmpty()) {
            return List.of(new Verdict.Advice(
                    trusted.bundle().isPresent() ? "1b" : "1a",
                    "list it in a TUF repository: bulla init NAMESPACE, then bulla sign " + trusted.asked()
                            + " with the key of a role; consumers pin its root"));
        }
        Verdict.Vouching vouching = trusted.vouching().get();
        List<Verdict.Advice> advice = new ArrayList<>();
        boolean made = isMade(vouching);
        if (trusted.bundle().isEmpty()) {
            if (!made) {
                advice.add(new Verdict.Advice("3a", layout(vouching.signedAs())));
            }
            return advice;
        }
        List<Verdict.Image> unlisted = unlisted(vouching.images());
        if (!unlisted.isEmpty()) {
            boolean all = vouching.images().stream().allMatch(image -> unlisted.contains(image) || image.made());
            advice.add(new Verdict.Advice(
                    level(made, all && unlisted.isEmpty()),
                    "list in the same namespace, each under a name of its own: " + labels(unlisted)
                            + "; bulla sign NAMESPACE/IMAGE:TAG"));
            return advice;
        }
        List<Verdict.Image> unmade =
                vouching.images().stream().filter(image -> !image.made()).toList();
        if (!made) {
            advice.add(new Verdict.Advice(level(true, unmade.isEmpty()), layout(vouching.signedAs())));
        }
        if (!unmade.isEmpty()) {
            String names = unmade.stream()
                    .map(image -> image.signedAs().orElse(image.label()))
                    .collect(Collectors.joining(", "));
            advice.add(new Verdict.Advice(level(made, true), layout(names)));
        }
        return advice;
    }

    private static String level(boolean bundle, boolean images) {
        return bundle ? images ? "4" : "3b" : images ? "3a" : "2";
    }

    private static String layout(String names) {
        return "record how it was made and bind a layout to it: bulla attest REF --layout FILE --layout-key FILE"
                + " --applies-to PATTERN, then its links with --link; for " + names;
    }

    /** True when the supply chain of the artifact itself counts towards the level. */
    static boolean isMade(Verdict.Vouching vouching) {
        return vouching.provenance().filter(Verdict.Provenance::counts).isPresent();
    }

    static List<Verdict.Image> unlisted(List<Verdict.Image> images) {
        return images.stream().filter(image -> image.signedAs().isEmpty()).toList();
    }

    /** Names of images for people. */
    static String labels(List<Verdict.Image> images) {
        return images.stream().map(Verdict.Image::label).collect(Collectors.joining(", "));
    }

    /** The first image that is listed and whose supply chain is not proved. */
    static Optional<Verdict.Image> unmade(List<Verdict.Image> images) {
        return images.stream().filter(image -> !image.made()).findFirst();
    }
}
