package dev.bulla.publish;

import dev.bulla.oci.Manifest;
import java.util.Optional;

/** A change of a namespace that can be made again upon whatever somebody else has published meanwhile. */
public interface HeadChange {
    /**
     * The state after this change.
     *
     * @param head the head as it stands; empty where there is none yet
     * @return empty when nothing is left to do upon it
     * @throws dev.bulla.outcome.ConflictException when the change and what is published exclude one another
     * @throws dev.bulla.outcome.RejectedException when the head is not what a consumer would accept
     */
    Optional<Generation> upon(Optional<Manifest> head);

    /** True when {@code head} holds this change, perhaps with further ones upon it. */
    boolean isIn(Manifest head);

    /**
     * True when {@code claim}, which another writer has announced, is a complete and verified state upon {@code head}: then
     * it may be made the head on behalf of a writer that stopped half-way.
     */
    boolean follows(Manifest claim, Manifest head);
}
