package dev.bulla.publish.ceremony;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.RoleName;

/**
 * A role file and the role it is of.
 *
 * @param role the role
 * @param bytes the file as it stands or will stand in the TUF repository
 */
public record NamedFile(RoleName role, Bytes bytes) {}
