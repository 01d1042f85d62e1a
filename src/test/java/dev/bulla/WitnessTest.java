package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Witnesses of heads (trust.md 10.4): what they sign, what they refuse, and what their signatures are worth. */
class WitnessTest {
    private static final Signer WATCH = TestKeys.seeded("watch");

    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespaceWithOneArtifactAndAWitness() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        Manifest artifact = scene.push(shop, "one");
        scene.acme.sign("targets", shop, artifact);
        publish();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Signed<Timestamp> timestamp() {
        return RoleFormat.TIMESTAMP.read(scene.acme.publisher().signed("timestamp"));
    }

    /** The present state as head and generation. */
    private void publish() {
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            Manifest head = scene.acme.publish(store);
            store.tag(head, RoleTags.generation(scene.acme.publisher().version("timestamp")));
        }
    }

    /** The next state, built on the present one. */
    private void next() {
        Json.Obj before = Json.Obj.empty()
                .with("version", Json.whole(timestamp().role().version()))
                .with("sha256", Json.text(timestamp().signedSha256()));
        scene.acme.publisher().publish();
        scene.acme.publisher().set("timestamp", "x-prev", before);
        publish();
    }

    private Namespaces.Witnessed witness() {
        return witness("watched");
    }

    private Namespaces.Witnessed witness(String state) {
        Namespaces.At at = new Namespaces.At(
                Namespace.parse(scene.origin),
                Optional.empty(),
                Optional.of(Digest.of(scene.acme.root())),
                Optional.empty());
        return namespaces().witness(at, WATCH, folder.resolve(state), PinnedScene.NOW, line -> {});
    }

    private Namespaces namespaces() {
        return new Namespaces(scene.places, scene.trust, folder.resolve("pending"));
    }

    private void refuses(ReasonCode code) {
        assertThatThrownBy(this::witness)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.reason().code())
                                .as(refused.getMessage())
                                .isEqualTo(code));
    }

    @Test
    void aWitnessFollowsALineOfTimestampsAndSignsOneTwice() {
        Bytes first = witness().cosignature();
        assertThat(witness().cosignature()).isEqualTo(first);
        next();
        next();
        next();

        assertThat(witness().timestamp()).isEqualTo(5);
    }

    @Attack("T27")
    @Test
    void aWitnessSeesTheForkThatTwoAudiencesAreShown() {
        next();
        Bytes before = scene.acme.publisher().signed("timestamp");
        witness();
        scene.acme.publisher().set("timestamp", "x-note", Json.text("for the other audience"));
        assertThat(scene.acme.publisher().signed("timestamp")).isNotEqualTo(before);
        publish();

        refuses(ReasonCode.FORKED_METADATA);
    }

    @Attack("T27")
    @Test
    void aHistoryBesideTheOneThatWasSignedIsAFork() {
        Json.Obj other = Json.Obj.empty()
                .with("version", Json.whole(timestamp().role().version()))
                .with("sha256", Json.text("0".repeat(64)));
        witness();
        scene.acme.publisher().publish();
        scene.acme.publisher().set("timestamp", "x-prev", other);
        publish();

        refuses(ReasonCode.FORKED_METADATA);
    }

    @Test
    void anOlderTimestampThanOneThatWasSignedIsARollback() {
        var old = scene.acme.layers();
        next();
        witness();
        scene.publish(old);

        refuses(ReasonCode.ROLLBACK);
    }

    @Attack("T14")
    @Test
    void aStepOfMoreThanAMillionIsRefused() {
        witness();
        scene.acme.publisher().version("timestamp", 1_000_003);
        publish();

        refuses(ReasonCode.FAST_FORWARD);
    }

    @Attack("T27")
    @Test
    void aTimestampThatDoesNotSayOnWhatItWasBuiltIsNotSigned() {
        witness();
        scene.acme.publisher().publish();
        publish();

        refuses(ReasonCode.INCOMPLETE);
    }

    @Attack("T27")
    @Test
    void aGenerationThatIsMissingInBetweenIsNoChain() {
        witness();
        next();
        next();
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            store.tag(store.manifest(RoleTags.HEAD).orElseThrow(), RoleTags.generation(3));
        }

        assertThatThrownBy(this::witness).isInstanceOf(RejectedException.class);
    }

    @Test
    void whatExpiredIsNotWitnessed() {
        scene.acme.publisher().expire("timestamp", PinnedScene.NOW);
        publish();

        refuses(ReasonCode.EXPIRED);
    }

    @Test
    void aConsumerDemandsAQuorumOfWitnessesAndOneKeyCountsOnce() {
        next();
        scene.trust.add(
                new Trust.Wish(
                        Namespace.parse(scene.origin),
                        Optional.empty(),
                        Optional.of(scene.acme.root()),
                        Optional.empty(),
                        Optional.empty(),
                        new TrustDemands(
                                List.of(),
                                Optional.empty(),
                                List.of(
                                        WATCH.publicKey(),
                                        TestKeys.seeded("second").publicKey()),
                                2)),
                PinnedScene.NOW);
        Bytes first = witness().cosignature();
        cosign(first, WATCH);
        assertThat(scene.refused(shop, ReasonCode.THRESHOLD).message()).contains("1 of 2 cosignatures");

        Namespaces.Witnessed second = namespaces()
                .witness(
                        Namespaces.At.of(Namespace.parse(scene.origin)),
                        TestKeys.seeded("second"),
                        folder.resolve("other"),
                        PinnedScene.NOW,
                        line -> {});
        cosign(second.cosignature(), TestKeys.seeded("second"));

        Verdict.Trusted trusted = scene.trusted(shop);
        assertThat(trusted.vouching().orElseThrow().protections()).contains(Verdict.Protection.WITNESS);
        assertThat(new Verifier(scene.places, false, Progress.NONE)
                        .verify(PinnedScene.ref(shop), scene.trust, Optional.empty(), PinnedScene.NOW))
                .isInstanceOf(Verdict.Trusted.class);
    }

    private void cosign(Bytes cosignature, Signer by) {
        namespaces()
                .cosign(
                        Namespaces.At.of(Namespace.parse(scene.origin)),
                        List.of(cosignature),
                        List.of(by.publicKey()),
                        PinnedScene.NOW);
    }

    @Attack("K_witness")
    @Test
    void aWitnessKeyAloneMakesNoTimestamp() {
        scene.pin();
        List<Signer> signers = scene.acme.publisher().signers("timestamp");
        signers.clear();
        signers.add(WATCH);
        next();

        scene.refused(shop, ReasonCode.THRESHOLD);
    }
}
