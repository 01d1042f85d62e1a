package dev.bulla.registry;

import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One change to an index that other writers change at the same time, in a registry that knows no conditional write.
 *
 * <p>A writer reads, adds its entries to what it read and writes. Whoever read before that write and writes after it undoes
 * it, and cannot know. So a writer remembers every entry that it has seen, looks on after its write, and writes again what
 * has vanished, its own or not. It leaves when it finds everything it remembers listed at least {@code D} after its own
 * last write.
 *
 * <p>Nothing is lost for good as long as every writer's write lands less than {@code D} after the read that it is based on.
 * For suppose entry <i>a</i>, known to writers that have left, is missing at the end. Take the last of them to leave, X, at
 * time T, and the write W that removed <i>a</i> for good: it landed after T and rests on a read before T that did not show
 * <i>a</i>, although X's last look at T did. Between the two somebody wrote <i>a</i> back, less than {@code D} before W. If
 * that was X, X left too early; if it was another writer, that one stays {@code D} after its write, so longer than W, and
 * knows <i>a</i>: X was not the last. Either way there is a contradiction.
 *
 * <p>{@code D} is at least what {@link Settling} says and four times the longest read-to-write time that the writer saw of
 * itself: writers on one loaded machine or behind one slow line are slow together. The time between read and write is kept
 * short by reading twice: the first read loads everything that takes part, the second is the one that counts.
 */
final class SharedIndex {
    /** How much slower others may be than this writer was at its worst. */
    private static final int SLOWER_OTHERS = 4;

    /** Looks within one settling time: a loss is seen early and mended early. */
    private static final int LOOKS = 4;

    /** Longer than this nobody waits for others; a registry that slow fails otherwise. */
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(20);

    /** A read older than this is not built upon but done again. */
    private static final Duration STALE = Duration.ofMillis(200);

    private static final int FRESH_READS = 4;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);

    private final Repository repository;
    private final Manifests manifests;
    private final ManifestWriter writer;
    private final Tag tag;
    private final Map<Digest, Json.Obj> remembered = new LinkedHashMap<>();
    private final Set<Digest> own;
    private final Set<Digest> removed;
    private final Set<Digest> alive = new HashSet<>();
    private final Set<Digest> gone = new HashSet<>();
    private final Pacing pacing;
    private Optional<Digest> lastWritten = Optional.empty();
    private long lastWriteNanos;
    private long lastLookNanos;
    private Duration longestGap = Duration.ZERO;
    private boolean contended;
    private int writes;

    /**
     * Prepares a change.
     *
     * @param add entries that are to be listed
     * @param remove digests that are not to be listed
     */
    SharedIndex(Repository repository, ManifestWriter writer, Tag tag, Map<Digest, Json.Obj> add, Set<Digest> remove) {
        this.repository = repository;
        this.manifests = new Manifests(repository);
        this.writer = writer;
        this.tag = tag;
        this.own = Set.copyOf(add.keySet());
        this.removed = Set.copyOf(remove);
        this.remembered.putAll(add);
        this.pacing = repository.http().pacing();
    }

    /**
     * Makes the change and stays until it holds.
     *
     * @throws ConflictException when it does not hold after the most writes allowed, or the tag is no index
     */
    void apply() {
        IndexState state = look();
        while (!holds(state)) {
            state = write(state);
            while (holds(state) && !settled()) {
                pacing.pause(pacing.spread(settling().dividedBy(LOOKS)));
                state = look();
            }
        }
    }

    private boolean holds(IndexState state) {
        return state.lists(remembered.keySet()) && removed.stream().noneMatch(state.entries()::containsKey);
    }

    /** True when the last look began late enough after the last write. */
    private boolean settled() {
        return writes == 0 || lastLookNanos - lastWriteNanos > settling().toNanos();
    }

    private Duration settling() {
        Settling waits = repository.options().settling();
        Duration base = contended ? waits.contended() : waits.quiet();
        Duration others = longestGap.multipliedBy(SLOWER_OTHERS);
        Duration due = base.compareTo(others) >= 0 ? base : others;
        return due.compareTo(LONGEST_SETTLING) <= 0 ? due : LONGEST_SETTLING;
    }

    /** Reads, remembers what is listed, and notices other writers. */
    private IndexState look() {
        lastLookNanos = pacing.nanos();
        IndexState state = read();
        contended |= writes > 0 && !state.digest().equals(lastWritten);
        state.entries().forEach((digest, entry) -> {
            if (!removed.contains(digest) && !gone.contains(digest)) {
                remembered.putIfAbsent(digest, entry);
            }
        });
        return state;
    }

    private IndexState read() {
        try {
            Optional<Manifests.Tagged> tagged = manifests.at(tag);
            if (tagged.isEmpty() && manifests.isTaken(tag)) {
                tagged = manifests.at(tag);
                if (tagged.isEmpty()) {
                    throw IndexState.foreign(tag, "of a type that is no manifest");
                }
            }
            return IndexState.of(tag, tagged);
        } catch (RejectedException e) {
            if (e.reason().code() == ReasonCode.LIMIT_EXCEEDED) {
                throw e;
            }
            throw IndexState.foreign(tag, e.reason().message());
        }
    }

    /** Writes what is missing on top of the newest state, and looks. */
    private IndexState write(IndexState seen) {
        if (writes == repository.options().settling().rounds()) {
            throw new ConflictException(
                    "tag " + tag + " of " + repository.place() + ": other writers undid the change " + writes
                            + " times",
                    "run the command again when fewer write to it");
        }
        if (writes > 0) {
            pacing.pause(backOff());
        }
        forgetDeleted(seen.entries().keySet());
        IndexState fresh = look();
        for (int i = 1; i < FRESH_READS && pacing.nanos() - lastLookNanos > STALE.toNanos(); i++) {
            fresh = look();
        }
        if (holds(fresh)) {
            return fresh;
        }
        put(fresh);
        return look();
    }

    private void put(IndexState fresh) {
        long start = lastLookNanos;
        Manifest next = fresh.with(remembered);
        Optional<ManifestWriter.Precondition> condition = Optional.of(ManifestWriter.Precondition.that(fresh.tagged()));
        writes++;
        try {
            contended |= !writer.put(tag.value(), next, condition, repository.metadata());
            lastWritten = Optional.of(next.digest());
        } catch (RejectedException e) {
            if (!Refusal.isOfMissingChildren(e)) {
                throw e;
            }
            alive.clear();
            forgetDeleted(Set.of());
        }
        lastWriteNanos = pacing.nanos();
        Duration gap = Duration.ofNanos(lastWriteNanos - start);
        longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
    }

    /** An entry that vanished together with its manifest was deleted on purpose and is not written back. */
    private void forgetDeleted(Set<Digest> listed) {
        List<Digest> vanished = new ArrayList<>(remembered.keySet());
        vanished.removeAll(listed);
        vanished.removeAll(own);
        for (Digest digest : vanished) {
            if (!alive.contains(digest) && !manifests.exists(digest)) {
                remembered.remove(digest);
                gone.add(digest);
            } else {
                alive.add(digest);
            }
        }
    }

    private Duration backOff() {
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(writes, 8));
        Duration most = doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
        return Duration.ofNanos((long) (most.toNanos() * pacing.jitter()));
    }
}
