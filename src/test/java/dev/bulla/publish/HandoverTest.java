package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Role files pushed without the online key wait under their own tags and are accepted only if their delegator vouches. */
class HandoverTest {
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene().founded(Profile.MVP_INTOTO);
    }

    private RoleFile releases(String item, Signer signer) {
        Signed<Targets> current = scene.standing()
                .role(scene.standing().edge(Profile.RELEASES).orElseThrow())
                .orElseThrow()
                .orThrow();
        return TargetsDraft.next(current, RoleLives.asBefore().expiry(Profile.RELEASES, Optional.empty(), scene.now))
                .target(Scene.path(item), Scene.entry(item))
                .sign(List.of(signer));
    }

    private Handover.Offered offered() {
        return new Handover(scene.store).offered(scene.standing(), scene.now);
    }

    @Test
    void aFileOfItsHolderIsAccepted() {
        RoleFile file = releases("shop:1", scene.releases);
        new Handover(scene.store).offer(Map.of(Profile.RELEASES, file));

        assertThat(offered().accepted()).containsOnlyKeys(Profile.RELEASES);
        assertThat(offered().refused()).isEmpty();
    }

    @Test
    void aFileOfSomebodyElseIsRefusedAndSaidSo() {
        new Handover(scene.store).offer(Map.of(Profile.RELEASES, releases("shop:1", TestKeys.seeded("thief"))));

        assertThat(offered().accepted()).isEmpty();
        assertThat(offered().refused()).singleElement().asString().startsWith("targets/releases: ");
    }

    @Test
    void anotherFileOfTheSameVersionIsAConflictAndTheFirstStands() {
        RoleFile first = releases("shop:1", scene.releases);
        new Handover(scene.store).offer(Map.of(Profile.RELEASES, first));

        assertThatThrownBy(() ->
                        new Handover(scene.store).offer(Map.of(Profile.RELEASES, releases("shop:2", scene.releases))))
                .isInstanceOf(ConflictException.class);
        assertThat(offered().accepted().values()).extracting(RoleFile::bytes).containsExactly(first.bytes());
    }

    @Test
    void whatIsPublishedAlreadyIsNotOfferedAgain() {
        RoleFile file = releases("shop:1", scene.releases);
        new Handover(scene.store).offer(Map.of(Profile.RELEASES, file));
        scene.repository().publish(FixedRoles.of(offered().accepted()), scene.roles(scene.online));

        assertThat(offered().accepted()).isEmpty();
    }

    @Test
    void anExpiredFileIsRefused() {
        new Handover(scene.store).offer(Map.of(Profile.RELEASES, releases("shop:1", scene.releases)));
        scene.now = scene.now.plus(Duration.ofDays(60));

        assertThat(offered().refused()).singleElement().asString().contains("expired before it was published");
    }

    @Test
    void theNextRootIsAcceptedWithTheKeysThatItNames() {
        Signer heir = TestKeys.seeded("heir");
        RoleFile root = RootDraft.next(
                        scene.standing().root(),
                        RoleLives.asBefore().expiry(RoleName.ROOT, Optional.empty(), scene.now))
                .addKey(RoleName.TARGETS, heir.publicKey())
                .sign(List.of(scene.root));
        RoleFile targets = TargetsDraft.next(
                        scene.standing().targets(),
                        RoleLives.asBefore().expiry(RoleName.TARGETS, Optional.empty(), scene.now))
                .sign(List.of(heir));
        new Handover(scene.store).offer(Map.of(RoleName.ROOT, root, RoleName.TARGETS, targets));

        assertThat(offered().accepted()).containsOnlyKeys(RoleName.ROOT, RoleName.TARGETS);
        scene.repository().publish(FixedRoles.of(offered().accepted()), scene.roles(scene.online));
        assertThat(scene.standing().root().role().version()).isEqualTo(2);
        assertThat(scene.standing().targets().role().version()).isEqualTo(2);
    }

    @Test
    void aHashBinIsNotHandedOverWhereNobodyWouldLookForIt() {
        try (BinnedNamespace namespace = BinnedNamespace.of(10, OptionalInt.of(2))) {
            Standing standing = namespace.scene.standing();
            Handover handover = new Handover(namespace.scene.store);
            Map<RoleName, RoleFile> files = namespace
                    .scene
                    .signing(namespace.scene.releases, BinnedNamespace.bundle(77))
                    .upon(Optional.of(standing))
                    .orElseThrow();

            assertThat(files).containsOnlyKeys(namespace.binOf(77));
            assertThatThrownBy(() -> handover.offer(files, standing))
                    .isInstanceOf(KeyException.class)
                    .hasMessageContaining("is a hash bin");
        }
    }

    @Test
    void aRoleIsNotSplitIntoHashBinsThatNobodyWouldPublish() {
        try (BinnedNamespace namespace = BinnedNamespace.of(10, OptionalInt.empty())) {
            Scene there = namespace.scene;
            Map<RoleName, RoleFile> files = namespace.split(3);
            Handover handover = new Handover(there.store);

            assertThatThrownBy(() -> handover.offer(files))
                    .isInstanceOf(KeyException.class)
                    .hasMessageContaining("is a hash bin");
            files.keySet().removeIf(role -> !role.equals(Profile.RELEASES));
            handover.offer(files); // as another program might

            assertThat(handover.offered(there.standing(), there.now).refused())
                    .singleElement(Assertions.as(InstanceOfAssertFactories.STRING))
                    .contains("targets/releases v3", "hash bins that are not published");
            there.refresh(there.online);
            assertThat(there.role(Profile.RELEASES).count()).isEqualTo(10);
        }
    }
}
