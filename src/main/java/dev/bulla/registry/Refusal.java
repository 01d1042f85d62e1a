package dev.bulla.registry;

import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.RejectedException;

/** Why a registry does not take a manifest, as far as a writer can do something about it. */
public final class Refusal {
    static final String FACT = "refused";
    static final String MISSING_CHILDREN = "children";
    private static final String FORM = "form";
    private static final String INDEX = "index";

    private Refusal() {}

    static String of(Manifest manifest) {
        return manifest instanceof ImageManifest ? FORM : INDEX;
    }

    /**
     * True when the registry refused an image manifest as invalid (400, 415 or 422): one with {@code artifactType} or the
     * empty config is worth a second try in the legacy form (oci-graph section 2 rule 3).
     */
    public static boolean isOfForm(RejectedException rejected) {
        return FORM.equals(rejected.reason().facts().get(FACT));
    }

    /** True when the registry refused it because something below it is not there: children go before parents. */
    public static boolean isOfMissingChildren(RejectedException rejected) {
        return MISSING_CHILDREN.equals(rejected.reason().facts().get(FACT));
    }
}
