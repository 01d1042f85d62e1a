package dev.bulla.testkit.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Snapshot;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.SnapshotDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import dev.bulla.tuf.edit.TimestampDraft;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A repository in memory that the drafts of the product write and that serves every version it ever had. Each top-level
 * role has one key at first, the key seeded with its name.
 */
public final class DraftedRepository implements RoleSource {
    /** The namespace that root and timestamp say they are for. */
    public static final String ORIGIN = "example.com/acme";

    private final Map<String, Bytes> files = new LinkedHashMap<>();
    private final Map<RoleName, RoleFile> current = new LinkedHashMap<>();
    private final Map<RoleName, List<Signer>> signers = new LinkedHashMap<>();
    private final Map<RoleName, Duration> lives = new LinkedHashMap<>();
    private Instant now = SimulatedPublisher.NOW;

    /** A copy that goes its own way. */
    public DraftedRepository(DraftedRepository other) {
        files.putAll(other.files);
        current.putAll(other.current);
        signers.putAll(other.signers);
        lives.putAll(other.lives);
        now = other.now;
    }

    /** All four top-level roles in version 1, a month to live. */
    public DraftedRepository() {
        this(Map.of());
    }

    /** The same, with other lives of new files than a month. */
    public DraftedRepository(Map<RoleName, Duration> lives) {
        this.lives.putAll(lives);
        RootDraft root = RootDraft.create(expiryOf(RoleName.ROOT)).extension("x-origin", Json.text(ORIGIN));
        for (RoleName role : List.of(RoleName.ROOT, RoleName.SNAPSHOT, RoleName.TARGETS, RoleName.TIMESTAMP)) {
            Signer key = TestKeys.seeded(role.value());
            signers.put(role, List.of(key));
            root = root.addKey(role, key.publicKey());
        }
        put(RoleName.ROOT, root.sign(signers(RoleName.ROOT)));
        put(RoleName.TARGETS, TargetsDraft.create(expiryOf(RoleName.TARGETS)).sign(signers(RoleName.TARGETS)));
        put(
                RoleName.SNAPSHOT,
                listing(SnapshotDraft.create(expiryOf(RoleName.SNAPSHOT))).sign(signers(RoleName.SNAPSHOT)));
        put(
                RoleName.TIMESTAMP,
                naming(TimestampDraft.create(expiryOf(RoleName.TIMESTAMP)).extension("x-origin", Json.text(ORIGIN)))
                        .sign(signers(RoleName.TIMESTAMP)));
    }

    /** Expiry a month after the time that this repository believes it is. */
    public Expiry month() {
        return Expiry.after(now, Duration.ofDays(30));
    }

    /** Time passes for the publisher. */
    public DraftedRepository at(Instant moment) {
        now = moment;
        return this;
    }

    private Expiry expiryOf(RoleName role) {
        return Expiry.after(now, lives.getOrDefault(role, Duration.ofDays(30)));
    }

    /** Who signs a role; a delegated role's key is seeded with its name unless it was set. */
    public List<Signer> signers(RoleName role) {
        return signers.computeIfAbsent(role, name -> List.of(TestKeys.seeded(name.value())));
    }

    /** Other signers from now on. */
    public DraftedRepository signedBy(RoleName role, Signer... keys) {
        signers.put(role, List.of(keys));
        return this;
    }

    /** The files of all roles as they stand. */
    public Map<RoleName, RoleFile> files() {
        return Map.copyOf(current);
    }

    /** The file of a role as it stands. */
    public RoleFile file(RoleName role) {
        return Optional.ofNullable(current.get(role)).orElseThrow();
    }

    /** The current root. */
    public Signed<Root> root() {
        return file(RoleName.ROOT).read(RoleFormat.ROOT).orThrow();
    }

    /** The current file of a targets role. */
    public Signed<Targets> targets(RoleName role) {
        return file(role).read(RoleFormat.TARGETS).orThrow();
    }

    /** Publishes a file as it is; nothing follows from it. */
    public DraftedRepository put(RoleName role, RoleFile file) {
        current.put(role, file);
        files.put(nameOf(role, file.version()), file.bytes());
        return this;
    }

    /** The next root, signed by the present signers and by others. */
    public DraftedRepository rotate(UnaryOperator<RootDraft> change, Signer... alsoBy) {
        RoleFile file =
                change.apply(RootDraft.next(root(), expiryOf(RoleName.ROOT))).sign(signers(RoleName.ROOT));
        return put(RoleName.ROOT, file.withSignatures(List.of(alsoBy)));
    }

    /** The next version of a targets role; of one that is not here yet the first. */
    public DraftedRepository edit(RoleName role, UnaryOperator<TargetsDraft> change) {
        TargetsDraft draft = current.containsKey(role)
                ? TargetsDraft.next(targets(role), expiryOf(role))
                : TargetsDraft.create(expiryOf(role));
        return put(role, change.apply(draft).sign(signers(role)));
    }

    /** The next snapshot and timestamp, of what is here now. */
    public DraftedRepository publish() {
        Signed<Snapshot> snapshot =
                file(RoleName.SNAPSHOT).read(RoleFormat.SNAPSHOT).orThrow();
        put(
                RoleName.SNAPSHOT,
                listing(SnapshotDraft.next(snapshot, expiryOf(RoleName.SNAPSHOT)))
                        .sign(signers(RoleName.SNAPSHOT)));
        return stamp();
    }

    /** The next timestamp. */
    public DraftedRepository stamp() {
        Signed<Timestamp> last =
                file(RoleName.TIMESTAMP).read(RoleFormat.TIMESTAMP).orThrow();
        return put(
                RoleName.TIMESTAMP,
                naming(TimestampDraft.next(last, expiryOf(RoleName.TIMESTAMP))).sign(signers(RoleName.TIMESTAMP)));
    }

    private SnapshotDraft listing(SnapshotDraft draft) {
        Map<RoleName, FileInfo> infos = new LinkedHashMap<>();
        current.forEach((role, file) -> {
            if (!List.of(RoleName.ROOT, RoleName.SNAPSHOT, RoleName.TIMESTAMP).contains(role)) {
                infos.put(role, file.info());
            }
        });
        return draft.lists(infos);
    }

    private TimestampDraft naming(TimestampDraft draft) {
        return draft.names(file(RoleName.SNAPSHOT).info());
    }

    /** A client that trusts the first root of this repository. */
    public SimulatedMemory pinned() {
        return SimulatedMemory.pinned(Optional.ofNullable(files.get("1.root")).orElseThrow());
    }

    /** One update of a client with this memory. */
    public Step<Lookup> update(RoleMemory memory) {
        return new Client(this, memory, TufLimits.defaults(), line -> {}).refresh(now);
    }

    private static String nameOf(RoleName role, long version) {
        return role.equals(RoleName.TIMESTAMP) ? "timestamp" : version + "." + role;
    }

    @Override
    public Optional<Bytes> root(long version, int limit) {
        return Optional.ofNullable(files.get(nameOf(RoleName.ROOT, version)));
    }

    @Override
    public Bytes timestamp(int limit) {
        return file(RoleName.TIMESTAMP).bytes();
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        String file = nameOf(name, expected.version());
        return Optional.ofNullable(files.get(file)).orElseThrow(() -> new NotFoundException("no " + file));
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        throw new NotFoundException("this repository has metadata alone");
    }
}
