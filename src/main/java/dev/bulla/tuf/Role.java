package dev.bulla.tuf;

import dev.bulla.json.Json;
import java.time.Instant;

/** The {@code signed} part of a role file (TUF 4.3 to 4.6). */
public sealed interface Role permits Root, Timestamp, Snapshot, Targets {
    /** What every role has. */
    RoleHeader header();

    /** The version, 1 to 2^31-1. */
    default long version() {
        return header().version();
    }

    /** The moment from which on the role is expired. */
    default Instant expires() {
        return header().expires();
    }

    /** Members that the specification does not define; they are signed and survive writing. */
    default Json.Obj unrecognized() {
        return header().unrecognized();
    }
}
