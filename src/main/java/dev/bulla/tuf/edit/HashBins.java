package dev.bulla.tuf.edit;

import dev.bulla.crypto.PublicKey;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.SuccinctRoles;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Bins by the hash of the path (TAP 15) to be written: 2^{@code bits} roles with one set of keys, all of which exist even
 * when they are empty.
 *
 * @param bits 1 to {@link #MAX_BITS}
 * @param namePrefix what the names of the bins begin with
 * @param keys who signs every bin
 * @param threshold how many of them must
 */
public record HashBins(int bits, String namePrefix, List<PublicKey> keys, int threshold) {
    /**
     * 8192 bins, although TAP 15 knows 2^32: each costs about 133 bytes of snapshot and 200 of head manifest, and with
     * more the snapshot no longer fits the 2 000 000 bytes that other clients read. It is enough for 10^8 targets.
     */
    public static final int MAX_BITS = 13;

    /** Below so many targets one role of some 40 kB is as good: a request more is a round more. */
    public static final long FEWEST_TARGETS = 100;

    /**
     * Bytes of an entry by those that a bin adds to the snapshot: 375 for a bundle with its manifest, 135 for name, version,
     * length and sha256. Whoever looks a target up takes the snapshot and one bin, whoever publishes one takes and gives
     * both, and the sum is smallest with √(2.8·N) bins.
     */
    private static final double ENTRY_BY_BIN = 2.8;

    /** Copies the keys; refuses what Bulla does not write with a {@link UsageException}. */
    public HashBins {
        keys = List.copyOf(keys);
        if (bits < 1 || bits > MAX_BITS) {
            throw new UsageException("bins have 1 to " + MAX_BITS + " bits, not " + bits);
        }
        if (namePrefix.isEmpty() || namePrefix.length() > RoleName.MAX_BYTES / 8) {
            throw new UsageException("the names of bins begin with 1 to " + RoleName.MAX_BYTES / 8 + " characters");
        }
        try {
            new SuccinctRoles(RoleKeys.of(keys, threshold), bits, namePrefix);
        } catch (JsonException e) {
            throw new UsageException("bins called " + namePrefix + " are refused: " + e.getMessage(), e);
        }
    }

    /** The bits for so many targets: about √(2.8·N) bins, a power of two; empty when none are worth it. */
    public static OptionalInt bitsFor(long targets) {
        if (targets < FEWEST_TARGETS) {
            return OptionalInt.empty();
        }
        double bins = Math.sqrt(ENTRY_BY_BIN * targets);
        int bits = (int) Math.round(Math.log(bins) / Math.log(2));
        return OptionalInt.of(Math.min(Math.max(bits, 1), MAX_BITS));
    }

    private SuccinctRoles succinct() {
        return new SuccinctRoles(RoleKeys.of(keys, threshold), bits, namePrefix);
    }

    /** The names of all bins, in order. */
    public List<RoleName> names() {
        SuccinctRoles succinct = succinct();
        List<RoleName> names = new ArrayList<>();
        for (long i = 0; i < succinct.count(); i++) {
            names.add(succinct.bin(i).name());
        }
        return names;
    }

    /** The bin of a target. */
    public RoleName binOf(TargetPath path) {
        return succinct().binOf(path).name();
    }

    /** Version 1 of every bin, together listing what {@code role} lists now. */
    public Map<RoleName, TargetsDraft> split(Targets role, Expiry expiry) {
        SuccinctRoles succinct = succinct();
        Map<RoleName, TargetsDraft> drafts = new LinkedHashMap<>();
        names().forEach(name -> drafts.put(name, TargetsDraft.create(expiry)));
        role.forEach((path, info) -> drafts.compute(
                succinct.binOf(path).name(),
                (name, draft) -> (draft == null ? TargetsDraft.create(expiry) : draft).target(path, info)));
        return drafts;
    }
}
