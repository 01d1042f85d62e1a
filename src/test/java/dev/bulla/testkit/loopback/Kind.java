package dev.bulla.testkit.loopback;

/** What a request asks for; faults and log entries are chosen by it. */
public enum Kind {
    /** {@code GET /v2/}. */
    PING,
    /** {@code GET} of a blob. */
    BLOB_GET,
    /** {@code HEAD} of a blob. */
    BLOB_HEAD,
    /** {@code DELETE} of a blob. */
    BLOB_DELETE,
    /** {@code POST} that opens an upload, without {@code mount}. */
    UPLOAD_START,
    /** {@code POST} with {@code mount} and {@code from}. */
    MOUNT,
    /** {@code PATCH}: one chunk. */
    UPLOAD_CHUNK,
    /** {@code PUT} that ends an upload. */
    UPLOAD_END,
    /** {@code GET} of an upload's state. */
    UPLOAD_STATE,
    /** {@code DELETE} of an upload. */
    UPLOAD_CANCEL,
    /** {@code GET} of a manifest. */
    MANIFEST_GET,
    /** {@code HEAD} of a manifest. */
    MANIFEST_HEAD,
    /** {@code PUT} of a manifest. */
    MANIFEST_PUT,
    /** {@code DELETE} of a manifest or tag. */
    MANIFEST_DELETE,
    /** {@code GET} of a list of referrers. */
    REFERRERS,
    /** {@code GET} of a list of tags. */
    TAGS,
    /** A request to the token service. */
    TOKEN,
    /** {@code GET} at the second origin that blob downloads may be redirected to. */
    STORAGE_GET,
    /** Anything else. */
    OTHER
}
