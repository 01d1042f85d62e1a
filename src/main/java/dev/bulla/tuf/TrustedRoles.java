package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import java.time.Instant;

/**
 * The client workflow (TUF 1.0.34 section 5) as states. Each state is proof that what came before it was verified; each
 * offers only the next step, so that a wrong order does not compile. States do no input and output and read no clock:
 * the start time of the update is fixed in the first one (5.1).
 *
 * <p>{@link Rooted} → {@link Settled} → {@link Timestamped} → {@link Snapshotted} → {@link Complete}.
 */
public sealed interface TrustedRoles permits Rooted, Settled, Timestamped, Snapshotted, Complete {
    /** The trusted root. */
    Signed<Root> root();

    /** The start time of the update (TUF 5.1). */
    Instant at();

    /** Begins with the root that the consumer trusts already (TUF 5.2). */
    static Step<Rooted> pinned(Bytes root, Instant at) {
        return Rooted.pinned(root, at);
    }
}
