package dev.bulla.testkit.loopback;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** How the registry behaves apart from referrers and access; may be changed while it runs. */
public final class Behaviour {

    /** What stands in {@code Docker-Content-Digest}. */
    public enum DigestHeader {
        /** The digest of the content. */
        TRUE,
        /** Another, well-formed digest. */
        FALSE,
        /** No such header. */
        ABSENT
    }

    /** Manifests that some registries do not take. */
    public enum Refusal {
        /** A manifest with {@code artifactType}. */
        ARTIFACT_TYPE,
        /** A manifest whose config has the empty media type. */
        EMPTY_CONFIG,
        /** Any index. */
        INDEX
    }

    private static final int FOUR_MEBIBYTES = 4 << 20;

    volatile boolean deletes = true;
    volatile boolean tagDeletes = true;
    volatile boolean mounts = true;
    volatile boolean singlePost = true;
    volatile boolean sha512 = true;
    volatile boolean sparseIndexes;
    volatile boolean conditionalPuts;
    volatile boolean relativeLocations;
    volatile boolean acceptHonoured = true;
    volatile boolean ranges = true;
    volatile boolean convertsManifests;
    volatile int immutableTagStatus;
    volatile int chunkMinLength;
    volatile int redirectStatus;
    volatile int missingStatus = 404;
    volatile int tagPageSize;
    volatile int maxManifestBytes = FOUR_MEBIBYTES;
    volatile int maxBlobBytes = Integer.MAX_VALUE;
    volatile int limitedEvery;
    volatile DigestHeader digestHeader = DigestHeader.TRUE;
    volatile Set<Refusal> refusals = EnumSet.noneOf(Refusal.class);
    volatile List<String> warnings = List.of();
    final AtomicInteger staleTagReads = new AtomicInteger();
    final AtomicInteger lostTagWrites = new AtomicInteger();

    private final AtomicInteger answered = new AtomicInteger();

    Behaviour() {}

    /** Whether manifests and blobs can be deleted; else 405. */
    public Behaviour deletes(boolean on) {
        deletes = on;
        return this;
    }

    /** Whether a tag alone can be deleted; else 405. */
    public Behaviour tagDeletes(boolean on) {
        tagDeletes = on;
        return this;
    }

    /** Whether blobs are mounted from other repositories; else an upload is opened and answered 202. */
    public Behaviour mounts(boolean on) {
        mounts = on;
        return this;
    }

    /** Whether {@code POST ?digest=} stores the body at once; else an upload is opened and answered 202. */
    public Behaviour singlePost(boolean on) {
        singlePost = on;
        return this;
    }

    /** Whether sha512 digests are taken; else 400. */
    public Behaviour sha512(boolean on) {
        sha512 = on;
        return this;
    }

    /** Whether an index is taken although a child is missing; else 400. */
    public Behaviour sparseIndexes(boolean on) {
        sparseIndexes = on;
        return this;
    }

    /** Whether {@code If-Match} and {@code If-None-Match} of a manifest PUT are obeyed with 412; else ignored. */
    public Behaviour conditionalPuts(boolean on) {
        conditionalPuts = on;
        return this;
    }

    /** Whether {@code Location} is a path only. */
    public Behaviour relativeLocations(boolean on) {
        relativeLocations = on;
        return this;
    }

    /** Whether a manifest is hidden from a request whose {@code Accept} does not name its type. */
    public Behaviour acceptHonoured(boolean on) {
        acceptHonoured = on;
        return this;
    }

    /** Whether {@code Range} is obeyed for blobs; else the whole blob is sent with 200. */
    public Behaviour ranges(boolean on) {
        ranges = on;
        return this;
    }

    /** Whether manifests come back with other bytes than were pushed. */
    public Behaviour convertsManifests(boolean on) {
        convertsManifests = on;
        return this;
    }

    /** The status for a PUT to a tag that names another manifest already, 400 or 409; 0 lets tags move. */
    public Behaviour immutableTags(int status) {
        immutableTagStatus = status;
        return this;
    }

    /** The smallest chunk but for the last, told in {@code OCI-Chunk-Min-Length}; 0 for none. */
    public Behaviour chunkMinLength(int bytes) {
        chunkMinLength = bytes;
        return this;
    }

    /** The status with which blob downloads are sent to the second origin, 301 to 308; 0 serves them here. */
    public Behaviour redirectBlobs(int status) {
        redirectStatus = status;
        return this;
    }

    /** The status for what is not there: 404, or 403 as some registries have it. */
    public Behaviour missingStatus(int status) {
        missingStatus = status;
        return this;
    }

    /** How many tags a page holds; 0 for all. */
    public Behaviour tagPageSize(int tags) {
        tagPageSize = tags;
        return this;
    }

    /** The largest manifest taken; a larger one is answered 413. */
    public Behaviour maxManifestBytes(int bytes) {
        maxManifestBytes = bytes;
        return this;
    }

    /** The largest blob taken; a larger one is answered 413. */
    public Behaviour maxBlobBytes(int bytes) {
        maxBlobBytes = bytes;
        return this;
    }

    /** Each so-manieth request is answered 429 with {@code Retry-After: 1} and not carried out; 0 for none. */
    public Behaviour limitedEvery(int requests) {
        limitedEvery = requests;
        return this;
    }

    /** The answer to one request too many. */
    Optional<Answer> limited() {
        boolean now = limitedEvery != 0 && answered.incrementAndGet() % limitedEvery == 0;
        return now
                ? Optional.of(Answer.error(429, "TOOMANYREQUESTS", "slow down").with("Retry-After", "1"))
                : Optional.empty();
    }

    /** What {@code Docker-Content-Digest} says. */
    public Behaviour digestHeader(DigestHeader header) {
        digestHeader = header;
        return this;
    }

    /** What manifests are answered 400. */
    public Behaviour refusing(Refusal... kinds) {
        refusals = Set.of(kinds);
        return this;
    }

    /** Texts sent as {@code Warning: 299 - "…"} with every answer. */
    public Behaviour warnings(String... texts) {
        warnings = List.of(texts);
        return this;
    }

    /** The next reads of a tag answer what it named before it was last set. */
    public Behaviour staleTagReads(int reads) {
        staleTagReads.set(reads);
        return this;
    }

    /** The next PUTs to a tag are answered 201, but another writer wins: the tag stays as it was. */
    public Behaviour lostTagWrites(int writes) {
        lostTagWrites.set(writes);
        return this;
    }

    /** Takes one from a count; false when there is none left. */
    static boolean take(AtomicInteger count) {
        return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
