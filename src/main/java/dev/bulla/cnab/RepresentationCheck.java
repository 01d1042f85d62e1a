package dev.bulla.cnab;

import dev.bulla.bytes.Quoted;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The checks that tie a stored bundle to a trusted {@code bundle.json} (section 8): without them, whoever can write to a
 * registry could exchange images behind a signature that speaks about {@code bundle.json} alone. They stop at the first
 * failure; a {@code REPRESENTATION} reason has the facts {@code check}, {@code expected}, {@code found} and, where it is
 * about an image, {@code component}.
 */
public final class RepresentationCheck {
    private final TrustedBundle trusted;
    private final StoredBundle stored;
    private final List<Check> checks = new ArrayList<>();

    private RepresentationCheck(TrustedBundle trusted, StoredBundle stored) {
        this.trusted = trusted;
        this.stored = stored;
    }

    /** Checks 1 to 9 over what was fetched. */
    public static Representation examine(TrustedBundle trusted, StoredBundle stored) {
        return new RepresentationCheck(trusted, stored).run(Optional.empty());
    }

    /** Checks 1 to 10: also fetches and hashes everything below the images. */
    public static Representation examineDeep(TrustedBundle trusted, StoredBundle stored, Source source) {
        return new RepresentationCheck(trusted, stored).run(Optional.of(source));
    }

    /** Fetches config manifest and bundle from {@code source}, then checks 1 to 9, or all ten when {@code deep}. */
    public static Representation fetchAndExamine(TrustedBundle trusted, ImageIndex index, Source source, boolean deep) {
        return StoredBundle.fetch(source, index)
                .fold(
                        stored -> new RepresentationCheck(trusted, stored)
                                .run(deep ? Optional.of(source) : Optional.empty()),
                        reason -> new Representation(
                                List.of(Check.failed("cnab.8.2", reason.message())), Step.refused(reason)));
    }

    private Representation run(Optional<Source> deep) {
        Step<Bundle> outcome = numbered(
                        "cnab.8.1", "bundle.json is the trusted one", () -> ConfigCheck.trusted(trusted, stored))
                .then(ok -> numbered("cnab.8.2", "one config manifest leads to it", () -> ConfigCheck.config(stored)))
                .then(ok -> Bundle.parse(stored.bundle()))
                .then(bundle -> bundle.pinnedImages()
                        .then(images -> images(images).then(ok -> rest(bundle, images, deep)))
                        .map(ok -> bundle));
        if (outcome instanceof Step.Refused<Bundle> refused
                && checks.stream().noneMatch(check -> check.result() == Check.Result.FAILED)) {
            checks.add(Check.failed("cnab.3", refused.reason().message()));
        }
        return new Representation(checks, outcome);
    }

    private Step<Boolean> images(List<PinnedImage> images) {
        checks.add(Check.ok("cnab.3", images.size() + " images are bound to digests"));
        return numbered("cnab.8.3", "index and bundle.json name the same images", () -> sameNames(images))
                .then(ok -> numbered("cnab.8.4", "every image is the one bundle.json names", () -> sameImages(images)));
    }

    private Step<Boolean> rest(Bundle bundle, List<PinnedImage> images, Optional<Source> deep) {
        // 8.5: pinnedImages refuses what a map cannot hold, so the map follows from bundle.json alone
        checks.add(Check.ok("cnab.8.5", "the relocation map follows from bundle.json"));
        checks.addAll(AnnotationNotes.of(bundle, stored.index().index()));
        Step<Boolean> bound = numbered("cnab.8.7", indexDetail(), this::boundIndex);
        return bound.then(ok -> {
                    fallbackNote();
                    return numbered(
                            "cnab.8.9", "no child carries anything else", () -> ConfigCheck.nothingElse(stored));
                })
                .then(ok -> deep.isEmpty() ? Step.done(true) : deep(images, deep.get()));
    }

    private Step<Boolean> deep(List<PinnedImage> images, Source source) {
        return switch (DeepCheck.run(images, source)) {
            case Step.Done<List<Check>> done -> {
                checks.addAll(done.value());
                yield Step.done(true);
            }
            case Step.Refused<List<Check>> refused -> {
                checks.add(Check.failed("cnab.8.10", refused.reason().message()));
                yield Step.refused(refused.reason());
            }
        };
    }

