package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pinning roots: never on first use, memory by root and not by place (trust.md section 1, tuf.md 9.4, cli.md section 7). */
class TrustTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespaceWithOneArtifact() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        scene.signed(shop, "one");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Trust.Wish wish(Optional<Digest> fingerprint, Optional<Bytes> root) {
        return new Trust.Wish(Namespace.parse(scene.origin), fingerprint, root, Optional.empty(), Optional.empty());
    }

    private static void assertRefused(ThrowingCallable call, ReasonCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(code));
    }

    @Attack("P29")
    @Test
    void withoutFingerprintAndFileNothingIsPinnedThereIsNoTrustOnFirstUse() {
        assertRefused(
                () -> scene.trust.add(wish(Optional.empty(), Optional.empty()), PinnedScene.NOW),
                ReasonCode.NO_TRUST_ROOT);

        assertThat(scene.trust.list()).isEmpty();
        assertThat(scene.trust.offered(Namespace.parse(scene.origin), Optional.empty()))
                .containsExactly(new Trust.Offered(1, Digest.of(scene.acme.root())));
    }

    @Attack("P29")
    @Test
    void aFingerprintThatNoOfferedRootHasPinsNothing() {
        assertRefused(
                () -> scene.trust.add(wish(Optional.of(Digest.of(Bytes.utf8("x"))), Optional.empty()), PinnedScene.NOW),
                ReasonCode.HASH_MISMATCH);
        assertThat(scene.trust.list()).isEmpty();
    }

    @Attack("P29")
    @Test
    void aFileAndAFingerprintHaveToAgree() {
        assertRefused(
                () -> scene.trust.add(
                        wish(Optional.of(Digest.of(Bytes.utf8("x"))), Optional.of(scene.acme.root())), PinnedScene.NOW),
                ReasonCode.HASH_MISMATCH);
    }

    @Test
    void aFileThatIsNoRootSignedByItselfPinsNothingTuf52() {
        assertRefused(
                () -> scene.trust.add(
                        wish(
                                Optional.empty(),
                                Optional.of(scene.acme.publisher().signed("targets"))),
                        PinnedScene.NOW),
                ReasonCode.MALFORMED);
        scene.acme.publisher().signers("root").set(0, TestKeys.seeded("stranger"));
        assertRefused(
                () -> scene.trust.add(
                        wish(
                                Optional.empty(),
                                Optional.of(scene.acme.publisher().signed("root"))),
                        PinnedScene.NOW),
                ReasonCode.THRESHOLD);
    }

    @Attack("T6")
    @Test
    void aRootOfAnotherNamespaceIsRefused() {
        SimulatedNamespace other = new SimulatedNamespace("other.example/acme");

        assertRefused(
                () -> scene.trust.add(wish(Optional.empty(), Optional.of(other.root())), PinnedScene.NOW),
                ReasonCode.ORIGIN_MISMATCH);
        assertRefused(
                () -> scene.trust.add(
                        wish(
                                Optional.empty(),
                                Optional.of(new SimulatedPublisher().roots().get(0))),
                        PinnedScene.NOW),
                ReasonCode.ORIGIN_MISMATCH);
    }

    @Test
    void pinningTheSameRootAgainChangesNothingAndAnotherOneIsAConflict() {
        scene.pin();
        scene.pin();
        SimulatedNamespace other = new SimulatedNamespace(scene.origin);
        other.publisher().rekey("root", 1, TestKeys.seeded("other"));
        Bytes second = other.publisher().signed("root");

        assertThatThrownBy(() -> scene.trust.add(wish(Optional.empty(), Optional.of(second)), PinnedScene.NOW))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("pinned to another root");
        assertThat(scene.trust.list()).hasSize(1);
    }

    @Test
    void aLaterRootOfAPinnedChainJoinsItsMemoryAndAnEarlierOneToo() {
        scene.acme.publisher().publishRoot().publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.publish();
        Digest third = Digest.of(scene.acme.publisher().roots().get(2));
        Trust.Pinned later = scene.trust.add(wish(Optional.of(third), Optional.empty()), PinnedScene.NOW);
        Namespace mirror = Namespace.parse(scene.registry.host() + "/mirror");
        try (Store store = scene.places.writing(mirror.trustRepository())) {
            scene.acme.publish(store);
        }

        Trust.Pinned pinned = scene.pin(mirror.name(), scene.origin);

        assertThat(pinned.root())
                .as("its own root is the first, whose chain leads to the pinned one")
                .isEqualTo(third);
        assertThat(pinned.shared()).isTrue();
        assertThat(later.trustedRoot().version()).isEqualTo(3);
    }

    @Test
    void aRootWhoseSuccessorIsPinnedJoinsItsMemoryWithoutAskingAnybody() {
        scene.acme.publisher().publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.publish();
        Digest second = Digest.of(scene.acme.publisher().roots().get(1));
        scene.trust.add(wish(Optional.of(second), Optional.empty()), PinnedScene.NOW);

        assertThat(scene.pin("oci:" + folder.resolve("usb.tar"), scene.origin + "/shop")
                        .root())
                .isEqualTo(second);
    }

    @Test
    void aRootThatTheMemoryFollowedAlreadyJoinsIt() {
        scene.pin();
        scene.acme.publisher().publishRoot();
        scene.acme.nameRoot().publisher().publish();
        scene.publish();
        assertThat(scene.trust
                        .update(Namespace.parse(scene.origin), PinnedScene.NOW)
                        .trustedRoot()
                        .version())
                .isEqualTo(2);

        Trust.Pinned again = scene.trust.add(
                wish(Optional.of(Digest.of(scene.acme.publisher().roots().get(1))), Optional.empty()), PinnedScene.NOW);

        assertThat(again.root()).isEqualTo(Digest.of(scene.acme.root()));
    }

    @Test
    void aPlaceWithTheNamesOfAPinnedOneNeedsNoRootOfItsOwn() {
        scene.pin();

        Trust.Pinned mirror = scene.trust.add(
                new Trust.Wish(
                        Namespace.parse("mirror.example/acme"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(scene.origin),
                        Optional.empty()),
                PinnedScene.NOW);

        assertThat(mirror.root()).isEqualTo(Digest.of(scene.acme.root()));
        assertThat(mirror.names()).isEqualTo(scene.origin);
    }

    @Test
    void removingAPinKeepsTheMemory() {
        scene.pin();
        scene.trusted(shop);

        scene.trust.remove(Namespace.parse(scene.origin));

        scene.refused(shop, ReasonCode.NO_TRUST_ROOT);
        assertThat(scene.pin().roles()).extracting(Verdict.Role::name).contains("timestamp", "snapshot", "targets");
        assertThatThrownBy(() -> scene.trust.remove(Namespace.parse("nobody.example/x")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aResetBeginsWithANewRootAndANewMemoryTrust14() {
        scene.pin();
        scene.trusted(shop);
        SimulatedNamespace renewed = new SimulatedNamespace(scene.origin);
        renewed.publisher().rekey("root", 1, TestKeys.seeded("renewed"));
        Bytes root = renewed.publisher().signed("root");

        Trust.Pinned reset = scene.trust.reset(Namespace.parse(scene.origin), root, PinnedScene.NOW);

        assertThat(reset.root()).isEqualTo(Digest.of(root));
        assertThat(reset.roles()).extracting(Verdict.Role::name).containsExactly("root");
        assertRefused(
                () -> scene.trust.reset(
                        Namespace.parse(scene.origin),
                        new SimulatedNamespace("other.example/acme").root(),
                        PinnedScene.NOW),
                ReasonCode.ORIGIN_MISMATCH);
    }

    @Test
    void whatIsRememberedElsewhereBeginsWithThePinnedRootTuf99() {
        scene.pin();
        Trust elsewhere = new Trust(scene.places, folder.resolve("trust"), Optional.of(folder.resolve("state")));

        assertThat(elsewhere
                        .update(Namespace.parse(scene.origin), PinnedScene.NOW)
                        .roles())
                .hasSize(4);
        assertThat(scene.trust.show(Namespace.parse(scene.origin)).roles())
                .as("the memory beside the pins is as it was")
                .hasSize(1);
    }

    @Attack("T7")
    @Test
    void hintsAreSuggestedAndNotApplied() {
        String mirror = scene.registry.host() + "/mirror/shop:1";
        scene.attach(mirror, scene.push(mirror, "one"), shop);

        assertThat(scene.trust.suggest(PinnedScene.ref(mirror)))
                .containsExactly(
                        new Trust.Suggestion(Namespace.parse(scene.registry.host() + "/mirror"), scene.origin));
        assertThat(scene.trust.list()).isEmpty();
    }

    @Test
    void aBrokenMapIsAnErrorNotAnEmptyOne() throws IOException {
        scene.pin();
        Path map = folder.resolve("trust").resolve("map.json");
        Files.writeString(map, Files.readString(map).replace("\"origin\"", "\"orgin\""));

        assertThatThrownBy(() -> scene.verify(shop))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("map.json");
    }

    @Test
    void aMemoryWhoseRootIsGoneIsNoTrustRootTuf96() throws IOException {
        scene.pin();
        Files.delete(folder.resolve("trust")
                .resolve(Digest.of(scene.acme.root()).hex())
                .resolve("root.json"));

        scene.refused(shop, ReasonCode.NO_TRUST_ROOT);
    }
}
