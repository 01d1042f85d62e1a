package dev.bulla.trust;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen of one TUF repository, as a {@code trust.lock} keeps it (trust.md section 10.3). Nothing older is trusted
 * under the lock.
 *
 * @param root version and sha256 of the newest root
 * @param timestamp least version of the timestamp
 * @param snapshot least version of the snapshot
 * @param roles least versions of targets roles, by role
 * @param timestampKeys ids of the timestamp's keys; minimums of timestamp hold while all of them sign it still
 * @param snapshotKeys ids of the snapshot's keys; minimums of snapshot, targets roles and revisions hold while all of
 *     them do
 * @param seq least revisions of targets, by target path
 * @param asOf when it was seen: no honest clock stands before
 */
public record LockedRepository(
        LockedRoot root,
        long timestamp,
        long snapshot,
        Map<String, Long> roles,
        List<String> timestampKeys,
        List<String> snapshotKeys,
        Map<String, Long> seq,
        Instant asOf) {
    /** A root by version and sha256 of its file, lower-case hex. */
    public record LockedRoot(long version, String sha256) {}

    /** Copies the collections, sorted. */
    public LockedRepository {
        roles = sorted(roles);
        seq = sorted(seq);
        timestampKeys = timestampKeys.stream().sorted().toList();
        snapshotKeys = snapshotKeys.stream().sorted().toList();
    }

    /** True when a key of the timestamp is no longer among {@code now}: its versions are counted anew (TUF 5.3.11). */
    public boolean timestampIsRotated(List<String> now) {
        return !now.containsAll(timestampKeys);
    }

    /** True when a key of the snapshot is no longer among {@code now}: versions that it lists are counted anew. */
    public boolean snapshotIsRotated(List<String> now) {
        return !now.containsAll(snapshotKeys);
    }

    /**
     * What was seen, or {@code later} where that is higher. Versions go back only where a root has replaced keys of the role
     * that counts them.
     */
    public LockedRepository raisedBy(LockedRepository later) {
        boolean newer = later.root.version() > root.version();
        boolean timestampAnew = newer && timestampIsRotated(later.timestampKeys);
        boolean snapshotAnew = newer && snapshotIsRotated(later.snapshotKeys);
        return new LockedRepository(
                newer ? later.root : root,
                timestampAnew ? later.timestamp : Math.max(timestamp, later.timestamp),
                snapshotAnew ? later.snapshot : Math.max(snapshot, later.snapshot),
                snapshotAnew ? later.roles : highest(roles, later.roles),
                newer ? later.timestampKeys : timestampKeys,
                newer ? later.snapshotKeys : snapshotKeys,
                snapshotAnew ? later.seq : highest(seq, later.seq),
                asOf.isAfter(later.asOf) ? asOf : later.asOf);
    }

    private static Map<String, Long> highest(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> merged = new TreeMap<>(one);
        other.forEach((name, version) -> merged.merge(name, version, Math::max));
        return merged;
    }

    private static SortedMap<String, Long> sorted(Map<String, Long> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
