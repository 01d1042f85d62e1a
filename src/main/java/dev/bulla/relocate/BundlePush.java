package dev.bulla.relocate;

import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.ConfigTier;
import dev.bulla.cnab.IndexForm;
import dev.bulla.cnab.PinnedImage;
import dev.bulla.cnab.ThinBundle;
import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.RejectedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores a bundle in its thin form: images, config blob, config manifest, index, and the tag last (cnab.md section 5). The
 * bundle's bytes are never changed. A registry that refuses the normal form gets the next one of the fallback chain, and
 * only what the index references is pushed.
 */
public final class BundlePush {
    private final Store to;
    private final ImageFinder finder;
    private final int jobs;
    private final Progress progress;

    /** Pushes to {@code to}, taking images from where {@code finder} finds them. */
    public BundlePush(Store to, ImageFinder finder, int jobs, Progress progress) {
        this.to = to;
        this.finder = finder;
        this.jobs = jobs;
        this.progress = progress;
    }

    /**
     * Pushes {@code bundle}.
     *
     * @return the form that is stored; its index may be a fallback form
     * @throws RejectedException when the bundle cannot be stored as it is; nothing is tagged then
     */
    public ThinBundle push(Bundle bundle, Optional<Tag> tag) {
        ThinBundle normal = ThinBundle.of(bundle).orThrow();
        Set<Digest> moved = new HashSet<>();
        for (PinnedImage image : normal.images()) {
            if (moved.add(image.descriptor().digest())) {
                image(image);
            }
        }
        ThinBundle stored = storeIndex(bundle, normal);
        tag.ifPresent(name -> to.tag(stored.index(), name));
        return stored;
    }

    private void image(PinnedImage image) {
        if (to.hasManifest(image.descriptor().digest())) {
            progress.onSkipped(image.descriptor());
            return;
        }
        ImageFinder.Found found = finder.find(image);
        new GraphCopy(found.source(), to, jobs, progress).copy(found.manifest(), List.of(), Optional.empty(), () -> {});
    }

    /** Every tier with an OCI index, then every tier with a manifest list; the first that the place accepts. */
    private ThinBundle storeIndex(Bundle bundle, ThinBundle normal) {
        Optional<RejectedException> refusal = Optional.empty();
        for (IndexForm form : IndexForm.values()) {
            for (ConfigTier tier : ConfigTier.values()) {
                ThinBundle candidate = ThinBundle.of(bundle, tier, form).orThrow();
                try {
                    to.pushBlob(candidate.configBlob(), Content.of(bundle.raw()));
                    storeNew(candidate.configManifest());
                    storeNew(candidate.index());
                    return candidate;
                } catch (RejectedException e) {
                    if (!isRefusalOfForm(e)) {
                        throw e;
                    }
                    refusal = refusal.or(() -> Optional.of(e));
                }
            }
        }
        throw refusal.orElseThrow(
                () -> new IllegalStateException("no form of " + normal.index().digest()));
    }

    private void storeNew(Manifest manifest) {
        if (!to.hasManifest(manifest.digest())) {
            to.pushManifest(manifest);
        }
    }

    /** A registry that does not like the form answers with a status; every other rejection is about the content. */
    private static boolean isRefusalOfForm(RejectedException e) {
        return e.reason().facts().get("status") instanceof Long status
                && (status == 400 || status == 415 || status == 422);
    }
}
