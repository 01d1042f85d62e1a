package dev.bulla.cnab;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.List;
import java.util.Optional;

/**
 * A bundle in the form that registries store: everything that a push sends, in the order in which it must arrive (images,
 * then the config blob, the config manifest and last the index). It is computed from {@code bundle.json} alone, so the same
 * bundle has the same index in every repository (section 1, rule 3).
 *
 * @param bundle the definition; its raw bytes are the config blob
 * @param tier form of the config manifest
 * @param form form of the index
 * @param images the images that must be in the same repository, in the order of the index
 * @param configManifest the manifest whose config is {@code bundle.json}
 * @param index the bundle index; the only object that is tagged
 */
public record ThinBundle(
        Bundle bundle,
        ConfigTier tier,
        IndexForm form,
        List<PinnedImage> images,
        ImageManifest configManifest,
        ImageIndex index) {
    /** Copies the list. */
    public ThinBundle {
        images = List.copyOf(images);
    }

    /**
     * The normal form. Refused as {@link Bundle#pinnedImages} refuses, with {@code MALFORMED} when there is more than one
     * invocation image (the index format has room for one), and with {@code LIMIT_EXCEEDED} beyond the 4 MiB of a manifest.
     */
    public static Step<ThinBundle> of(Bundle bundle) {
        return of(bundle, ConfigTier.CNAB, IndexForm.OCI_INDEX);
    }

    /** As {@link #of(Bundle)} in a fallback form, for a registry that refused the normal one. */
    public static Step<ThinBundle> of(Bundle bundle, ConfigTier tier, IndexForm form) {
        int invocationImages = bundle.images(Role.INVOCATION).size();
        if (invocationImages > 1) {
            return Step.refused(
                    ReasonCode.MALFORMED,
                    "bundle.json: there are " + invocationImages + " invocation images, a bundle index holds one");
        }
        return bundle.pinnedImages().then(images -> build(bundle, tier, form, images));
    }

    private static Step<ThinBundle> build(Bundle bundle, ConfigTier tier, IndexForm form, List<PinnedImage> images) {
        try {
            Manifest config = Manifest.parse(tier.write(bundle.raw()), Optional.of(tier.manifestType()));
            Manifest index = Manifest.parse(
                    IndexWriter.write(bundle, images, config.descriptor(), form), Optional.of(form.mediaType()));
            if (config instanceof ImageManifest configManifest && index instanceof ImageIndex bundleIndex) {
                return Step.done(new ThinBundle(bundle, tier, form, images, configManifest, bundleIndex));
            }
            throw new IllegalStateException("config manifest and index written as something else");
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    /** The config blob: {@link Bundle#raw} under the type that this tier gives it. */
    public Descriptor configBlob() {
        return configManifest.config();
    }

    /** True when a registry's refusal led away from the normal form; worth telling, since the index digest differs. */
    public boolean isFallback() {
        return tier != ConfigTier.CNAB || form != IndexForm.OCI_INDEX;
    }
}
