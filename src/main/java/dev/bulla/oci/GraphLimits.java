package dev.bulla.oci;

/** Limits for everything that a place may tell us about graphs (oci-graph section 9). Exceeding one is a failure. */
public final class GraphLimits {
    /** 4 MiB: what registries accept for a manifest (distribution-spec 1.1, "Pushing Manifests"). */
    public static final int MAX_MANIFEST_BYTES = 4 << 20;

    /** Index in index; honest artifacts have two levels. */
    public static final int MAX_DEPTH = 8;

    /** Descriptors in the tree of one artifact, attachments included. */
    public static final int MAX_DESCRIPTORS = 10_000;

    /** Attachments of known types that are examined for one subject. */
    public static final int MAX_ATTACHMENTS = 64;

    /** Pages of one referrers listing. */
    public static final int MAX_REFERRERS_PAGES = 64;

    /** Descriptors of one referrers listing, all pages together. */
    public static final int MAX_REFERRERS = 4096;

    private GraphLimits() {}
}
