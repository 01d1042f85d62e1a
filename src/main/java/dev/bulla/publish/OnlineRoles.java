package dev.bulla.publish;

import dev.bulla.attach.RoleLayer;
import dev.bulla.json.Json;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.UtcTime;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.SnapshotDraft;
import dev.bulla.tuf.edit.TimestampDraft;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshot and timestamp over the other roles, with the members that Bulla adds to them (trust.md section 5.2).
 *
 * @param keys the secret keys at hand
 * @param lives how long what is signed lives
 * @param origin the namespace, as {@code x-origin} has it
 * @param now the time of signing
 */
public record OnlineRoles(OnlineKeys keys, RoleLives lives, String origin, Instant now) {
    /** The namespace that roles belong to. */
    public static final String ORIGIN = "x-origin";

    /** The predecessor that a role was built on. */
    public static final String PREVIOUS = "x-prev";

    /** The newest root at the time of signing. */
    public static final String ROOT = "x-root";

    /**
     * The state with {@code changed} in place and snapshot and timestamp made anew over it.
     *
     * @param before what stands; empty for a new namespace
     * @param changed signed files of root and targets roles that differ from what stands
     * @param renewSnapshot whether a snapshot is signed even if it would list the same files
     */
    RoleSet over(Optional<Standing> before, Map<RoleName, RoleFile> changed, boolean renewSnapshot) {
        RoleSet files = before.map(Standing::files).orElse(RoleSet.empty());
        Map<RoleName, FileInfo> listed = new LinkedHashMap<>();
        for (Map.Entry<RoleName, RoleFile> file : changed.entrySet()) {
            files = files.with(
                    file.getKey(), file.getValue().version(), file.getValue().bytes());
            if (!file.getKey().equals(RoleName.ROOT)) {
                listed.put(file.getKey(), file.getValue().info());
            }
        }
        Signed<Root> root = changed.containsKey(RoleName.ROOT)
                ? changed.get(RoleName.ROOT).read(RoleFormat.ROOT).orThrow()
                : before.orElseThrow().root();
        FileInfo snapshot;
        if (before.isEmpty() || renewSnapshot || !listed.isEmpty()) {
            RoleFile made = keys.sign(
                    snapshot(before, listed).unsigned(),
                    RoleName.SNAPSHOT,
                    root.role().keysOf(RoleName.SNAPSHOT));
            files = files.with(RoleName.SNAPSHOT, made.version(), made.bytes());
            snapshot = made.info();
        } else {
            snapshot = before.get().snapshot().info();
        }
        RoleFile timestamp = keys.sign(
                timestamp(before, snapshot, root).unsigned(),
                RoleName.TIMESTAMP,
                root.role().keysOf(RoleName.TIMESTAMP));
        return files.with(RoleName.TIMESTAMP, timestamp.version(), timestamp.bytes());
    }

    private SnapshotDraft snapshot(Optional<Standing> before, Map<RoleName, FileInfo> listed) {
        Expiry expiry = lives.expiry(
                RoleName.SNAPSHOT, before.map(seen -> seen.snapshot().role()), now);
        SnapshotDraft draft = before.isPresent()
                ? SnapshotDraft.next(before.get().snapshot(), expiry)
                        .extension(PREVIOUS, previous(before.get().snapshot()))
                : SnapshotDraft.create(expiry);
        return draft.lists(listed).extension(RoleLives.SIGNED_AT, time(now));
    }

    private TimestampDraft timestamp(Optional<Standing> before, FileInfo snapshot, Signed<Root> root) {
        Expiry expiry = lives.expiry(
                RoleName.TIMESTAMP, before.map(seen -> seen.timestamp().role()), now);
        TimestampDraft draft = before.isPresent()
                ? TimestampDraft.next(before.get().timestamp(), expiry)
                        .extension(PREVIOUS, previousTimestamp(before.get()))
                : TimestampDraft.create(expiry);
        return draft.names(snapshot)
                .extension(ORIGIN, Json.text(origin))
                .extension(ROOT, previous(root))
                .extension(RoleLives.SIGNED_AT, time(now));
    }

    /** A moment as role files spell it. */
    public static Json time(Instant moment) {
        return Json.text(UtcTime.print(moment.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Version and hash of a file. */
    private static Json.Obj previous(Signed<? extends Role> file) {
        return pointer(
                file.role().version(),
                RoleLayer.of(RoleName.ROOT, file).blob().digest().hex());
    }

    /** True when {@code timestamp} says that it was built on {@code before}, or says nothing about it. */
    static boolean pointsAt(Timestamp timestamp, Signed<Timestamp> before) {
        Optional<Json> said = timestamp.unrecognized().get(PREVIOUS);
        return said.isEmpty() || said.get().equals(pointer(before.role().version(), before.signedSha256()));
    }

    /** Of a timestamp the signed part alone is hashed: witnesses add signatures to the file (trust.md section 5.2). */
    static Json.Obj previousTimestamp(Standing before) {
        return pointer(before.timestamp().role().version(), before.timestamp().signedSha256());
    }

    private static Json.Obj pointer(long version, String sha256) {
        return Json.Obj.empty().with("sha256", Json.text(sha256)).with("version", Json.whole(version));
    }
}
