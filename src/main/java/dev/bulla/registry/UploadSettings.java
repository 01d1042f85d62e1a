package dev.bulla.registry;

/**
 * How blobs are sent.
 *
 * @param monolithicLimit blobs of at most this many bytes go in one request, longer ones in chunks
 * @param chunk bytes of a chunk, unless the registry asks for more
 */
public record UploadSettings(long monolithicLimit, long chunk) {
    /** 2^31-1: the transport sends longer bodies without a length, which many registries refuse. */
    private static final long MONOLITHIC_LIMIT = Integer.MAX_VALUE;

    /** 64 MiB: fewer than forty requests for what does not go in one, and below the body limits of common proxies. */
    private static final long CHUNK = 64L << 20;

    /** Refuses what the transport cannot do. */
    public UploadSettings {
        if (monolithicLimit < 0 || monolithicLimit > MONOLITHIC_LIMIT || chunk < 1 || chunk > MONOLITHIC_LIMIT) {
            throw new IllegalArgumentException("upload sizes");
        }
    }

    /** One request up to 2 GiB, then chunks of 64 MiB. */
    public static UploadSettings standard() {
        return new UploadSettings(MONOLITHIC_LIMIT, CHUNK);
    }
}
