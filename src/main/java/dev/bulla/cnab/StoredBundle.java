package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.Optional;

/**
 * A thin bundle as a place stores it: index, config manifest and config blob, all of them unproven until
 * {@link RepresentationCheck} has compared them with something trusted.
 *
 * @param index the bundle index with its children sorted
 * @param configManifest the manifest that the config child points at
 * @param bundle the config blob as received
 */
public record StoredBundle(BundleIndex index, ImageManifest configManifest, Bytes bundle) {
    /** What is about to be pushed, or was recomputed from {@code bundle.json}. */
    public static StoredBundle of(ThinBundle thin) {
        return new StoredBundle(
                BundleIndex.of(thin.index()),
                thin.configManifest(),
                thin.bundle().raw());
    }

    /**
     * Fetches config manifest and config blob of {@code index}. Refused with {@code REPRESENTATION} when the index has not
     * exactly one config child or that is no image manifest, {@code INCOMPLETE} when something is absent, and
     * {@code HASH_MISMATCH} or {@code LIMIT_EXCEEDED} as {@link Source} refuses.
     */
    public static Step<StoredBundle> fetch(Source source, ImageIndex index) {
        BundleIndex sorted = BundleIndex.of(index);
        if (sorted.configs().size() != 1) {
            return Step.refused(configCount(sorted.configs().size()));
        }
        Descriptor child = sorted.configs().get(0);
        try {
            Optional<Manifest> manifest = source.manifest(child.digest());
            if (manifest.isEmpty()) {
                return absent("config manifest " + child.digest(), source);
            }
            if (manifest.get() instanceof ImageManifest config) {
                Bytes bundle = source.blobBytes(config.config(), Bundle.MAX_BYTES);
                return Step.done(new StoredBundle(sorted, config, bundle));
            }
            return Step.refused(
                    Reason.of(ReasonCode.REPRESENTATION, "config child " + child.digest() + " is no image manifest")
                            .with("check", "cnab.8.2"));
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        } catch (NotFoundException e) {
            return absent("config blob of " + child.digest(), source);
        }
    }

    static Reason configCount(int count) {
        return Reason.of(
                        ReasonCode.REPRESENTATION,
                        "bundle index has " + (count == 0 ? "no child" : count + " children")
                                + " of type config, not one")
                .with("check", "cnab.8.2")
                .with("expected", 1)
                .with("found", count);
    }

    private static Step<StoredBundle> absent(String what, Source source) {
        return Step.refused(
                ReasonCode.INCOMPLETE, what + " is named by the bundle index but absent in " + source.place());
    }
}
