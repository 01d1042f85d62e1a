package dev.bulla.publish;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Store;
import dev.bulla.registry.Pacing;
import dev.bulla.testkit.MemoryStore;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.RoleFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A namespace in memory and the keys of everybody who publishes in it; nothing in it waits. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String ORIGIN = "registry.example/acme";

    final Signer root = TestKeys.seeded("root");
    final Signer targets = TestKeys.seeded("targets");
    final Signer online = TestKeys.seeded("online");
    final Signer releases = TestKeys.seeded("releases");
    final Store store;
    Instant now = NOW;
    private Bytes pinned = Bytes.empty();

    Scene() {
        this(new MemoryStore("acme/tuf"));
    }

    Scene(Store store) {
        this.store = store;
    }

    /** Nothing waits, nobody is spread. */
    static WritePace pace() {
        return WritePace.ofLayouts(new Pacing() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void pause(Duration duration) {}

            @Override
            public double jitter() {
                return 0;
            }
        });
    }

    static List<PublicKey> keys(Signer... signers) {
        List<PublicKey> keys = new ArrayList<>();
        for (Signer signer : signers) {
            keys.add(signer.publicKey());
        }
        return keys;
    }

    Founding founding(Profile profile) {
        return new Founding(
                ORIGIN,
                profile,
                new Founding.Holders(keys(root), 1),
                new Founding.Holders(keys(targets), 1),
                keys(online),
                profile.hasReleases() ? keys(releases) : List.of(),
                profile.hasQa() ? keys(TestKeys.seeded("qa")) : List.of(),
                profile.lives(Map.of()));
    }

    /** Signs and publishes the first files. */
    Scene founded(Profile profile) {
        Map<RoleName, RoleFile> files = new LinkedHashMap<>();
        founding(profile)
                .drafts(now)
                .forEach((role, file) -> files.put(role, file.withSignatures(List.of(holder(role)))));
        pinned = Optional.ofNullable(files.get(RoleName.ROOT)).orElseThrow().bytes();
        repository().publish(FixedRoles.founding(files), roles(online));
        return this;
    }

    Signer holder(RoleName role) {
        return switch (role.value()) {
            case "root" -> root;
            case "targets" -> targets;
            default -> releases;
        };
    }

    OnlineRoles roles(Signer... signers) {
        return new OnlineRoles(new OnlineKeys(List.of(signers)), Profile.NAMESPACE.lives(Map.of()), ORIGIN, now);
    }

    Bytes pinned() {
        return pinned;
    }

    NamespaceRepository repository() {
        return new NamespaceRepository(store, pinned, pace());
    }

    Standing standing() {
        return repository().standing().orElseThrow();
    }

    /** A bundle on its way into a role; its bytes are the text. */
    static NewTarget target(String below, String text) {
        Bytes content = Bytes.utf8(text);
        Descriptor index = Descriptor.of(MediaType.OCI_INDEX, Bytes.utf8("index of " + text));
        return new NewTarget(path(below), NewTarget.BUNDLE, content.length(), Hashes.sha256Of(content), index);
    }

    TargetEdits signing(Signer signer, NewTarget... added) {
        return signing(signer, new Handover(store), added);
    }

    TargetEdits signing(Signer signer, Handover handover, NewTarget... added) {
        return new TargetEdits(List.of(added), new OnlineKeys(List.of(signer)), RoleLives.asBefore(), handover, now);
    }

    RefreshEdits refreshing(List<Retention> retention, Signer... signers) {
        return new RefreshEdits(
                new Handover(store), new OnlineKeys(List.of(signers)), RoleLives.asBefore(), retention, now);
    }

    NamespaceRepository.Published refresh(Signer... signers) {
        return repository().publish(refreshing(List.of(), signers), refreshRoles(signers));
    }

    /** As a refresh signs them: lives as before. */
    OnlineRoles refreshRoles(Signer... signers) {
        return new OnlineRoles(new OnlineKeys(List.of(signers)), RoleLives.asBefore(), ORIGIN, now);
    }

    /** What is published of a role. */
    Targets role(RoleName role) {
        return (Targets) standing().file(role).orElseThrow().role();
    }

    /** An entry whose content is the text. */
    static TargetInfo entry(String text) {
        Bytes content = Bytes.utf8(text);
        return TargetInfo.of(
                content.length(),
                Hashes.sha256Of(content),
                Optional.of(Json.Obj.empty().with("kind", Json.text("blob"))));
    }

    static TargetPath path(String below) {
        return new TargetPath(ORIGIN + "/" + below);
    }
}
