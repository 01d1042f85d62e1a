package dev.bulla.policy;

import dev.bulla.oci.Digest;
import java.util.Optional;

/**
 * The pinned root of a TUF repository; at least one of both is there, and both must agree.
 *
 * @param file a root file, relative to the policy file
 * @param digest the sha256 of a root file
 */
public record RootPin(Optional<String> file, Optional<Digest> digest) {}
