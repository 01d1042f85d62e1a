package dev.bulla.tuf.attack;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.Delegation;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.SigningProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An honest namespace with the roles, places and expiries of CNAB-Sec 301 and its history in three generations, in each of
 * which both targets and releases changed. The victim saw the second; the third repairs a fault. The honest refresh job
 * goes on running: a role file that verifies and is newer is published by it, whoever handed it in.
 */
final class Scene {
    static final RoleName RELEASES = new RoleName("targets/releases");
    static final RoleName OTHER = new RoleName("targets/other");
    static final TargetPath APP = new TargetPath("example.com/acme/app:1");
    static final TargetPath SECOND_APP = new TargetPath("example.com/acme/app:2");
    static final TargetPath OTHERS = new TargetPath("example.com/other/app:1");
    static final TargetPath LAYOUT = new TargetPath("example.com/acme/app/in-toto-metadata/root.layout");
    private static final TargetPath PUBLIC_KEY = new TargetPath("example.com/acme/app/in-toto-pubkeys/a.pub");

    private static final Instant START = SimulatedPublisher.NOW;
    private static final Duration SEEN = Duration.ofDays(10);

    /** Twelve hours after the second generation: its timestamp is valid. */
    static final Instant SOON = START.plus(Duration.ofHours(252));
    /** Two days after: the timestamp is expired, the snapshot is not. */
    static final Instant LATER = START.plus(Duration.ofDays(12));
    /** Five days after: the snapshot is expired, too. */
    static final Instant MUCH_LATER = START.plus(Duration.ofDays(15));
    /** Forty days after: targets and releases are expired as well. */
    static final Instant TOO_LATE = START.plus(Duration.ofDays(50));

    private static final Map<String, TargetInfo> INFOS = new ConcurrentHashMap<>();

    private final DraftedRepository repository = new DraftedRepository(Map.of(
            RoleName.ROOT, Duration.ofDays(365),
            RoleName.SNAPSHOT, Duration.ofDays(3),
            RoleName.TIMESTAMP, Duration.ofDays(1)));
    private final List<Map<RoleName, RoleFile>> generations = new ArrayList<>();
    private final SimulatedMemory seen;
    private final Map<Instant, DraftedRepository> honest = new HashMap<>();

    Scene() {
        seen = repository.pinned();
        repository
                .edit(
                        RoleName.TARGETS,
                        draft -> draft.delegate(Delegation.of(
                                        RELEASES,
                                        List.of(key(RELEASES).publicKey()),
                                        1,
                                        "example.com/acme/*:*",
                                        "example.com/acme/*/in-toto-metadata/*/*.link"))
                                .delegate(Delegation.of(
                                        OTHER, List.of(key(OTHER).publicKey()), 1, "example.com/other/*:*"))
                                .target(LAYOUT, info("layout")))
                .edit(RELEASES, draft -> draft.target(APP, info("first")))
                .edit(OTHER, draft -> draft.target(OTHERS, info("other")))
                .publish();
        keep();
        repository
                .at(START.plus(SEEN))
                .edit(RoleName.TARGETS, draft -> draft.target(PUBLIC_KEY, info("key")))
                .edit(RELEASES, draft -> draft.target(APP, info("second")).target(SECOND_APP, info("two")))
                .publish();
        keep();
        repository.update(seen).orThrow().find(APP).orThrow();
        repository
                .at(START.plus(SEEN).plus(Duration.ofHours(2)))
                .edit(RoleName.TARGETS, draft -> draft.target(PUBLIC_KEY, info("other key")))
                .edit(RELEASES, draft -> draft.target(APP, info("third")))
                .publish();
        keep();
    }

    private void keep() {
        honest.clear();
        generations.add(repository.files());
    }

    /** An artifact with this content. */
    static ImageManifest artifact(String content) {
        return new ArtifactBuilder(new MediaType("application/vnd.example.app"))
                .layer(new MediaType("text/plain"), Bytes.utf8(content), Map.of())
                .build();
    }

    /** What a role says of it. */
    static TargetInfo info(String content) {
        return INFOS.computeIfAbsent(content, Scene::described);
    }

    private static TargetInfo described(String content) {
        Bytes bytes = artifact(content).raw();
        return TargetInfo.of(bytes.length(), Hashes.sha256Of(bytes), Optional.empty());
    }

    /** The key of a role as long as nothing was revoked. */
    static Signer key(RoleName role) {
        return TestKeys.seeded(role.value());
    }

    /** All files of a generation, counted from 1. */
    Map<RoleName, RoleFile> generation(int number) {
        return generations.get(number - 1);
    }

    /** The file of a role in a generation. */
    RoleFile file(int number, RoleName role) {
        return Optional.ofNullable(generation(number).get(role)).orElseThrow();
    }

    /** How many generations there were. */
    int generations() {
        return generations.size();
    }

    /** The honest publisher and the refresh job at this time: nothing is expired and everything is published. */
    DraftedRepository honest(Instant at) {
        return new DraftedRepository(honest.computeIfAbsent(at, this::refreshed));
    }

    private DraftedRepository refreshed(Instant at) {
        DraftedRepository copy = new DraftedRepository(repository).at(at);
        for (RoleName role : List.of(RoleName.TARGETS, RELEASES, OTHER)) {
            if (!copy.targets(role).role().expires().isAfter(at)) {
                copy.edit(role, draft -> draft);
            }
        }
        return copy.publish();
    }

    /** What the refresh job makes of a role file that was handed in: it is published when it verifies and is newer. */
    DraftedRepository handIn(RoleName role, RoleFile file, Instant at) {
        DraftedRepository honest = honest(at);
        RoleKeys keys = role.equals(RoleName.TARGETS)
                ? honest.root().role().keysOf(RoleName.TARGETS)
                : honest.targets(RoleName.TARGETS)
                        .role()
                        .delegations()
                        .to(role)
                        .orElseThrow()
                        .keys();
        boolean signed =
                SigningProgress.of(file, role, keys, "delegator").orThrow().needed() == 0;
        Step<Signed<Targets>> read = file.read(RoleFormat.TARGETS);
        boolean newer = file.version() > honest.file(role).version();
        return signed && newer && read instanceof Step.Done<Signed<Targets>>
                ? honest.put(role, file).publish()
                : honest;
    }

    /** The repository itself, to be changed by its owner; what it is then is a generation of its own. */
    DraftedRepository owner() {
        return repository;
    }

    /** The owner's changes are published, and the victim sees them. */
    void published(Instant at) {
        repository.at(at).publish();
        keep();
        repository.update(seen).orThrow();
    }

    /** A copy of what the victim remembers: all it has seen from the honest publisher. */
    SimulatedMemory seen() {
        SimulatedMemory copy = new SimulatedMemory();
        copy.files().putAll(seen.files());
        return copy;
    }

    /** What a new consumer has: the first root. */
    SimulatedMemory pinned() {
        return repository.pinned();
    }

    /** All files that the honest publisher ever made of a role, by the generation in which they were current. */
    Map<Integer, RoleFile> history(RoleName role) {
        Map<Integer, RoleFile> files = new LinkedHashMap<>();
        for (int i = 1; i <= generations(); i++) {
            RoleFile file = generation(i).get(role);
            if (file != null) {
                files.put(i, file);
            }
        }
        return files;
    }
}
