package dev.bulla.publish;

import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleTags;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TufLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for two successors of one state (trust.md section 11.4): every timestamp names the one it was built on, and every
 * generation has a tag. What is found is told; nothing is repaired, since only its writers know which one was meant.
 */
public final class ForkCheck {
    private final Source store;

    /** In the TUF repository {@code store}. */
    public ForkCheck(Source store) {
        this.store = store;
    }

    /** A line for each fork at or just below what stands; forks further down were lines of earlier runs. */
    public List<String> of(Standing standing) {
        List<String> forks = new ArrayList<>();
        long number = standing.timestamp().role().version();
        timestampOf(number)
                .filter(other ->
                        !other.signedSha256().equals(standing.timestamp().signedSha256()))
                .ifPresent(
                        other -> forks.add("fork: generation " + number + " was announced with another timestamp than"
                                + " the one that stands: " + other.signedSha256() + " and "
                                + standing.timestamp().signedSha256()));
        timestampOf(number - 1)
                .filter(before -> !OnlineRoles.pointsAt(standing.timestamp().role(), before))
                .ifPresent(before -> forks.add("fork: timestamp v" + number + " was not built on generation "
                        + before.role().version() + " (" + before.signedSha256()
                        + "); what was published there may be missing"));
        return forks;
    }

    private Optional<Signed<Timestamp>> timestampOf(long number) {
        if (number < 1) {
            return Optional.empty();
        }
        try {
            return store.manifest(RoleTags.generation(number)).flatMap(this::timestamp);
        } catch (RejectedException | JsonException e) {
            return Optional.empty(); // no head, so no successor either
        }
    }

    private Optional<Signed<Timestamp>> timestamp(Manifest head) {
        return RoleFiles.read(head)
                .orThrow()
                .timestamp()
                .map(blob -> RoleFormat.TIMESTAMP.read(store.blobBytes(blob, TufLimits.TIMESTAMP_BYTES)));
    }
}
