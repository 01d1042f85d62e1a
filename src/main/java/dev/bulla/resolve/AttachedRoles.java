package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.Settled;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.Timestamped;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The role files that several offer, heads and the capsules of one artifact, taken together by the strict rules of trust.md
 * 3.1: every root that chains, then the highest timestamp that verifies under the newest root, and what hashes to what it
 * names. What belongs to no chain is passed over and noted, since anybody who may attach can attach rubbish; mixing is
 * impossible, because hashes determine all that follows from the timestamp.
 */
final class AttachedRoles implements RoleSource {
    private final List<HeadSource> candidates;
    private final Consumer<Check> notes;
    private boolean attached;

    /** The newest root so far; candidates for the next one are judged by it. */
    private Rooted newest;

    /**
     * Over {@code candidates}, at least one.
     *
     * @param trusted the root that is trusted already
     * @param notes hears which candidate was passed over, and why
     * @throws RejectedException when the root does not verify
     */
    AttachedRoles(List<HeadSource> candidates, Bytes trusted, Consumer<Check> notes) {
        this.candidates = List.copyOf(candidates);
        this.notes = notes;
        // only chains and signatures are judged here; what is expired decides the client
        this.newest = Rooted.pinned(trusted, Instant.EPOCH).orThrow();
    }

    /** True when the timestamp that was chosen is a capsule's and no head's. */
    boolean attached() {
        return attached;
    }

    /** A file and who offers it. */
    private record Offered(HeadSource by, Bytes file) {}

    @Override
    public Optional<Bytes> root(long version, int limit) {
        Map<String, Rooted> chaining = new LinkedHashMap<>();
        for (Offered offered : offered("root v" + version, candidate -> candidate.root(version, limit))) {
            switch (newest.next(offered.file())) {
                case Step.Done<Rooted> next ->
                    chaining.putIfAbsent(next.value().root().signedSha256(), next.value());
                case Step.Refused<Rooted> refused -> passOver(offered.by(), refused.reason());
            }
        }
        if (chaining.size() > 1) {
            throw forked("root v" + version, List.copyOf(chaining.keySet()));
        }
        if (chaining.isEmpty()) {
            return Optional.empty();
        }
        newest = chaining.values().iterator().next();
        return Optional.of(newest.root().raw());
    }

    @Override
    public Bytes timestamp(int limit) {
        Settled settled = newest.settle().orThrow();
        List<Signed<Timestamp>> highest = new ArrayList<>();
        for (Offered offered : offered("timestamp", candidate -> Optional.of(candidate.timestamp(limit)))) {
            switch (settled.timestamp(offered.file(), Optional.empty())) {
                case Step.Done<Timestamped> verified -> {
                    if (keepHighest(highest, verified.value().timestamp())) {
                        attached = offered.by().isCapsule();
                    }
                }
                case Step.Refused<Timestamped> refused -> passOver(offered.by(), refused.reason());
            }
        }
        if (highest.isEmpty()) {
            throw new RejectedException(Reason.of(
                            ReasonCode.THRESHOLD, "no timestamp of " + all() + " is signed as the newest root demands")
                    .with("role", "timestamp"));
        }
        List<String> signed =
                highest.stream().map(Signed::signedSha256).distinct().toList();
        if (signed.size() > 1) {
            throw forked("timestamp v" + highest.get(0).role().version(), signed);
        }
        // witnesses sign what is out already: of equal ones the file with the most signatures
        return Collections.max(
                        highest,
                        Comparator.comparingInt(file -> file.signatures().size()))
                .raw();
    }

    /** True when {@code file} is higher than all before. */
    private static boolean keepHighest(List<Signed<Timestamp>> highest, Signed<Timestamp> file) {
        long seen = highest.isEmpty() ? 0 : highest.get(0).role().version();
        if (file.role().version() > seen) {
            highest.clear();
        }
        if (file.role().version() >= seen) {
            highest.add(file);
        }
        return file.role().version() > seen;
    }

    /** {@inheritDoc} Its hash has to be listed: without one, files of different capsules could be mixed. */
    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        Hashes hashes = expected.hashes()
                .orElseThrow(() -> new RejectedException(
                        ReasonCode.UNKNOWN_HASH, name + " is listed without hash and can be taken from no capsule"));
        for (Offered offered : offered(name.value(), one -> Optional.of(one.role(name, expected, consistent, limit)))) {
            Bytes candidate = offered.file();
            if (!hashes.known().isEmpty()
                    && hashes.known().entrySet().stream()
                            .allMatch(
                                    hash -> hash.getKey().hash(candidate).hex().equals(hash.getValue()))) {
                return candidate;
            }
        }
        throw new RejectedException(
                Reason.of(ReasonCode.INCOMPLETE, name + " v" + expected.version() + " is in none of the " + all())
                        .with("role", name.value()));
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        candidates.get(0).target(path, expected, consistent, sink);
    }

    /** What the candidates have, each content once; one that lacks it or is damaged counts for nothing. */
    private List<Offered> offered(String what, Function<HeadSource, Optional<Bytes>> question) {
        Map<Bytes, Offered> found = new LinkedHashMap<>();
        for (HeadSource candidate : candidates) {
            try {
                question.apply(candidate).ifPresent(file -> found.putIfAbsent(file, new Offered(candidate, file)));
            } catch (NotFoundException | RejectedException e) {
                // another may be whole; if none is, the caller says what is missing
                notes.accept(Check.note("candidate", candidate.described() + ": " + what + ": " + e.getMessage()));
            }
        }
        return List.copyOf(found.values());
    }

    private String all() {
        boolean capsules = candidates.stream().allMatch(HeadSource::isCapsule);
        return candidates.size() + (capsules ? " attached capsules" : " heads and capsules");
    }

    private void passOver(HeadSource candidate, Reason reason) {
        notes.accept(Check.note("candidate", candidate.described() + " is passed over: " + reason.message()));
    }

    private static RejectedException forked(String what, List<String> signed) {
        return new RejectedException(Reason.of(
                        ReasonCode.FORKED_METADATA,
                        "there are two valid files " + what + ": " + signed.get(0) + " and " + signed.get(1)
                                + "; none is chosen")
                .with("seen", signed.get(0))
                .with("offered", signed.get(1))
                .hint("whoever holds the keys has signed two histories; ask the publisher"));
    }
}
