package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.loopback.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members that Bulla adds to signed roles and targets, as verification checks them (trust.md 4, 5.2 and 10.1). */
class PinnedExtrasTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespaceWithOneArtifact() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Attack({"T6", "T9"})
    @Test
    void rolesForAnotherNamespaceDoNotPassTrust52() {
        scene.signed(shop, "one");
        scene.pin();
        scene.acme.publisher().set("timestamp", "x-origin", Json.text("other.example/acme"));
        scene.acme.publisher().publish();
        scene.publish();

        Reason reason = scene.refused(shop, ReasonCode.ORIGIN_MISMATCH);

        assertThat(reason.facts()).containsEntry("role", "timestamp").containsEntry("offered", "other.example/acme");
    }

    @Attack("T9")
    @Test
    void aTimestampWithoutOriginDoesNotPassTrust52() {
        scene.signed(shop, "one");
        scene.pin();
        scene.acme.publisher().edit("timestamp", signed -> signed.without("x-origin"));
        scene.acme.publisher().publish();
        scene.publish();

        scene.refused(shop, ReasonCode.ORIGIN_MISMATCH);
    }

    @Attack("T15")
    @Test
    void aTimestampThatKnowsANewerRootThanWasGivenIsARollbackTrust52() {
        scene.signed(shop, "one");
        scene.pin();
        scene.acme
                .publisher()
                .set(
                        "timestamp",
                        "x-root",
                        Json.Obj.empty().with("version", Json.whole(2)).with("sha256", Json.text("00")));
        scene.acme.publisher().publish();
        scene.publish();

        assertThat(scene.refused(shop, ReasonCode.ROLLBACK).facts()).containsEntry("role", "root");
    }

    @Test
    void anotherRootOfTheSameVersionIsAForkTrust52() {
        scene.signed(shop, "one");
        scene.pin();
        scene.acme
                .publisher()
                .set(
                        "timestamp",
                        "x-root",
                        Json.Obj.empty().with("version", Json.whole(1)).with("sha256", Json.text("00")));
        scene.acme.publisher().publish();
        scene.publish();

        scene.refused(shop, ReasonCode.FORKED_METADATA);
    }

    @Attack("T34")
    @Test
    void aClockBeforeTheSignatureIsRefusedTrust101() {
        scene.signed(shop, "one");
        scene.pin();
        scene.acme.publisher().set("timestamp", "x-signed-at", Json.text("2026-06-01T12:04:00Z"));
        scene.acme.publisher().publish();
        scene.publish();

        // first, while nothing is remembered that would tell the time as well
        PinnedScene.refused(scene.verify(shop, PinnedScene.NOW.minus(Duration.ofMinutes(2))), ReasonCode.CLOCK);
        scene.trusted(shop);
    }

    @Attack("T8")
    @Test
    void aRevisionOfATargetNeverGoesBackUnderTheKeysThatSignedItTrust4() {
        Manifest artifact = scene.signed(shop, "one");
        scene.pin();
        revision(7);
        scene.trusted(shop);

        revision(6);
        assertThat(scene.refused(shop, ReasonCode.ROLLBACK).facts())
                .containsEntry("seen", 7L)
                .containsEntry("offered", 6L);
        revision(7);
        assertThat(scene.trusted(shop).subject().digest()).isEqualTo(artifact.digest());

        scene.acme
                .publisher()
                .rekey("targets", 1, TestKeys.seeded("new targets"))
                .publishRoot();
        scene.acme.nameRoot();
        revision(1);
        scene.trusted(shop);
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

    @Test
    void aConsumerWhoWasAwayForFiveRootRotationsCatchesUpWithOneHeadAndTheOldKeysAreWorthNothing() {
        scene.signed(shop, "one");
        scene.pin();
        scene.trusted(shop);
        Signer old = scene.acme.publisher().signers("root").get(0);
        for (int i = 0; i < 5; i++) {
            Signer previous = scene.acme.publisher().signers("root").get(0);
            scene.acme
                    .publisher()
                    .rekey("root", 1, TestKeys.seeded("root " + i))
                    .publishRoot(previous);
        }
        scene.acme
                .publisher()
                .rekey("timestamp", 1, TestKeys.seeded("new timestamp"))
                .publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.publish();
        scene.registry.log().clear();

        assertThat(scene.trusted(shop).vouching().orElseThrow().chain().get(0).version())
                .isEqualTo(7);
        assertThat(scene.registry.log().count(Kind.MANIFEST_GET)).isEqualTo(2);

        scene.acme.publisher().signers("root").set(0, old);
        scene.acme.publisher().publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.publish();
        assertThat(scene.refused(shop, ReasonCode.THRESHOLD).facts()).containsEntry("section", "5.3.4");
        assertThat(scene.trust.list().get(0).trustedRoot().version()).isEqualTo(7);
    }
}