    private Step<Boolean> numbered(String name, String detail, Supplier<Optional<Reason>> check) {
        Optional<Reason> problem = check.get();
        if (problem.isPresent()) {
            Reason reason = problem.get().facts().containsKey("check")
                    ? problem.get()
                    : problem.get().with("check", name);
            checks.add(Check.failed(name, reason.message()));
            return Step.refused(reason);
        }
        checks.add(Check.ok(name, detail));
        return Step.done(true);
    }

    /** 8.3: the same number of invocation images, the same component names, nothing left over. */
    private Optional<Reason> sameNames(List<PinnedImage> images) {
        BundleIndex index = stored.index();
        if (index.oddity().isPresent()) {
            return index.oddity();
        }
        long invocations =
                images.stream().filter(image -> image.role() == Role.INVOCATION).count();
        if (index.invocations().size() != invocations) {
            return Optional.of(difference(
                    "bundle index has " + index.invocations().size() + " invocation images, bundle.json " + invocations,
                    Long.toString(invocations),
                    Integer.toString(index.invocations().size())));
        }
        List<String> named = images.stream()
                .filter(image -> image.role() == Role.COMPONENT)
                .map(image -> image.image().name())
                .toList();
        for (String name : named) {
            if (!index.components().containsKey(name)) {
                return Optional.of(difference("bundle index lacks component " + Quoted.of(name), "present", "absent")
                        .with("component", Quoted.plain(name)));
            }
        }
        for (String name : index.components().keySet()) {
            if (!named.contains(name)) {
                return Optional.of(difference(
                                "bundle index has component " + Quoted.of(name) + ", which bundle.json does not name",
                                "absent",
                                "present")
                        .with("component", Quoted.plain(name)));
            }
        }
        return Optional.empty();
    }

    /** 8.4: digest, media type and size by role and name, so that two exchanged components are found too. */
    private Optional<Reason> sameImages(List<PinnedImage> images) {
        int invocation = 0;
        Map<String, Descriptor> components = stored.index().components();
        for (PinnedImage image : images) {
            Descriptor found = image.role() == Role.INVOCATION
                    ? stored.index().invocations().get(invocation++)
                    : components.get(image.image().name());
            if (found != null && !found.pointsAtSameAs(image.descriptor())) {
                return Optional.of(difference(image, found));
            }
        }
        return Optional.empty();
    }

    private static Reason difference(PinnedImage image, Descriptor found) {
        Descriptor expected = image.descriptor();
        String what = !found.digest().equals(expected.digest())
                ? "digest"
                : found.size() != expected.size() ? "size" : "media type";
        String is = member(found, what);
        String due = member(expected, what);
        return difference(image.label() + ": the index has " + what + " " + is + ", bundle.json says " + due, due, is)
                .with(
                        "component",
                        image.role() == Role.COMPONENT
                                ? Quoted.plain(image.image().name())
                                : image.label());
    }

    private static String member(Descriptor descriptor, String what) {
        return switch (what) {
            case "digest" -> descriptor.digest().toString();
            case "size" -> Long.toString(descriptor.size());
            default -> descriptor.mediaType().value();
        };
    }

    private String indexDetail() {
        return trusted.index().isPresent() ? "the index is the signed one" : "no index was signed, only bundle.json";
    }

    /** 8.7: the index that was signed, unless policy accepts one written anew. */
    private Optional<Reason> boundIndex() {
        Descriptor found = stored.index().index().descriptor();
        if (trusted.index().isEmpty() || trusted.index().get().pointsAtSameAs(found)) {
            return Optional.empty();
        }
        Descriptor expected = trusted.index().get();
        if (trusted.reindexAllowed()) {
            checks.add(Check.note("cnab.8.7", "the index is " + found.digest() + ", signed was " + expected.digest()));
            return Optional.empty();
        }
        return Optional.of(difference(
                "bundle index is " + found.digest() + " (" + found.mediaType() + ", " + found.size()
                        + " bytes), signed was " + expected.digest() + " (" + expected.mediaType() + ", "
                        + expected.size() + " bytes)",
                expected.digest().toString(),
                found.digest().toString()));
    }

    private void fallbackNote() {
        if (stored.index().index().mediaType().equals(IndexForm.MANIFEST_LIST.mediaType())) {
            checks.add(Check.note(
                    "cnab.8.8", "the index is a manifest list, written for a registry that refused the OCI form"));
        }
    }

    static Reason difference(String message, String expected, String found) {
        return Reason.of(ReasonCode.REPRESENTATION, message)
                .with("expected", expected)
                .with("found", found);
    }
}
