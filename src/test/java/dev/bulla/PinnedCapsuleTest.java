package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import dev.bulla.tuf.RoleName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verification at places without a TUF repository: by what is attached, under the rules of trust.md 3.1. */
class PinnedCapsuleTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;
    private Manifest artifact;
    private String mirror;

    @BeforeEach
    void anArtifactAtItsOriginAndAtAMirror() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        mirror = scene.registry.host() + "/mirror/shop:1";
        artifact = scene.push(shop, "one");
        scene.acme.sign("targets", shop, artifact);
        scene.push(mirror, "one");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Trust.Pinned pinMirror() {
        return scene.pin(scene.registry.host() + "/mirror", scene.origin);
    }

    @Attack("P7")
    @Test
    void aRelocatedArtifactVerifiesUnderItsOldNameByItsCapsule() {
        scene.attach(mirror, artifact, shop);
        Trust.Pinned pinned = pinMirror();

        Verdict.Trusted trusted = scene.trusted(mirror);

        assertThat(pinned.relocated()).isTrue();
        assertThat(trusted.vouching().orElseThrow().signedAs()).isEqualTo(shop);
        assertThat(trusted.vouching().orElseThrow().attached()).isTrue();
    }

    @Attack("T7")
    @Test
    void aCapsuleOfAnotherArtifactOfThePublisherDoesNotHelpAForeignOne() {
        Manifest other = scene.push(scene.registry.host() + "/mirror/shop:2", "two");
        scene.attach(scene.registry.host() + "/mirror/shop:2", other, shop);
        pinMirror();

        scene.refused(scene.registry.host() + "/mirror/shop:2", ReasonCode.NOT_A_TARGET);
    }

    @Test
    void aCopyCarriesTheCapsuleIntoALayoutWithoutAnyServer() {
        scene.attach(shop, artifact, shop);
        String tar = "oci:" + scene.file("usb.tar") + ":1";
        new Relocator(scene.places, 3, Progress.NONE).copy(PinnedScene.ref(shop), PinnedScene.ref(tar));
        scene.pin("oci:" + scene.file("usb.tar"), scene.origin + "/shop");
        scene.registry.close();

        assertThat(scene.trusted(tar).vouching().orElseThrow().signedAs()).isEqualTo(shop);
        assertThat(scene.trusted("oci:" + scene.file("usb.tar")).vouching()).isPresent();
    }

    @Attack("T1")
    @Test
    void withNeitherHeadNorCapsuleNothingSpeaksForIt() {
        pinMirror();

        scene.refused(mirror, ReasonCode.UNSIGNED_REQUIRED);
    }

    @Attack("T3")
    @Test
    void theHighestTimestampOfAllCapsulesCounts() {
        scene.attach(mirror, artifact, shop);
        scene.acme.publisher().publish();
        scene.attach(mirror, artifact, shop);
        pinMirror();

        assertThat(scene.trusted(mirror).vouching().orElseThrow().chain())
                .extracting(role -> role.name() + " v" + role.version())
                .contains("timestamp v3", "snapshot v3", "targets v2");
    }

    @Test
    void anOlderCapsuleThanOneSeenAtTheOriginIsARollbackEverywhere() {
        scene.attach(mirror, artifact, shop);
        scene.acme.publisher().publish();
        scene.publish();
        scene.pin();
        scene.trusted(shop);
        assertThat(pinMirror().shared()).isTrue();

        scene.refused(mirror, ReasonCode.ROLLBACK);
    }

    @Test
    void twoValidTimestampsOfOneVersionAreAForkAndNoneIsChosen() {
        scene.attach(mirror, artifact, shop);
        scene.acme.publisher().set("timestamp", "x-note", Json.text("another history"));
        scene.attach(mirror, artifact, shop);
        pinMirror();

        Reason reason = scene.refused(mirror, ReasonCode.FORKED_METADATA);

        assertThat(reason.facts()).containsKeys("seen", "offered").containsEntry("role", "timestamp");
    }

    @Test
    void twoValidSuccessorsOfOneRootAreAForkAndNoneIsChosen() {
        Signer next = TestKeys.seeded("next");
        scene.acme.publisher().rekey("timestamp", 1, next).publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.attach(mirror, artifact, shop);
        Bytes forked = RoleDocuments.sign(
                scene.acme.publisher().document("root").with("x-note", Json.text("another history")),
                scene.acme.publisher().signers("root"));
        scene.acme.publisher().roots().set(1, forked);
        scene.attach(mirror, artifact, shop);
        pinMirror();

        scene.refused(mirror, ReasonCode.FORKED_METADATA);
    }

    @Test
    void rubbishThatSomebodyAttachedDoesNotKeepTheTrueCapsuleFromCounting() {
        Signer thief = TestKeys.seeded("thief");
        List<RoleLayer> rubbish = new ArrayList<>();
        rubbish.add(RoleLayer.of(RoleName.ROOT, 1, scene.acme.root()));
        rubbish.add(RoleLayer.of(
                RoleName.ROOT,
                2,
                RoleDocuments.sign(
                        scene.acme.publisher().document("root").with("version", Json.whole(2)), List.of(thief))));
        rubbish.add(RoleLayer.of(
                RoleName.TIMESTAMP,
                99,
                RoleDocuments.sign(
                        scene.acme.publisher().document("timestamp").with("version", Json.whole(99)), List.of(thief))));
        try (Store store = scene.places.writing(PinnedScene.ref(mirror).place())) {
            scene.acme.attach(store, artifact.descriptor(), shop, rubbish);
        }
        scene.attach(mirror, artifact, shop);
        pinMirror();

        assertThat(scene.trusted(mirror).vouching().orElseThrow().chain())
                .extracting(role -> role.name() + " v" + role.version())
                .contains("root v1", "timestamp v2");
    }

    @Test
    void aRoleFileThatIsInNoCapsuleIsMissingNotUnsigned() {
        List<RoleLayer> incomplete = new ArrayList<>(scene.acme.layers());
        incomplete.removeIf(layer -> layer.role().equals(RoleName.SNAPSHOT));
        try (Store store = scene.places.writing(PinnedScene.ref(mirror).place())) {
            scene.acme.attach(store, artifact.descriptor(), shop, incomplete);
        }
        pinMirror();

        scene.refused(mirror, ReasonCode.INCOMPLETE);
    }

    @Test
    void aStolenTimestampKeyIsOfNoUseAfterTheRootThatTakesItBack() {
        scene.attach(mirror, artifact, shop);
        List<RoleLayer> before = scene.acme.layers();
        scene.acme.publisher().rekey("timestamp", 1, TestKeys.seeded("fresh")).publishRoot();
        scene.acme.nameRoot().publisher().publish();
        List<RoleLayer> rootOnly = new ArrayList<>(before);
        rootOnly.add(
                RoleLayer.of(RoleName.ROOT, 2, scene.acme.publisher().roots().get(1)));
        try (Store store = scene.places.writing(PinnedScene.ref(mirror).place())) {
            scene.acme.attach(store, artifact.descriptor(), shop, rootOnly);
        }
        pinMirror();

        assertThat(scene.refused(mirror, ReasonCode.THRESHOLD).facts()).containsEntry("role", "timestamp");
    }

    @Test
    void twoMirrorsOnOneRegistryMayNotHaveOneName() {
        pinMirror();

        assertThatThrownBy(() -> scene.pin(scene.registry.host() + "/second", scene.origin))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("/mirror");
    }

    @Test
    void aNameInTheCallStandsForAPinOfThePlace() {
        scene.attach(mirror, artifact, shop);
        scene.publish();
        scene.pin();

        Verdict verdict = new Verifier(scene.places, false, Progress.NONE)
                .verify(PinnedScene.ref(mirror), scene.trust, Optional.of(shop), PinnedScene.NOW);

        assertThat(verdict.orThrow().vouching().orElseThrow().signedAs()).isEqualTo(shop);
        scene.refused(mirror, ReasonCode.NO_TRUST_ROOT);
    }

    @Attack("T6")
    @Test
    void aTufRepositoryOfTheNewPlacesOwnerSaysNothingAgainstTheCapsuleAndNothingForIt() {
        SimulatedNamespace owner = new SimulatedNamespace(scene.registry.host() + "/mirror");
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            owner.publisher().rekey(role, 1, TestKeys.seeded("owner " + role));
        }
        owner.sign("targets", shop, artifact);
        Namespace there = Namespace.parse(scene.registry.host() + "/mirror");
        try (Store store = scene.places.writing(there.trustRepository())) {
            owner.publish(store);
        }
        pinMirror();

        scene.refused(mirror, ReasonCode.THRESHOLD);
        scene.attach(mirror, artifact, shop);
        assertThat(scene.trusted(mirror).vouching().orElseThrow().attached()).isTrue();
    }
}
