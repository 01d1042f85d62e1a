package dev.bulla.publish.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.SigningProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several people sign one change: what each is shown, who counts, and what is refused (tuf.md 10, trust.md 14). */
class CeremonyTest {
    private final Scene scene = new Scene();

    @Test
    void aChangeIsCompleteWhenAThresholdOfDistinctKeysHasSignedCopiesOfIt() {
        StagedFile file = scene.target("app:1");
        StagedReview unsigned = review(file);

        StagedReview byAnn = Ceremony.sign(unsigned, List.of(scene.ann)).orThrow();
        StagedReview byCleo = Ceremony.sign(unsigned, List.of(scene.cleo)).orThrow();
        StagedReview merged =
                Ceremony.merge(List.of(byAnn.file(), byCleo.file())).orThrow();

        assertThat(unsigned.isComplete()).isFalse();
        assertThat(byAnn.isComplete()).isFalse();
        assertThat(demand(byAnn).count().verified().keySet()).containsExactly(scene.ann.keyId());
        assertThat(demand(byAnn).missing()).containsExactlyInAnyOrder(scene.ben.keyId(), scene.cleo.keyId());
        assertThat(merged.isComplete()).isTrue();
        assertThat(merged.roles().get(0).after().canonical())
                .isEqualTo(unsigned.roles().get(0).after().canonical());
    }

    @Test
    void oneKeySigningTwiceIsOneSignature() {
        StagedReview once =
                Ceremony.sign(review(scene.target("app:1")), List.of(scene.ann)).orThrow();
        StagedReview twice = Ceremony.sign(once, List.of(scene.ann)).orThrow();

        assertThat(Ceremony.merge(List.of(once.file(), twice.file())).orThrow().isComplete())
                .isFalse();
        assertThat(twice.roles().get(0).after().signatures()).hasSize(1);
    }

    @Test
    void whatChangesIsComputedFromTheTwoVersions() {
        StagedReview review = review(scene.target("app:1"));

        assertThat(review.roles().get(0).versions()).isEqualTo("v1 -> v2");
        assertThat(review.roles().get(0).changes()).anyMatch(line -> line.contains("app:1"));
        assertThat(review.madeFrom()).isPresent();
    }

    @Test
    void aRootNeedsTheOldThresholdAndItsOwn() {
        LocalSigner dora = TestKeys.seeded("dora");
        scene.published.version("root", 2).rekey("root", 2, scene.ben, scene.cleo, dora);
        StagedReview review = review(scene.staged("root"));

        assertThat(review.roles().get(0).progress().demands())
                .extracting(SigningProgress.Demand::by)
                .containsExactly("root v1", "root v2");
        assertThat(complete(review, scene.cleo, dora)).as("the new keys alone").isFalse();
        assertThat(complete(review, scene.ann, scene.cleo))
                .as("the old keys alone")
                .isFalse();
        assertThat(complete(review, scene.ann, scene.cleo, dora)).isTrue();
        assertThat(complete(review, scene.ben, scene.cleo))
                .as("two that are in both")
                .isTrue();
    }

    @Test
    void aStagedRootSpeaksForTheRolesStagedWithIt() {
        LocalSigner dora = TestKeys.seeded("dora");
        scene.published.version("root", 2).rekey("targets", 1, dora);
        scene.target("app:1");
        StagedReview review = review(scene.staged(List.of(scene.file("root"), scene.file("targets"))));

        assertThat(review.roles().get(1).progress().demands())
                .extracting(SigningProgress.Demand::by)
                .containsExactly("root v2");
        assertThat(complete(review, scene.ann, scene.ben)).isFalse();
        assertThat(complete(review, scene.ann, scene.ben, dora)).isTrue();
    }

    @Test
    void aDelegatedRoleIsSignedAsEveryRoleThatDelegatesToItDemands() {
        scene.published.delegate("targets", "releases", entry -> entry);
        scene.published.version("targets", 2);
        StagedReview review = review(scene.staged(List.of(scene.file("targets"), scene.file("releases"))));

        assertThat(review.roles().get(1).progress().demands())
                .extracting(SigningProgress.Demand::by)
                .containsExactly("targets v2");
        assertThat(review.roles().get(1).before()).isEmpty();
        assertThat(complete(review, scene.ann, scene.ben)).isFalse();
        assertThat(complete(review, scene.ann, scene.ben, TestKeys.seeded("releases")))
                .isTrue();
    }

