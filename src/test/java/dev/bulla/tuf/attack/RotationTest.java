package dev.bulla.tuf.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots that follow one another, and versions that were driven to their end (TUF 5.3). */
class RotationTest {
    private static final Instant NOW = SimulatedPublisher.NOW;

    private static Signer holder(int number) {
        return TestKeys.seeded("holder " + number);
    }

    /** Root goes from one key to two of three, and then one holder after the other is replaced; others change as well. */
    private static DraftedRepository rotatedFiveTimes(DraftedRepository repository) {
        Signer first = TestKeys.seeded("root");
        repository.rotate(
                draft -> draft.addKey(RoleName.ROOT, holder(1).publicKey())
                        .addKey(RoleName.ROOT, holder(2).publicKey())
                        .addKey(RoleName.ROOT, holder(3).publicKey())
                        .removeKey(RoleName.ROOT, first.keyId())
                        .threshold(RoleName.ROOT, 2),
                holder(1),
                holder(2));
        for (int i = 1; i <= 4; i++) {
            int leaving = i;
            repository.at(NOW.plus(Duration.ofDays(60L * i))); // each root is expired when the next one is made
            repository.signedBy(RoleName.ROOT, holder(i + 1), holder(i + 2));
            repository.rotate(draft -> draft.removeKey(
                            RoleName.ROOT, holder(leaving).keyId())
                    .addKey(RoleName.ROOT, holder(leaving + 3).publicKey())
                    .addKey(RoleName.TIMESTAMP, holder(10 + leaving).publicKey())
                    .removeKey(
                            RoleName.TIMESTAMP,
                            leaving == 1
                                    ? TestKeys.seeded("timestamp").keyId()
                                    : holder(9 + leaving).keyId()));
        }
        return repository
                .signedBy(RoleName.TIMESTAMP, holder(14))
                .edit(RoleName.TARGETS, draft -> draft.target(Scene.APP, Scene.info("after")))
                .publish();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void tuf532_whoWasOfflineThroughFiveRotationsCatchesUp(int lastSeen) {
        DraftedRepository repository = new DraftedRepository();
        SimulatedMemory memory = repository.pinned();
        repository.update(memory).orThrow();
        rotatedFiveTimes(repository);
        memory.files().put("root", repository.root(lastSeen, Integer.MAX_VALUE).orElseThrow());

        Lookup lookup = repository.update(memory).orThrow();

        assertThat(lookup.roles().root().role().version()).isEqualTo(6);
        assertThat(lookup.find(Scene.APP).orThrow().info()).isEqualTo(Scene.info("after"));
        assertThat(memory.files())
                .containsEntry("root", repository.file(RoleName.ROOT).bytes());
    }

    @Test
    void tuf535_nobodyCatchesUpOverAGap() {
        DraftedRepository repository = rotatedFiveTimes(new DraftedRepository());
        HostileRegistry registry = new HostileRegistry().with(repository.files());
        for (long version = 1; version <= 6; version++) {
            Bytes root = repository.root(version, Integer.MAX_VALUE).orElseThrow();
            if (version != 3) {
                registry.with(RoleName.ROOT, RoleFile.of(root).orThrow());
            }
        }
        SimulatedMemory memory = repository.pinned();

        Reason reason = SimulatedClient.reasonOf(
                new dev.bulla.tuf.Client(registry, memory, dev.bulla.tuf.TufLimits.defaults(), line -> {})
                        .refresh(NOW.plus(Duration.ofDays(241))));

        assertThat(reason.code()).isEqualTo(ReasonCode.EXPIRED);
        assertThat(reason.facts()).containsEntry("role", "root").containsEntry("section", "5.3.10");
        assertThat(memory.files())
                .containsEntry("root", repository.root(2, Integer.MAX_VALUE).orElseThrow());
    }

    @Test
    void cnabSec302_aLostRootKeyIsReplacedByThoseThatAreLeft() {
        DraftedRepository repository = new DraftedRepository();
        SimulatedMemory memory = repository.pinned();
        rotatedFiveTimes(repository);
        repository.update(memory).orThrow(); // two of holders 5, 6 and 7; holder 5 loses the key
        repository.signedBy(RoleName.ROOT, holder(6), holder(7));

        repository.rotate(draft -> draft.removeKey(RoleName.ROOT, holder(5).keyId())
                .addKey(RoleName.ROOT, holder(8).publicKey()));

        assertThat(repository.update(memory).orThrow().roles().root().role().version())
                .isEqualTo(7);
    }

    @Attack("K_root")
    @Test
    void cnabSec302_whenTheThresholdOfRootIsLostOnlyANewPinHelps() {
        DraftedRepository lost = new DraftedRepository();
        SimulatedMemory memory = lost.pinned();
        lost.update(memory).orThrow();
        Signer fresh = TestKeys.seeded("fresh root");
        RootDraft next = RootDraft.next(lost.root(), Expiry.after(NOW, Duration.ofDays(365)))
                .addKey(RoleName.ROOT, fresh.publicKey())
                .removeKey(RoleName.ROOT, TestKeys.seeded("root").keyId());
        RoleFile unsignedByTheOld = next.sign(List.of(fresh));
        lost.put(RoleName.ROOT, unsignedByTheOld);

        assertThat(SimulatedClient.reasonOf(lost.update(memory)).code()).isEqualTo(ReasonCode.THRESHOLD);
        SimulatedMemory pinnedAnew = SimulatedMemory.pinned(unsignedByTheOld.bytes());
        assertThat(lost.update(pinnedAnew).orThrow().roles().root().role().version())
                .isEqualTo(2);
    }

    /** A victim that remembers the highest version of the role that this key signs. */
    private static SimulatedMemory fastForwarded(Scene scene, Stolen key) {
        SimulatedMemory memory = scene.seen();
        for (Plans.Attack attack : Plans.of(scene, EnumSet.of(key, Stolen.TIMESTAMP, Stolen.SNAPSHOT))) {
            if (attack.name()
                    .equals("the last "
                            + (key == Stolen.SNAPSHOT || key == Stolen.TIMESTAMP
                                    ? key.role()
                                    : key.role() + ", listed by the thief"))) {
                assertThat(new Victim(scene, memory).updates(attack.registry(), attack.at()))
                        .contains(Goal.FAST_FORWARD);
                return memory;
            }
        }
        throw new AssertionError("no such attack");
    }

    @Attack("T14")
    @ParameterizedTest
    @EnumSource(Stolen.class)
    void tuf5311_whatWasFastForwardedIsRepairedByNewOnlineKeys(Stolen key) {
        Scene scene = new Scene();
        SimulatedMemory memory = fastForwarded(scene, key);
        DraftedRepository owner = scene.honest(Scene.SOON);
        Reason stuck = SimulatedClient.reasonOf(owner.update(memory));
        assertThat(stuck.code()).isEqualTo(ReasonCode.ROLLBACK);

        owner.rotate(draft -> {
                    for (RoleName role : List.of(RoleName.TIMESTAMP, RoleName.SNAPSHOT, RoleName.TARGETS)) {
                        draft = draft.addKey(role, fresh(role).publicKey())
                                .removeKey(role, Scene.key(role).keyId());
                    }
                    return draft;
                })
                .signedBy(RoleName.TIMESTAMP, fresh(RoleName.TIMESTAMP))
                .signedBy(RoleName.SNAPSHOT, fresh(RoleName.SNAPSHOT))
                .signedBy(RoleName.TARGETS, fresh(RoleName.TARGETS))
                .edit(RoleName.TARGETS, draft -> draft)
                .publish();

        assertThat(owner.update(memory).orThrow().find(Scene.APP).orThrow().info())
                .isEqualTo(Scene.info("third"));
    }

    private static Signer fresh(RoleName role) {
        return TestKeys.seeded("fresh " + role);
    }

    @Attack("T14")
    @Test
    void aRoleAtTheLastVersionBeginsAnewUnderNewKeys() {
        Scene scene = new Scene();
        RoleFile last = new Thief(scene, EnumSet.of(Stolen.RELEASES)).lastRole(Scene.RELEASES, Scene.SOON);
        DraftedRepository owner = scene.handIn(Scene.RELEASES, last, Scene.SOON);
        SimulatedMemory memory = scene.seen();
        owner.update(memory).orThrow();

        owner.rotate(draft -> draft.addKey(
                                RoleName.SNAPSHOT, fresh(RoleName.SNAPSHOT).publicKey())
                        .removeKey(
                                RoleName.SNAPSHOT, Scene.key(RoleName.SNAPSHOT).keyId()))
                .signedBy(RoleName.SNAPSHOT, fresh(RoleName.SNAPSHOT))
                .signedBy(Scene.RELEASES, fresh(Scene.RELEASES))
                .edit(
                        RoleName.TARGETS,
                        draft -> draft.addKey(
                                        Scene.RELEASES, fresh(Scene.RELEASES).publicKey())
                                .removeKey(
                                        Scene.RELEASES,
                                        Scene.key(Scene.RELEASES).keyId()))
                .put(
                        Scene.RELEASES,
                        TargetsDraft.create(owner.month())
                                .target(Scene.APP, Scene.info("anew"))
                                .sign(List.of(fresh(Scene.RELEASES))))
                .publish();

        assertThat(owner.update(memory).orThrow().find(Scene.APP).orThrow().info())
                .isEqualTo(Scene.info("anew"));
        assertThat(memory.load(Scene.RELEASES))
                .isEqualTo(Optional.of(owner.file(Scene.RELEASES).bytes()));
    }
}
