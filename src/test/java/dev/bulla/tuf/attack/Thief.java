package dev.bulla.tuf.attack;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.SnapshotDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import dev.bulla.tuf.edit.TimestampDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Forges role files. Every file is signed with all stolen keys and with one of the thief's own, whatever the role, so that
 * a key that counts where it should not is found as well.
 */
final class Thief {
    private static final Duration LIFE = Duration.ofDays(30);

    private final Scene scene;
    private final List<Signer> keys = new ArrayList<>();
    private final Signer own = TestKeys.seeded("thief");

    Thief(Scene scene, Set<Stolen> stolen) {
        this.scene = scene;
        stolen.forEach(key -> keys.add(new Quick(Scene.key(key.role()))));
        keys.add(new Quick(own));
    }

    Scene scene() {
        return scene;
    }

    Signer own() {
        return own;
    }

    /** Signs each text once in all attacks. */
    private record Quick(Signer signer) implements Signer {
        private static final Map<List<Object>, Bytes> MADE = new ConcurrentHashMap<>();

        @Override
        public PublicKey publicKey() {
            return signer.publicKey();
        }

        @Override
        public KeyId keyId() {
            return signer.keyId();
        }

        @Override
        public Bytes sign(Bytes message) {
            return MADE.computeIfAbsent(List.of(keyId(), message), key -> signer.sign(message));
        }
    }

    private static Expiry expiry(Instant at) {
        return Expiry.after(at, LIFE);
    }

    /** A targets role that follows the honest one of this time. */
    RoleFile role(RoleName role, Instant at, UnaryOperator<TargetsDraft> change) {
        return change.apply(TargetsDraft.next(scene.honest(at).targets(role), expiry(at)))
                .sign(keys);
    }

    /** The same as the last version that there can be. */
    RoleFile lastRole(RoleName role, Instant at) {
        Signed<Targets> late =
                renumbered(scene.honest(at).file(role)).read(RoleFormat.TARGETS).orThrow();
        return TargetsDraft.next(late, expiry(at)).sign(keys);
    }

    /** A snapshot that follows the honest one of this time and lists these files. */
    RoleFile snapshot(Instant at, Map<RoleName, RoleFile> files) {
        RoleFile honest = scene.honest(at).file(RoleName.SNAPSHOT);
        return snapshot(SnapshotDraft.next(honest.read(RoleFormat.SNAPSHOT).orThrow(), expiry(at)), files);
    }

    /** The last snapshot that there can be. */
    RoleFile lastSnapshot(Instant at, Map<RoleName, RoleFile> files) {
        RoleFile late = renumbered(scene.honest(at).file(RoleName.SNAPSHOT));
        return snapshot(SnapshotDraft.next(late.read(RoleFormat.SNAPSHOT).orThrow(), expiry(at)), files);
    }

    private RoleFile snapshot(SnapshotDraft draft, Map<RoleName, RoleFile> files) {
        SnapshotDraft listing = draft;
        for (Map.Entry<RoleName, RoleFile> entry : files.entrySet()) {
            if (entry.getValue().type().equals("targets")) {
                listing = listing.lists(entry.getKey(), entry.getValue().info());
            }
        }
        return listing.sign(keys);
    }

    /** A snapshot that lists a role no more. */
    RoleFile snapshotWithout(RoleName role, Instant at) {
        RoleFile honest = scene.honest(at).file(RoleName.SNAPSHOT);
        return SnapshotDraft.next(honest.read(RoleFormat.SNAPSHOT).orThrow(), expiry(at))
                .drops(role)
                .sign(keys);
    }

    /** A timestamp that follows the honest one of this time and names this snapshot. */
    RoleFile timestamp(Instant at, RoleFile snapshot) {
        RoleFile honest = scene.honest(at).file(RoleName.TIMESTAMP);
        return TimestampDraft.next(honest.read(RoleFormat.TIMESTAMP).orThrow(), expiry(at))
                .names(snapshot.info())
                .sign(keys);
    }

    /** The last timestamp that there can be. */
    RoleFile lastTimestamp(Instant at, RoleFile snapshot) {
        RoleFile late = renumbered(scene.honest(at).file(RoleName.TIMESTAMP));
        return TimestampDraft.next(late.read(RoleFormat.TIMESTAMP).orThrow(), expiry(at))
                .names(snapshot.info())
                .sign(keys);
    }

    /** A root with the thief's key for everything. */
    RoleFile root(Instant at) {
        DraftedRepository honest = scene.honest(at);
        RootDraft draft = RootDraft.next(honest.root(), expiry(at));
        for (RoleName role : List.of(RoleName.ROOT, RoleName.TIMESTAMP, RoleName.SNAPSHOT, RoleName.TARGETS)) {
            draft = draft.addKey(role, own.publicKey());
        }
        return draft.sign(keys);
    }

    /** The file as if its version were the last but one. */
    private static RoleFile renumbered(RoleFile file) {
        String text = file.bytes().asUtf8().orElseThrow();
        String member = "\"version\":";
        int at = text.lastIndexOf(member) + member.length(); // members are sorted: this is the one of the role
        int end = text.indexOf('}', at);
        return RoleFile.of(Bytes.utf8(text.substring(0, at) + (TufLimits.MAX_VERSION - 1) + text.substring(end)))
                .orThrow();
    }

    /** The files of a generation, some of them replaced. */
    Map<RoleName, RoleFile> files(int generation, Map<RoleName, RoleFile> instead) {
        Map<RoleName, RoleFile> files = new LinkedHashMap<>(scene.generation(generation));
        files.putAll(instead);
        return files;
    }
}