    @Test
    void aRoleThatNobodyDelegatesToIsRefused() {
        scene.published.delegate("targets", "releases", entry -> entry);

        assertThat(refusal(scene.staged("releases")).code()).isEqualTo(ReasonCode.NOT_DELEGATED);
    }

    @Test
    void aKeyThatNobodyAsksForSignsNothing() {
        StagedReview review = review(scene.target("app:1"));

        assertThatThrownBy(() -> Ceremony.sign(review, List.of(scene.ann, TestKeys.seeded("mallory"))))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("nothing was signed");
    }

    @Test
    void aFabricatedCurrentFileIsRefusedBecauseItsRootDoesNotVouchForIt() {
        StagedFile file = scene.target("app:1");
        NamedFile invented = new NamedFile(RoleName.TARGETS, scene.bytes("targets", TestKeys.seeded("mallory")));
        StagedFile forged =
                new StagedFile(Scene.NAMESPACE, List.of(scene.current().get(0), invented), file.staged());

        Reason reason = refusal(forged);

        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.message()).contains("current targets v2");
    }

    @Test
    void versionsRiseAndThatOfRootByOne() {
        assertThat(refusal(scene.staged("targets")).code()).isEqualTo(ReasonCode.ROLLBACK);
        scene.published.version("root", 3);
        assertThat(refusal(scene.staged("root")).code()).isEqualTo(ReasonCode.ROLLBACK);
    }

    @Test
    void aRootOfAnotherNamespaceIsRefused() {
        scene.published.version("root", 2).set("root", "x-origin", Json.text("registry.example/other"));

        assertThat(refusal(scene.staged("root")).code()).isEqualTo(ReasonCode.ORIGIN_MISMATCH);
    }

    @Test
    void withoutACurrentRootTheStagedOneBeginsANewChain() {
        StagedFile first =
                new StagedFile(Scene.NAMESPACE, List.of(), List.of(scene.file("root"), scene.file("targets")));
        StagedReview review = review(first);

        assertThat(review.beginsNewChain()).isTrue();
        assertThat(review.roles().get(0).progress().demands()).hasSize(1);
        assertThat(complete(review, scene.ann, scene.ben)).isTrue();
    }

    @Test
    void withoutAnyRootNothingCanBeJudged() {
        StagedFile rootless = new StagedFile(Scene.NAMESPACE, List.of(), List.of(scene.file("targets")));

        assertThat(refusal(rootless).code()).isEqualTo(ReasonCode.INCOMPLETE);
    }

    @Test
    void copiesOfDifferentChangesAreNotJoined() {
        StagedFile one = scene.target("app:1");
        scene.published.version("targets", 1);
        StagedFile other = scene.target("app:2");
        StagedFile elsewhere = new StagedFile("registry.example/b", one.current(), one.staged());
        StagedFile otherBase = new StagedFile(one.namespace(), one.current().subList(0, 1), one.staged());

        for (StagedFile stranger : List.of(other, elsewhere, otherBase)) {
            Step<StagedReview> step = Ceremony.merge(List.of(one, stranger));
            assertThat(((Step.Refused<StagedReview>) step).reason().code()).isEqualTo(ReasonCode.FORKED_METADATA);
        }
    }

    @Test
    void aKeyIsFoundUnderTheIdThatItsDelegatorGaveIt() {
        Json.Obj root = scene.published.document("root");
        Json.Obj keys = ((Json.Obj) root.get("keys").orElseThrow())
                .with("ann-2026", scene.ann.publicKey().toJson());
        scene.published.edit(
                "root",
                old -> old.with("keys", keys)
                        .with(
                                "roles",
                                ((Json.Obj) old.get("roles").orElseThrow())
                                        .with(
                                                "targets",
                                                Json.Obj.empty()
                                                        .with("keyids", RoleDocuments.texts("ann-2026"))
                                                        .with("threshold", Json.whole(1)))));
        StagedFile file =
                new StagedFile(Scene.NAMESPACE, List.of(), List.of(scene.file("root"), scene.file("targets")));

        assertThat(complete(review(file), scene.ann, scene.ben)).isTrue();
    }

    private static boolean complete(StagedReview review, LocalSigner... signers) {
        return Ceremony.sign(review, List.of(signers)).orThrow().isComplete();
    }

    private static SigningProgress.Demand demand(StagedReview review) {
        return review.roles().get(0).progress().demands().get(0);
    }

    private static StagedReview review(StagedFile file) {
        return StagedReview.of(file).orThrow();
    }

    private static Reason refusal(StagedFile file) {
        return ((Step.Refused<StagedReview>) StagedReview.of(file)).reason();
    }
}
