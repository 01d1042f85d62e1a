package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.edit.RoleFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Artifacts enter the role whose key is at hand and which is trusted for their name (trust.md sections 4 and 11). */
class TargetEditsTest {
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene().founded(Profile.MVP_INTOTO);
    }

    private void publish(TargetEdits edits) {
        scene.repository().publish(edits, scene.roles(scene.online));
    }

    private static Json member(TargetInfo info, String name) {
        return NewTarget.custom(info).get(name).orElseThrow();
    }

    @Test
    void theReleasesKeySignsTheReleasesRole() {
        TargetEdits edits = scene.signing(scene.releases, Scene.target("shop:1", "one"));

        assertThat(edits.plan(scene.standing())).singleElement().satisfies(raised -> {
            assertThat(raised.role()).isEqualTo(Profile.RELEASES);
            assertThat(raised.from()).isEqualTo(1);
            assertThat(raised.to()).isEqualTo(2);
        });
        publish(edits);
        TargetInfo info =
                scene.role(Profile.RELEASES).target(Scene.path("shop:1")).orElseThrow();
        assertThat(info.length()).isEqualTo(3);
        assertThat(member(info, "kind")).isEqualTo(Json.text("cnab-bundle"));
        assertThat(member(info, "seq")).isEqualTo(Json.whole(1));
    }

    @Test
    void theTargetsKeySignsTopLevelTargets() {
        publish(scene.signing(scene.targets, Scene.target("shop:1", "one")));

        assertThat(scene.role(RoleName.TARGETS).target(Scene.path("shop:1"))).isPresent();
        assertThat(scene.role(Profile.RELEASES).count()).isZero();
    }

    @Test
    void manyAtOnceRaiseTheRoleByOneVersion() {
        publish(scene.signing(
                scene.releases,
                Scene.target("shop:1", "one"),
                Scene.target("shop:2", "two"),
                Scene.target("web:1", "w")));

        assertThat(scene.role(Profile.RELEASES).count()).isEqualTo(3);
        assertThat(scene.role(Profile.RELEASES).version()).isEqualTo(2);
    }

    @Test
    void aKeyThatSignsNoRoleForTheNameIsRefusedWithTheKeysThatWould() {
        TargetEdits edits = scene.signing(TestKeys.seeded("stranger"), Scene.target("shop:1", "one"));

        assertThatThrownBy(() -> edits.plan(scene.standing()))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        refused -> assertThat(refused.hints())
                                .anySatisfy(hint -> assertThat(hint).startsWith("targets/releases is trusted for it")));
    }

    @Test
    void newContentUnderANameRaisesItsSeqAndTheSameContentChangesNothing() {
        publish(scene.signing(scene.releases, Scene.target("shop:1", "one")));
        publish(scene.signing(scene.releases, Scene.target("shop:1", "one")));
        assertThat(scene.role(Profile.RELEASES).version()).isEqualTo(2);

        publish(scene.signing(scene.releases, Scene.target("shop:1", "other")));
        TargetInfo info =
                scene.role(Profile.RELEASES).target(Scene.path("shop:1")).orElseThrow();
        assertThat(member(info, "seq")).isEqualTo(Json.whole(2));
    }

    @Test
    void twoHoldersOfOneKeyLoseNothingOfEachOther() {
        TargetEdits mine = scene.signing(scene.releases, Scene.target("shop:1", "one"));
        mine.plan(scene.standing());
        publish(scene.signing(scene.releases, Scene.target("shop:2", "two")));
        publish(mine);

        assertThat(scene.role(Profile.RELEASES).count()).isEqualTo(2);
        assertThat(scene.role(Profile.RELEASES).version()).isEqualTo(3);
    }

    @Test
    void theSameNameWithOtherContentMeanwhileIsAConflictForAHuman() {
        TargetEdits mine = scene.signing(scene.releases, Scene.target("shop:1", "mine"));
        mine.plan(scene.standing());
        publish(scene.signing(scene.releases, Scene.target("shop:1", "theirs")));

        assertThatThrownBy(() -> publish(mine))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("published with other content meanwhile");
    }

    @Test
    void whatWasHandedOverAndNotYetPublishedIsBuiltUpon() {
        Handover handover = new Handover(scene.store);
        for (String item : new String[] {"shop:1", "shop:2"}) {
            Map<RoleName, RoleFile> files = scene.signing(scene.releases, Scene.target(item, item))
                    .upon(Optional.of(scene.standing()))
                    .orElseThrow();
            handover.offer(files);
        }
        scene.refresh(scene.online);

        assertThat(scene.role(Profile.RELEASES).count()).isEqualTo(2);
        assertThat(scene.role(Profile.RELEASES).version()).isEqualTo(3);
    }

    @Test
    void aSignerWithTheOnlineKeyPublishesWhatOthersHandedOver() {
        new Handover(scene.store)
                .offer(scene.signing(scene.releases, Scene.target("shop:1", "one"))
                        .upon(Optional.of(scene.standing()))
                        .orElseThrow());

        publish(scene.signing(scene.targets, Scene.target("shop:2", "two")));

        assertThat(scene.role(Profile.RELEASES).count()).isEqualTo(1);
        assertThat(scene.role(RoleName.TARGETS).count()).isEqualTo(1);
    }
}
