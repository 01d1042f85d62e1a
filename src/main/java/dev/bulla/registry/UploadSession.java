package dev.bulla.registry;

import java.net.URI;

/**
 * An upload that a registry has opened.
 *
 * @param location where the next request of this upload goes; opaque, query included
 * @param minimumChunk fewest bytes of every chunk but the last, 0 when the registry does not care
 */
record UploadSession(URI location, long minimumChunk) {}
