package dev.bulla.registry;

import java.io.InputStream;
import java.util.Optional;

/**
 * What came back over a link, before anything guards it.
 *
 * @param status of the answer
 * @param headers of the answer
 * @param content the body as it comes, nothing unpacked; absent when there is none
 */
record Reply(int status, Headers headers, Optional<InputStream> content) {}
