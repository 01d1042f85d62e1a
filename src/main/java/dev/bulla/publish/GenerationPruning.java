package dev.bulla.publish;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TufLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deletes heads that no reader is still using: all but the last five, and none of the last day (oci-graph section 6). Roots
 * and role files of the head that stands are never touched; bins that only a deleted head lists get tags of their own first.
 */
public final class GenerationPruning {
    /** Generations that stay whatever their age. */
    static final int KEPT = 5;

    /** A reader that began with a head finishes within a day. */
    static final Duration KEPT_FOR = Duration.ofDays(1);

    /** Generations looked at in one run; a run a day deletes what a year of hourly refreshes left. */
    private static final int MAX_LOOKS = 10_000;

    /** Numbers that were pruned one by one, or claimed by a writer that lost, leave gaps of this size at most. */
    private static final int MAX_GAP = 8;

    private final Store store;

    /** In the TUF repository {@code store}. */
    public GenerationPruning(Store store) {
        this.store = store;
    }

    /**
     * Deletes what is too old to be in use.
     *
     * @param standing what stands now
     * @param notes hears why nothing could be deleted
     * @return how many were deleted
     */
    public int prune(Standing standing, Instant now, Consumer<String> notes) {
        long newest = standing.timestamp().role().version();
        int deleted = 0;
        int gap = 0;
        for (long number = newest - KEPT; number > 0 && gap <= MAX_GAP && newest - number < MAX_LOOKS; number--) {
            Optional<Manifest> generation = store.manifest(RoleTags.generation(number));
            gap = generation.isPresent() ? 0 : gap + 1;
            if (generation.filter(head -> isOld(head, now)).isPresent()) {
                try {
                    keepBins(generation.get(), standing);
                    store.delete(generation.get().digest());
                    deleted++;
                } catch (DeniedException e) {
                    notes.accept("older generations stay: " + e.getMessage());
                    return deleted;
                }
            }
        }
        return deleted;
    }

    /** Bins that nothing else keeps get tags of their own: those that this head listed and that have not changed since. */
    private void keepBins(Manifest head, Standing standing) {
        RoleFiles.read(head).orThrow().files().forEach((name, blob) -> {
            long version = name.version().orElse(0);
            boolean current = standing.snapshot()
                    .role()
                    .of(name.role())
                    .filter(info -> info.version() == version)
                    .isPresent();
            if (current && standing.isUnlistedBin(name.role())) {
                RoleLayer bin = RoleLayer.stored(name.role(), version, blob);
                store.tag(new AttachmentWriter(store).push(HeadManifest.single(bin)), RoleTags.role(name.role()));
            }
        });
    }

    private boolean isOld(Manifest head, Instant now) {
        try {
            return RoleFiles.read(head).orThrow().timestamp().stream()
                    .map(blob -> RoleFormat.TIMESTAMP.read(store.blobBytes(blob, TufLimits.TIMESTAMP_BYTES)))
                    .anyMatch(timestamp -> isOld(timestamp.role(), now));
        } catch (RejectedException | JsonException e) {
            return false; // nothing that was written here; not ours to delete
        }
    }

    private static boolean isOld(Timestamp timestamp, Instant now) {
        return RoleLives.signedAt(timestamp)
                .filter(at -> at.plus(KEPT_FOR).isBefore(now))
                .isPresent();
    }
}
