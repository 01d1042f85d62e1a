package dev.bulla.tuf;

/**
 * How much of foreign metadata is read. Every limit has a default and none can be left out (tuf.md 8).
 *
 * @param rootBytes longest root file
 * @param timestampBytes longest timestamp file
 * @param snapshotBytes longest snapshot file whose length is not listed
 * @param targetsBytes longest targets file whose length is not listed
 * @param listedBytes longest length that a trusted list may announce for a role file
 * @param rootRotations newer roots followed in one update
 * @param delegations delegated roles visited in one lookup
 */
public record TufLimits(
        int rootBytes,
        int timestampBytes,
        int snapshotBytes,
        int targetsBytes,
        int listedBytes,
        int rootRotations,
        int delegations) {
    /** Versions stay below 2^31: they are exact in every peer, and each step up can still be taken. */
    public static final long MAX_VERSION = (1L << 31) - 1;

    /** 512 000 B for root, as python-tuf, go-tuf and tuf-js alike. */
    public static final int ROOT_BYTES = 512_000;

    /** 16 384 B for timestamp, as peers. */
    public static final int TIMESTAMP_BYTES = 16_384;

    /** 2 000 000 B for a snapshot of unlisted length, as peers: some 66 000 entries with versions only. */
    public static final int SNAPSHOT_BYTES = 2_000_000;

    /** 5 000 000 B for a targets file of unlisted length, as peers: some 33 000 entries. */
    public static final int TARGETS_BYTES = 5_000_000;

    /** 64 MiB: a signed length is still a promise to allocate. */
    public static final int LISTED_BYTES = 64 << 20;

    /** 256 rotations in one update, as peers; the specification's example is 2^10. */
    public static final int ROOT_ROTATIONS = 256;

    /** 32 delegated roles in one lookup, as peers (TUF 5.6.7.1). */
    public static final int DELEGATIONS = 32;

    /** The limits above. */
    public static TufLimits defaults() {
        return new TufLimits(
                ROOT_BYTES, TIMESTAMP_BYTES, SNAPSHOT_BYTES, TARGETS_BYTES, LISTED_BYTES, ROOT_ROTATIONS, DELEGATIONS);
    }

    /** These limits with another bound for listed lengths, for repositories with very large roles. */
    public TufLimits listedBytes(int bytes) {
        return new TufLimits(rootBytes, timestampBytes, snapshotBytes, targetsBytes, bytes, rootRotations, delegations);
    }

    /** How much of a role file is read whose parent says {@code info} of it. */
    long bound(RoleName role, FileInfo info) {
        int unlisted = role.equals(RoleName.SNAPSHOT) ? snapshotBytes : targetsBytes;
        return info.length().orElse(unlisted);
    }
}
