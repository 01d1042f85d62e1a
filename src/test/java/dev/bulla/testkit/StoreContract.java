package dev.bulla.testkit;

/**
 * What every {@link dev.bulla.oci.Store} keeps, wherever its bytes are. A test class implements {@link #open} and
 * {@link #view} for its kind of place and inherits all rules.
 */
public interface StoreContract extends BlobContract, ManifestContract, AttachmentContract, WritersContract {}
