package dev.bulla.resolve;

import dev.bulla.bytes.HashFunction;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.Representation;
import dev.bulla.cnab.RepresentationCheck;
import dev.bulla.cnab.TrustedBundle;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Allowance;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.TargetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what a place holds with what a trusted role says (trust.md sections 4 and 8): a bundle by its {@code
 * bundle.json}, anything else by the bytes of its manifest, either of them also by {@code custom.oci} where that is signed.
 */
final class TargetMatch {
    static final String BUNDLE = "cnab-bundle";
    static final String MANIFEST = "oci-manifest";

    private final Found found;
    private final Manifest artifact;
    private final Source source;
    private final List<Check> checks;
    private final Set<Allowance> allowed;

    private TargetMatch(Found found, Manifest artifact, Source source, List<Check> checks, Set<Allowance> allowed) {
        this.allowed = allowed;
        this.found = found;
        this.artifact = artifact;
        this.source = source;
        this.checks = checks;
    }

    /**
     * Compares.
     *
     * @param checks gets the checks that are made
     * @param allowed what is let pass
     * @return the bundle, when it is one; {@code HASH_MISMATCH}, {@code UNKNOWN_HASH}, {@code REVOKED}, {@code MALFORMED},
     *     {@code NOT_A_TARGET} for an entry that speaks of no artifact, or what the representation check says
     */
    static Step<Optional<Bundle>> of(
            Found found, Manifest artifact, Source source, List<Check> checks, Set<Allowance> allowed) {
        try {
            return new TargetMatch(found, artifact, source, checks, allowed).match();
        } catch (JsonException e) {
            return Step.refused(reason(found, ReasonCode.MALFORMED, "has members that do not read: " + e.getMessage()));
        }
    }

    private Step<Optional<Bundle>> match() {
        Fields custom = Fields.of(custom(found.info()), "custom");
        if (custom.bool("revoked", false)) {
            return Step.refused(reason(ReasonCode.REVOKED, "is revoked by the publisher"));
        }
        Optional<Descriptor> index = custom.optionalObject("oci").map(Descriptor::read);
        List<Digest> hashes = digests(found.info());
        if (index.isPresent() && !isArtifact(index.get()) && !mayBeReindexed(custom)) {
            return Step.refused(otherIndex(index.get(), hashes));
        }
        if (hashes.isEmpty()) {
            return Step.refused(reason(ReasonCode.UNKNOWN_HASH, "is listed without a known hash"));
        }
        String kind = custom.optionalText("kind").orElse("");
        boolean whole = artifact.raw().length() == found.info().length()
                && hashes.stream().allMatch(hash -> hash.matches(artifact.raw()));
        if (whole && !kind.equals(BUNDLE)) {
            checks.add(Check.ok("tuf.5.7.3", "length and " + named(hashes) + " of the manifest are those signed"));
            return bundle(TrustedBundle.ofIndex(artifact.descriptor()), false);
        }
        return switch (kind) {
            case MANIFEST -> Step.refused(mismatch(hashes.get(0).toString()));
            case "", BUNDLE -> {
                TrustedBundle trusted = TrustedBundle.ofTarget(found.info().length(), hashes);
                yield bundle(
                        index.filter(this::isArtifact).map(trusted::withIndex).orElse(trusted), true);
            }
            default -> Step.refused(reason(ReasonCode.NOT_A_TARGET, "is signed as " + kind + ", not as an artifact"));
        };
    }

    /** Compares index, config manifest and {@code bundle.json} with each other and with what is trusted of them. */
    private Step<Optional<Bundle>> bundle(TrustedBundle trusted, boolean required) {
        if (!(artifact instanceof ImageIndex candidate) || !BundleIndex.isLikely(candidate)) {
            return required
                    ? Step.refused(mismatch(digests(found.info()).get(0).toString()))
                    : Step.done(Optional.empty());
        }
        Representation representation = RepresentationCheck.fetchAndExamine(trusted, candidate, source, false);
        checks.addAll(representation.checks());
        return representation.outcome().map(Optional::of);
    }

