package dev.bulla.registry;

/** How attachments of a subject are listed. */
public enum ReferrersMode {
    /** The API where there is one, found by asking once; the fallback tag besides when it exists, or instead. */
    AUTO,
    /** The API only; it is an error when there is none. */
    API,
    /** The fallback tag only. */
    TAG,
    /** The API and the fallback tag; both are written. */
    BOTH
}
