package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleTags;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Attack;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is built upon is verified, what is written is what a consumer accepts (tuf.md section 10, trust.md section 5). */
class NamespaceRepositoryTest {
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
    }

    private RoleFile nextTargets(String path, String content) {
        Standing standing = scene.standing();
        return TargetsDraft.next(
                        standing.targets(), RoleLives.asBefore().expiry(RoleName.TARGETS, Optional.empty(), scene.now))
                .target(Scene.path(path), Scene.entry(content))
                .sign(List.of(scene.targets));
    }

    @Test
    void aNewNamespaceHasFourRolesInVersionOneAndVerifies() {
        Standing standing = scene.founded(Profile.MVP).standing();

        assertThat(standing.root().role().version()).isEqualTo(1);
        assertThat(standing.timestamp().role().version()).isEqualTo(1);
        assertThat(standing.snapshot().role().roles()).containsOnlyKeys(RoleName.TARGETS);
        assertThat(standing.timestamp().role().unrecognized().members())
                .containsKeys("x-origin", "x-root", "x-signed-at")
                .doesNotContainKey("x-prev");
        assertThat(standing.root().role().unrecognized().get("x-origin")).contains(Json.text(Scene.ORIGIN));
        assertThat(scene.store.manifest(RoleTags.root(1))).isPresent();
        assertThat(scene.store.manifest(RoleTags.generation(1))).isPresent();
    }

    @Test
    void theReleasesRoleOfTheProfileIsDelegatedToAndPublished() {
        Standing standing = scene.founded(Profile.MAX).standing();

        assertThat(standing.delegated()).containsOnlyKeys(Profile.RELEASES, Profile.QA);
        assertThat(standing.file(Profile.RELEASES)).isPresent();
        assertThat(standing.file(Profile.QA)).isEmpty();
    }

    @Test
    void aNamespaceIsFoundedOnce() {
        scene.founded(Profile.MVP);

        assertThatThrownBy(() -> scene.founded(Profile.MVP))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("there is a head already");
    }

    @Test
    void keysOfRootAndTargetsInDailyUseAreRefused() {
        assertThatThrownBy(() -> new Founding(
                        Scene.ORIGIN,
                        Profile.MVP,
                        new Founding.Holders(Scene.keys(scene.online), 1),
                        new Founding.Holders(Scene.keys(scene.targets), 1),
                        Scene.keys(scene.online),
                        List.of(),
                        List.of(),
                        RoleLives.asBefore()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("daily use");
    }

    @Test
    void aChangeOfTargetsRaisesSnapshotAndTimestampAndNamesItsPredecessors() {
        scene.founded(Profile.MVP);
        Standing first = scene.standing();

        RoleFile changed = nextTargets("shop:1", "bundle");
        scene.repository().publish(FixedRoles.of(Map.of(RoleName.TARGETS, changed)), scene.roles(scene.online));

        Standing second = scene.standing();
        assertThat(second.targets().role().target(Scene.path("shop:1"))).isPresent();
        assertThat(second.snapshot().role().version()).isEqualTo(2);
        assertThat(second.timestamp().role().unrecognized().get("x-prev"))
                .contains(Json.Obj.empty()
                        .with("sha256", Json.text(first.timestamp().signedSha256()))
                        .with("version", Json.whole(1)));
    }

    @Test
    void publishingTheSameFileTwiceDoesNothingTheSecondTime() {
        scene.founded(Profile.MVP);
        RoleFile changed = nextTargets("shop:1", "bundle");
        FixedRoles edits = FixedRoles.of(Map.of(RoleName.TARGETS, changed));
        scene.repository().publish(edits, scene.roles(scene.online));

        assertThat(scene.repository().publish(edits, scene.roles(scene.online)).tries())
                .isZero();
        assertThat(scene.standing().timestamp().role().version()).isEqualTo(2);
    }

    @Test
    void anotherFileOfAVersionThatIsPublishedIsAConflictAndOverwritesNothing() {
        scene.founded(Profile.MVP);
        RoleFile mine = nextTargets("shop:1", "mine");
        RoleFile theirs = nextTargets("shop:1", "theirs");
        scene.repository().publish(FixedRoles.of(Map.of(RoleName.TARGETS, theirs)), scene.roles(scene.online));

        assertThatThrownBy(() -> scene.repository()
                        .publish(FixedRoles.of(Map.of(RoleName.TARGETS, mine)), scene.roles(scene.online)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("targets is now v2, yours is v2 made from v1");
        assertThat(scene.standing().targets().raw()).isEqualTo(theirs.bytes());
    }

    @Test
    void aFileThatItsDelegatorDoesNotVouchForIsNotWritten() {
        scene.founded(Profile.MVP);
        RoleFile forged = nextTargets("shop:1", "bundle");
        RoleFile other = RoleFile.of(forged.bytes()).orThrow();
        RoleFile unsigned = TargetsDraft.next(
                        scene.standing().targets(),
                        RoleLives.asBefore().expiry(RoleName.TARGETS, Optional.empty(), scene.now))
                .sign(List.of(TestKeys.seeded("thief")));

        assertThat(other.version()).isEqualTo(2);
        assertThatThrownBy(() -> scene.repository()
                        .publish(FixedRoles.of(Map.of(RoleName.TARGETS, unsigned)), scene.roles(scene.online)))
                .isInstanceOf(RejectedException.class);
        assertThat(scene.standing().targets().role().version()).isEqualTo(1);
    }

    @Test
    void withoutTheOnlineKeyNothingIsWrittenAndTheMessageSaysWhatIsMissing() {
        scene.founded(Profile.MVP);
        RoleFile changed = nextTargets("shop:1", "bundle");

        assertThatThrownBy(() -> scene.repository()
                        .publish(FixedRoles.of(Map.of(RoleName.TARGETS, changed)), scene.roles(scene.targets)))
                .isInstanceOf(KeyException.class)
                .hasMessage("snapshot is signed by 1 of 1 keys, 0 of them given");
    }

    @Attack("T25")
    @Test
    void anExpiredHeadCanBeBuiltUponByItsKeyHolders() {
        scene.founded(Profile.MVP);
        scene.now = Scene.NOW.plus(Duration.ofDays(10));

        RoleFile changed = nextTargets("shop:1", "bundle");
        scene.repository().publish(FixedRoles.of(Map.of(RoleName.TARGETS, changed)), scene.roles(scene.online));

        assertThat(scene.standing().timestamp().role().expires()).isAfter(scene.now);
    }

    @Test
    void aHeadThatDoesNotChainFromThePinnedRootIsRefused() {
        scene.founded(Profile.MVP);
        Map<RoleName, RoleFile> drafts = scene.founding(Profile.MVP).drafts(scene.now);
        RoleFile foreign = Optional.ofNullable(drafts.get(RoleName.ROOT))
                .orElseThrow()
                .withSignatures(List.of(TestKeys.seeded("thief")));

        assertThatThrownBy(() -> new NamespaceRepository(scene.store, foreign.bytes(), Scene.pace()).standing())
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.reason().code())
                                .isIn(ReasonCode.THRESHOLD, ReasonCode.BAD_SIGNATURE));
    }
}