    /** An index that was not signed: where it still leads to the signed {@code bundle.json}, what was exchanged in it. */
    private Reason otherIndex(Descriptor signed, List<Digest> hashes) {
        if (!hashes.isEmpty() && artifact instanceof ImageIndex candidate && BundleIndex.isLikely(candidate)) {
            TrustedBundle trusted =
                    TrustedBundle.ofTarget(found.info().length(), hashes).withIndex(signed);
            Representation examined = RepresentationCheck.fetchAndExamine(trusted, candidate, source, false);
            Optional<Reason> refusal = examined.refusal().filter(reason -> reason.code() == ReasonCode.REPRESENTATION);
            if (refusal.isPresent()) {
                checks.addAll(examined.checks());
                return refusal.get();
            }
        }
        return mismatch(signed.digest().toString());
    }

    /** An index that somebody built anew is judged by {@code bundle.json} alone, where a rule lets it. */
    private boolean mayBeReindexed(Fields custom) {
        boolean passes = allowed.contains(Allowance.REINDEX)
                && artifact instanceof ImageIndex
                && BUNDLE.equals(custom.optionalText("kind").orElse(""));
        if (passes) {
            checks.add(Check.note("trust.8", "the index is not the one that was signed; it is judged by bundle.json"));
        }
        return passes;
    }

    private boolean isArtifact(Descriptor signed) {
        return signed.digest().matches(artifact.raw())
                && signed.size() == artifact.raw().length()
                && signed.mediaType().equals(artifact.mediaType());
    }

    private Reason mismatch(String signed) {
        return reason(ReasonCode.HASH_MISMATCH, "is signed as " + signed + ", here it is " + artifact.digest())
                .with("seen", signed)
                .with("offered", artifact.digest().toString())
                .hint("the tag here leads to something else than the publisher signed under this name")
                .hint("`bulla verify --resolve` finds what was signed, by its digest");
    }

    private Reason reason(ReasonCode code, String message) {
        return reason(found, code, message);
    }

    private static Reason reason(Found found, ReasonCode code, String message) {
        return Reason.of(code, found.path() + " " + message)
                .with("target", found.path().value())
                .with("section", code == ReasonCode.HASH_MISMATCH ? "5.7.3" : "trust.4");
    }

    /** True when the publisher took an entry back, or what it says of that cannot be read. */
    static boolean isRevoked(TargetInfo info) {
        return custom(info) instanceof Json.Obj custom
                && custom.get("revoked")
                        .filter(said -> !said.equals(new Json.Bool(false)))
                        .isPresent();
    }

    private static Json custom(TargetInfo info) {
        return info.custom().orElse(Json.Obj.empty());
    }

    /** The listed hashes that Bulla knows; a value that is none of its function can match nothing. */
    private static List<Digest> digests(TargetInfo info) {
        List<Digest> digests = new ArrayList<>();
        for (Map.Entry<HashFunction, String> hash : info.hashes().known().entrySet()) {
            digests.add(Digest.parse(hash.getKey().wireName() + ":" + hash.getValue())
                    .orElseThrow(() -> JsonException.malformed(
                            "a " + hash.getKey().wireName() + " hash is no value of that function")));
        }
        return digests;
    }

    private static String named(List<Digest> hashes) {
        return String.join(
                " and ",
                hashes.stream().map(hash -> hash.algorithm().wireName()).toList());
    }

    /** True when an entry names this artifact by {@code custom.oci} or by its hash: a reason to look, not a proof. */
    static boolean speaksOf(TargetInfo info, Digest artifact) {
        String hex = info.hashes().listed().get(artifact.algorithm().wireName());
        return artifact.hex().equals(hex)
                || (custom(info) instanceof Json.Obj custom
                        && custom.get("oci").orElse(Json.Obj.empty()) instanceof Json.Obj oci
                        && oci.get("digest").equals(Optional.of(Json.text(artifact.toString()))));
    }
}
