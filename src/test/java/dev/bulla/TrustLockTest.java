package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleLayer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Progress;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollback protection for machines without memory: {@code trust.lock} (trust.md 10.3), and what no clock lies before (10.1). */
class TrustLockTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;
    private Path lock;
    private int machines;

    @BeforeEach
    void aNamespaceWithOneArtifactLocked() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        lock = folder.resolve("trust.lock");
        scene.signed(shop, "one");
        scene.pin();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** A machine that has pinned the root and remembers nothing. */
    private Trust machine() {
        return new Trust(scene.places, folder.resolve("trust"), Optional.of(folder.resolve("state" + machines++)));
    }

    private Verdict verify(Trust trust, Instant at) {
        return new Verifier(scene.places, false, Progress.NONE)
                .verify(PinnedScene.ref(shop), trust, Optional.empty(), at);
    }

    private List<LockedNamespace> update() {
        TrustLock raised = TrustLock.toRaise(lock);
        verify(machine().lockedBy(raised), PinnedScene.NOW).orThrow();
        return raised.write();
    }

    private Verdict locked() {
        return verify(machine().lockedBy(TrustLock.in(lock)), PinnedScene.NOW);
    }

    @Test
    void whatWasLockedIsTheLeastThatIsTrustedLater() {
        scene.acme.publisher().publish();
        scene.publish();
        List<LockedNamespace> locked = update();

        assertThat(locked).hasSize(1);
        assertThat(locked.get(0).name()).isEqualTo(scene.origin);
        assertThat(locked.get(0).versions())
                .containsEntry("root", 1L)
                .containsEntry("timestamp", 3L)
                .containsEntry("targets", 2L);
        Verdict.Trusted trusted = locked().orThrow();
        assertThat(trusted.vouching().orElseThrow().protections()).containsExactly(Verdict.Protection.LOCK);
    }

    @Attack("T8")
    @Test
    void olderRolesThanTheLockHasSeenAreARollbackForAMachineWithoutMemoryT8() {
        List<RoleLayer> old = scene.acme.layers();
        scene.acme.publisher().publish();
        scene.publish();
        update();

        scene.publish(old);

        assertThat(PinnedScene.refused(locked(), ReasonCode.ROLLBACK).facts())
                .containsEntry("role", "timestamp")
                .containsEntry("seen", 3L)
                .containsEntry("offered", 2L);
        verify(machine(), PinnedScene.NOW).orThrow();
    }

    @Attack("T15")
    @Test
    void aHiddenRootIsARollbackUnderTheLockT15() {
        List<RoleLayer> old = scene.acme.layers();
        scene.acme.publisher().publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.publish();
        update();

        scene.publish(old);

        assertThat(PinnedScene.refused(locked(), ReasonCode.ROLLBACK).facts()).containsEntry("role", "root");
    }

    @Test
    void aLowerRevisionOfATargetIsARollbackUnderTheLockTrust4() {
        revision(7);
        update();
        revision(6);

        assertThat(PinnedScene.refused(locked(), ReasonCode.ROLLBACK).facts()).containsEntry("target", shop);
    }

    private void revision(long seq) {
        Json.Obj targets = (Json.Obj)
                scene.acme.publisher().document("targets").get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(shop).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        scene.acme.publisher().entry("targets", shop, entry.with("custom", custom.with("seq", Json.whole(seq))));
        scene.acme.publisher().publish("targets");
        scene.publish();
    }

    @Attack("T14")
    @Test
    void afterARootThatTakesTheOnlineKeysBackALockedClientContinuesWithLowerVersionsT14() {
        scene.acme.publisher().edit("timestamp", signed -> signed.with("version", Json.whole(2_000_000_000)));
        scene.acme.publisher().edit("snapshot", signed -> signed.with("version", Json.whole(1_999_999_999)));
        scene.acme.publisher().publish();
        scene.publish();
        update();

        scene.acme
                .publisher()
                .rekey("timestamp", 1, TestKeys.seeded("ts 2"))
                .rekey("snapshot", 1, TestKeys.seeded("sn 2"))
                .publishRoot();
        scene.acme.publisher().edit("timestamp", signed -> signed.with("version", Json.whole(1)));
        scene.acme.publisher().edit("snapshot", signed -> signed.with("version", Json.whole(1)));
        scene.acme.nameRoot().publisher().publish();
        scene.publish();

        locked().orThrow();
        assertThat(update().get(0).versions().get("timestamp")).isLessThan(10L);
    }

    @Test
    void aLockIsRaisedOnlyByWhatWasTrusted() throws IOException {
        update();
        String before = Files.readString(lock);
        scene.tag(shop, scene.push(scene.origin + "/shop:evil", "evil"));
        TrustLock raised = TrustLock.toRaise(lock);

        PinnedScene.refused(verify(machine().lockedBy(raised), PinnedScene.NOW), ReasonCode.HASH_MISMATCH);
        raised.write();

        assertThat(Files.readString(lock)).isEqualTo(before);
    }

    @Test
    void aLockThatIsNotThereOrHasSeenNothingOfTheNamespaceProtectsNobody() throws IOException {
        assertThatThrownBy(() -> TrustLock.in(lock)).isInstanceOf(NotFoundException.class);
        Files.writeString(lock, "{\"version\":1,\"repositories\":{}}");

        PinnedScene.refused(locked(), ReasonCode.INCOMPLETE);
    }

    @Attack("T34")
    @Test
    void aClockBeforeWhatTheLockHasSeenIsAnErrorT34() {
        update();

        PinnedScene.refused(
                verify(machine().lockedBy(TrustLock.in(lock)), PinnedScene.NOW.minus(Duration.ofMinutes(6))),
                ReasonCode.CLOCK);
        verify(machine().lockedBy(TrustLock.in(lock)), PinnedScene.NOW.minus(Duration.ofMinutes(4)))
                .orThrow();
    }

    @Attack("T34")
    @Test
    void aClockBeforeTheLastVerifiedSignatureIsAnErrorEvenWhereNothingNewerIsShownT34() {
        scene.acme.publisher().set("timestamp", "x-signed-at", Json.text("2026-06-01T11:59:00Z"));
        scene.acme.publisher().publish();
        scene.publish();
        Trust remembering = machine();
        verify(remembering, PinnedScene.NOW).orThrow();

        assertThat(PinnedScene.refused(verify(remembering, PinnedScene.NOW.minus(Duration.ofDays(2))), ReasonCode.CLOCK)
                        .facts())
                .containsEntry("seen", "2026-06-01T11:59:00Z");
    }

    @Attack("T34")
    @Test
    void aClockBeforeTheMakingOfTheProgramIsAnErrorT34() throws IOException {
        PinnedScene.refused(verify(machine(), TrustLock.MADE.minus(Duration.ofMinutes(6))), ReasonCode.CLOCK);
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<project.build.outputTimestamp>" + TrustLock.MADE + "</project.build.outputTimestamp>");
    }
}
