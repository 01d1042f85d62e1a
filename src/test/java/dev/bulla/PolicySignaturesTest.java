package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.DescriptorSignature;
import dev.bulla.attach.SignatureManifest;
import dev.bulla.attach.TagRecord;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code requireSignatures}: detached signatures beside what TUF repositories say (trust.md section 9). */
class PolicySignaturesTest {
    private static final Signer OPERATOR = TestKeys.seeded("operator");

    @TempDir
    Path folder;

    private PolicyScene with;
    private PinnedScene scene;
    private String shop;

    @BeforeEach
    void aNamespace() throws IOException {
        with = new PolicyScene(folder);
        scene = with.scene;
        shop = scene.origin + "/shop:1";
    }

    @AfterEach
    void close() {
        with.close();
    }

    private Trust rule(String members) {
        return with.policy("{'match': 'HOST/acme/*:*', 'repositories': ['acme'], " + members + "}");
    }

    private Verdict.Trusted trusted(String members) {
        return with.verify(shop, rule(members)).orThrow();
    }

    private Reason refused(String members, ReasonCode code) {
        return with.refused(shop, rule(members), code);
    }

    private static String json(PublicKey key) {
        return PlainWriter.write(key.toJson()).asUtf8().orElseThrow();
    }

    /** Attaches a signature over {@code target} to the artifact. */
    private void sign(Manifest artifact, Descriptor target, Signer... signers) {
        DescriptorSignature body = DescriptorSignature.sign(target, List.of(signers));
        try (Store store = scene.places.writing(PinnedScene.ref(shop).place())) {
            new AttachmentWriter(store)
                    .attach(SignatureManifest.builder(
                            artifact.descriptor().plain(), body, Optional.of(shop), Optional.empty()));
        }
    }

    private Manifest record(Manifest artifact, String name, Instant expires) {
        TagRecord record =
                new TagRecord(artifact.descriptor().plain(), name, 1, PinnedScene.NOW.minusSeconds(60), expires);
        try (Store store = scene.places.writing(PinnedScene.ref(shop).place())) {
            return new AttachmentWriter(store).attach(record.builder());
        }
    }

    @Test
    void keysOfAVerifiedDelegationMustHaveSignedTheArtifactOrItsTagRecord() {
        scene.acme
                .publisher()
                .delegate(
                        "targets",
                        "targets/qa",
                        entry -> entry.with("paths", RoleDocuments.texts(scene.origin + "/*:*")));
        Manifest artifact = scene.signed(shop, "one");
        String qa = "'requireSignatures': [{'role': 'targets/qa', 'threshold': 1}]";

        assertThat(refused(qa, ReasonCode.THRESHOLD).message())
                .isEqualTo("0 of keys of targets/qa signed " + shop + ", 1 must");
        sign(artifact, artifact.descriptor(), OPERATOR);
        refused(qa, ReasonCode.THRESHOLD);
        Manifest record = record(artifact, shop, PinnedScene.NOW.plusSeconds(60));
        sign(artifact, record.descriptor(), TestKeys.seeded("targets/qa"));

        assertThat(trusted(qa).checks()).extracting(Check::name).contains("trust.9.signatures");
        refused("'requireSignatures': [{'role': 'targets/qa', 'threshold': 2}]", ReasonCode.THRESHOLD);
        refused(qa + ", 'algorithms': {'allow': ['ecdsa-sha2-nistp256']}", ReasonCode.THRESHOLD);
    }

    @Test
    void aRecordOfAnotherNameOrOneThatExpiredStandsForNothing() {
        Manifest artifact = scene.signed(shop, "one");
        String operator = "'requireSignatures': [{'keys': [" + json(OPERATOR.publicKey()) + "], 'threshold': 1}]";
        for (Manifest record : List.of(
                record(artifact, scene.origin + "/other:1", PinnedScene.NOW.plusSeconds(60)),
                record(artifact, shop, PinnedScene.NOW))) {
            sign(artifact, record.descriptor(), OPERATOR);
        }

        refused(operator, ReasonCode.THRESHOLD);
    }

    @Test
    void aRoleThatIsNotTrustedForTheNameHasNoSayInIt() {
        scene.acme
                .publisher()
                .delegate(
                        "targets",
                        "targets/qa",
                        entry -> entry.with("paths", RoleDocuments.texts(scene.origin + "/other:*")));
        Manifest artifact = scene.signed(shop, "one");
        sign(artifact, artifact.descriptor(), TestKeys.seeded("targets/qa"));

        refused("'requireSignatures': [{'role': 'targets/qa', 'threshold': 1}]", ReasonCode.NOT_DELEGATED);
        refused("'requireSignatures': [{'role': 'nobody', 'threshold': 1}]", ReasonCode.NOT_DELEGATED);
    }

    @Test
    void publisherAndOperatorAreDemandedTogether() {
        Manifest artifact = scene.signed(shop, "one");
        String both = "'requireSignatures': [{'keys': [" + json(OPERATOR.publicKey()) + "], 'threshold': 1}]";

        refused(both, ReasonCode.THRESHOLD);
        sign(artifact, artifact.descriptor(), OPERATOR);
        trusted(both);
        Manifest unlisted = scene.push(scene.origin + "/shop:2", "two");
        shop = scene.origin + "/shop:2";
        sign(unlisted, unlisted.descriptor(), OPERATOR);
        refused(both, ReasonCode.NOT_A_TARGET);
    }

    @Test
    void keysAloneVouchForANameByATagRecordAndForNothingMore() {
        Trust trust =
                with.policy("{'match': 'HOST/acme/*:*', 'keys': [" + json(OPERATOR.publicKey()) + "], 'threshold': 1}");
        Manifest artifact = scene.push(shop, "one");
        with.refused(shop, trust, ReasonCode.UNSIGNED_REQUIRED);
        sign(artifact, artifact.descriptor(), OPERATOR);
        with.refused(shop, trust, ReasonCode.NOT_A_TARGET);
        Verdict.Trusted byDigest =
                with.verify(scene.origin + "/shop@" + artifact.digest(), trust).orThrow();
        Manifest record = record(artifact, shop, PinnedScene.NOW.plusSeconds(60));
        sign(artifact, record.descriptor(), OPERATOR);

        Verdict.Trusted trusted = with.verify(shop, trust).orThrow();

        assertThat(trusted.level()).isEqualTo("0");
        assertThat(trusted.binding().orElseThrow().name()).isEqualTo(shop);
        assertThat(byDigest.leavesOpen()).anyMatch(line -> line.startsWith("no revocation"));
    }
}
