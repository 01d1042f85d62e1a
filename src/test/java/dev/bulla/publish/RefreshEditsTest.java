package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Attack;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The refresh job: nothing while nothing is due, then as little as possible (trust.md section 12, tuf.md section 10). */
class RefreshEditsTest {
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene().founded(Profile.MVP_INTOTO);
    }

    private long timestamp() {
        return scene.standing().timestamp().role().version();
    }

    private long snapshot() {
        return scene.standing().snapshot().role().version();
    }

    private void sign(String name) {
        scene.repository()
                .publish(scene.signing(scene.releases, Scene.target(name, name)), scene.refreshRoles(scene.online));
    }

    private static Retention keeping(int last) {
        return new Retention(OptionalInt.of(last), Optional.empty(), List.of(), List.of(), false);
    }

    @Test
    void whileMoreThanHalfOfTheLifeIsLeftNothingIsSigned() {
        scene.now = Scene.NOW.plus(Duration.ofDays(3));

        assertThat(scene.refresh(scene.online).tries()).isZero();
        assertThat(timestamp()).isEqualTo(1);
    }

    @Attack("T25")
    @Test
    void fromHalfOfTheLifeOnSnapshotAndTimestampAreSignedAgainForAsLong() {
        scene.now = Scene.NOW.plus(Duration.ofHours(84));
        scene.refresh(scene.online);

        assertThat(timestamp()).isEqualTo(2);
        assertThat(snapshot()).isEqualTo(2);
        assertThat(scene.standing().timestamp().role().expires()).isEqualTo(scene.now.plus(Duration.ofDays(7)));
        assertThat(scene.refresh(scene.online).tries()).isZero();
    }

    @Test
    void aTimestampAloneIsSignedAgainWhenOnlyItIsDue() {
        scene.now = Scene.NOW.plus(Duration.ofDays(1));
        OnlineRoles shortLived = new OnlineRoles(
                new OnlineKeys(List.of(scene.online)),
                new RoleLives(Map.of(RoleName.TIMESTAMP, Duration.ofDays(1))),
                Scene.ORIGIN,
                scene.now);
        scene.repository().publish(scene.signing(scene.releases, Scene.target("shop:1", "one")), shortLived);
        scene.now = scene.now.plus(Duration.ofHours(13));
        scene.refresh(scene.online);

        assertThat(timestamp()).isEqualTo(3);
        assertThat(snapshot()).isEqualTo(2);
    }

    @Attack("T25")
    @Test
    void anExpiredHeadIsRenewed() {
        scene.now = Scene.NOW.plus(Duration.ofDays(20));
        scene.refresh(scene.online);

        assertThat(scene.standing().timestamp().role().expires()).isAfter(scene.now);
    }

    @Test
    void aRoleWhoseKeyIsGivenIsRenewedToo() {
        scene.now = Scene.NOW.plus(Duration.ofDays(17));
        RefreshEdits edits = scene.refreshing(List.of(), scene.online, scene.releases);
        scene.repository().publish(edits, scene.refreshRoles(scene.online));

        assertThat(edits.changes()).containsExactly("targets/releases v1 -> v2");
    }

    @Test
    void retentionKeepsTheNewestAndDropsTheRest() {
        for (int i = 1; i <= 4; i++) {
            scene.now = scene.now.plus(Duration.ofMinutes(1));
            sign("shop:" + i);
        }
        sign("web:1");
        RefreshEdits edits = scene.refreshing(List.of(keeping(2)), scene.online, scene.releases);
        scene.repository().publish(edits, scene.refreshRoles(scene.online));

        assertThat(scene.role(Profile.RELEASES).paths())
                .containsExactlyInAnyOrder(Scene.path("shop:3"), Scene.path("shop:4"), Scene.path("web:1"));
        assertThat(edits.changes()).containsExactly("targets/releases v6 -> v7");
    }

    @Test
    void retentionWithoutTheKeyOfTheRoleChangesNothingAndSaysWhichKey() {
        sign("shop:1");
        sign("shop:2");
        RefreshEdits edits = scene.refreshing(List.of(keeping(1)), scene.online);
        scene.repository().publish(edits, scene.refreshRoles(scene.online));

        assertThat(scene.role(Profile.RELEASES).count()).isEqualTo(2);
        assertThat(edits.notes()).singleElement().asString().startsWith("targets/releases would lose 1 targets");
    }

    @Test
    void pinsAndTagsOfARuleDecideWhatItIsAbout() {
        for (String name : List.of("shop:1", "shop:2", "shop:nightly-1", "shop:nightly-2", "shop:nightly-3")) {
            scene.now = scene.now.plus(Duration.ofMinutes(1));
            sign(name);
        }
        Retention nightly = new Retention(
                OptionalInt.of(1),
                Optional.empty(),
                List.of(new PathPattern("nightly-*")),
                List.of(new PathPattern("nightly-1")),
                false);
        scene.repository()
                .publish(
                        scene.refreshing(List.of(nightly), scene.online, scene.releases),
                        scene.refreshRoles(scene.online));

        assertThat(scene.role(Profile.RELEASES).paths())
                .doesNotContain(Scene.path("shop:nightly-2"))
                .hasSize(4);
    }

    @Test
    void ageRetiresWhatWasSignedLongAgo() {
        sign("shop:1");
        scene.now = scene.now.plus(Duration.ofDays(20));
        sign("shop:2");
        Retention month =
                new Retention(OptionalInt.empty(), Optional.of(Duration.ofDays(10)), List.of(), List.of(), false);
        scene.repository()
                .publish(
                        scene.refreshing(List.of(month), scene.online, scene.releases),
                        scene.refreshRoles(scene.online));

        assertThat(scene.role(Profile.RELEASES).paths()).containsExactly(Scene.path("shop:2"));
    }

    @Test
    void anArchiveThatDoesNotExistIsAWrongCallAndNothingIsLost() {
        sign("shop:1");
        sign("shop:2");
        Retention archive = new Retention(OptionalInt.of(1), Optional.empty(), List.of(), List.of(), true);

        assertThatThrownBy(() -> scene.repository()
                        .publish(
                                scene.refreshing(List.of(archive), scene.online, scene.releases),
                                scene.refreshRoles(scene.online)))
                .isInstanceOf(UsageException.class);
        assertThat(scene.role(Profile.RELEASES).count()).isEqualTo(2);
    }

    @Test
    void aVersionThatALostWriteTookOutComesBackFromItsRoleTag() {
        sign("shop:1");
        Manifest before = scene.store.manifest(RoleTags.HEAD).orElseThrow();
        sign("shop:2");
        scene.store.tag(before, RoleTags.HEAD); // somebody who read before wrote after

        scene.refresh(scene.online);

        assertThat(scene.role(Profile.RELEASES).paths()).contains(Scene.path("shop:1"), Scene.path("shop:2"));
    }
}
