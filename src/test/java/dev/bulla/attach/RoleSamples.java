package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.TrustRepository;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.edit.Delegation;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.SnapshotDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import dev.bulla.tuf.edit.TimestampDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The smallest namespace, as the published samples have it: every role in version 1, all signed by the golden key. */
final class RoleSamples {
    static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    static final String NAMESPACE = "example.com/acme";
    static final String NAME = NAMESPACE + "/helloworld:0.1.1";
    static final RoleName RELEASES = new RoleName("targets/releases");
    static final Descriptor BUNDLE = Descriptor.of(
            MediaType.OCI_INDEX,
            Digest.parse("sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268")
                    .orElseThrow(),
            929);

    private static final LocalSigner GOLDEN = TestKeys.golden();
    private static final List<LocalSigner> BY = List.of(GOLDEN);

    private RoleSamples() {}

    private static Expiry days(int days) {
        return Expiry.after(NOW, Duration.ofDays(days));
    }

    private static Json at() {
        return Json.text("2026-11-21T00:00:00Z");
    }

    /** The role files, by role. */
    static Map<RoleName, RoleFile> files() {
        RootDraft keys = RootDraft.create(days(365));
        for (RoleName role : List.of(RoleName.ROOT, RoleName.SNAPSHOT, RoleName.TARGETS, RoleName.TIMESTAMP)) {
            keys = keys.addKey(role, GOLDEN.publicKey());
        }
        RoleFile root = keys.extension("x-origin", Json.text(NAMESPACE))
                .extension("x-signed-at", at())
                .sign(BY);
        RoleFile targets = TargetsDraft.create(days(31))
                .delegate(Delegation.of(RELEASES, List.of(GOLDEN.publicKey()), 1, NAMESPACE + "/*:*"))
                .extension("x-signed-at", at())
                .sign(BY);
        RoleFile releases = TargetsDraft.create(days(31))
                .target(new TargetPath(NAME), target())
                .extension("x-signed-at", at())
                .sign(BY);
        RoleFile snapshot = SnapshotDraft.create(days(7))
                .lists(RoleName.TARGETS, targets.info())
                .lists(RELEASES, releases.info())
                .extension("x-signed-at", at())
                .sign(BY);
        RoleFile timestamp = TimestampDraft.create(days(7))
                .names(snapshot.info())
                .extension("x-origin", Json.text(NAMESPACE))
                .extension("x-root", pointer(root))
                .extension("x-signed-at", at())
                .sign(BY);
        Map<RoleName, RoleFile> files = new LinkedHashMap<>();
        files.put(RoleName.ROOT, root);
        files.put(RoleName.TIMESTAMP, timestamp);
        files.put(RoleName.SNAPSHOT, snapshot);
        files.put(RoleName.TARGETS, targets);
        files.put(RELEASES, releases);
        return files;
    }

    private static Json.Obj pointer(RoleFile file) {
        return Json.Obj.empty()
                .with("sha256", Json.text(Digest.of(file.bytes()).hex()))
                .with("version", Json.whole(file.version()));
    }

    private static TargetInfo target() {
        Json.Obj custom = Json.Obj.empty()
                .with("kind", Json.text("oci-manifest"))
                .with("oci", BUNDLE.plain().toJson())
                .with("seq", Json.whole(1))
                .with("signed-at", at());
        return TargetInfo.of(
                BUNDLE.size(), new Hashes(Map.of("sha256", BUNDLE.digest().hex())), Optional.of(custom));
    }

    private static List<RoleLayer> layers() {
        return files().entrySet().stream()
                .map(file -> RoleLayer.of(
                        file.getKey(),
                        file.getValue().version(),
                        file.getValue().bytes()))
                .toList();
    }

    /** Samples by file name without ending. */
    static Map<String, Bytes> samples() {
        Map<String, Bytes> samples = new LinkedHashMap<>();
        files().forEach((role, file) -> samples.put("role-" + role.value().replace("targets/", ""), file.bytes()));
        samples.put("head", HeadManifest.builder(NAMESPACE, layers()).build().raw());
        TrustRepository repository = new TrustRepository(new Place.RegistryPlace("example.com", "acme/tuf"));
        samples.put(
                "capsule",
                Capsule.builder(BUNDLE, NAME, repository, layers()).build().raw());
        return samples;
    }

    /** Root as the client reads it. */
    static Bytes root() {
        return Optional.ofNullable(files().get(RoleName.ROOT)).orElseThrow().bytes();
    }

    /** The type of a role's file. */
    static RoleFormat<?> format(RoleName role) {
        return switch (role.value()) {
            case "root" -> RoleFormat.ROOT;
            case "timestamp" -> RoleFormat.TIMESTAMP;
            case "snapshot" -> RoleFormat.SNAPSHOT;
            default -> RoleFormat.TARGETS;
        };
    }
}
