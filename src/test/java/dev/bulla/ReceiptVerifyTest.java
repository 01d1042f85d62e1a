package dev.bulla;

import static dev.bulla.PinnedScene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.DescriptorSignature;
import dev.bulla.attach.Receipt;
import dev.bulla.attach.SignatureManifest;
import dev.bulla.attach.TagRecord;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freshness receipts (trust.md 10.2) behind a gap: what they prolong, for how long, and what they cannot do. */
class ReceiptVerifyTest {
    private static final Instant NOW = ReceiptScene.NOW;

    @TempDir
    Path folder;

    private ReceiptScene enclave;

    @BeforeEach
    void aCopyBehindAGap() {
        enclave = new ReceiptScene(folder);
        enclave.capsule();
    }

    @AfterEach
    void close() {
        enclave.close();
    }

    private static Instant day(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    private Verdict.Freshness freshness(Instant at) {
        return enclave.verify(at).orThrow().vouching().orElseThrow().freshness();
    }

    @Test
    void aReceiptProlongsWhatHasExpiredUntilTheMaximumAgeTrust102() {
        enclave.attach(enclave.receipt(day(5)));

        assertThat(freshness(day(6)).grade()).isEqualTo(Verdict.Freshness.Grade.FRESH);
        Verdict.Freshness later = freshness(day(24));
        assertThat(later.grade()).isEqualTo(Verdict.Freshness.Grade.RECEIPT);
        assertThat(later.seen()).isEqualTo(day(5));
        assertThat(later.until()).isEqualTo(day(25));
        Reason tooOld = refused(enclave.verify(day(25)), ReasonCode.EXPIRED);
        assertThat(tooOld.message()).contains("was good until", "timestamp expired");
    }

    @Test
    void theShorterOfWhatTheReceiptAndTheConsumerAllowCounts() {
        Receipt month = enclave.receipt(day(5));
        Receipt week = new Receipt(
                month.origin(),
                month.root(),
                month.timestamp(),
                month.verifiedAt(),
                month.policyDigest(),
                Duration.ofDays(7));
        enclave.attach(week);

        assertThat(freshness(day(11)).until()).isEqualTo(day(12));
        refused(enclave.verify(day(12)), ReasonCode.EXPIRED);
    }

    @Test
    void withoutAReceiptAnExpiryStandsAndTheHintSaysWhatToCarry() {
        Reason reason = refused(enclave.verify(day(8)), ReasonCode.EXPIRED);

        assertThat(reason.message()).contains("timestamp expired", "no receipt by");
        assertThat(reason.hints()).anyMatch(hint -> hint.contains("bulla receipt create"));
    }

    @Test
    void aReceiptByAnotherKeyIsNone() {
        Receipt receipt = enclave.receipt(day(5));
        enclave.attach(receipt, receipt.sign(List.of(TestKeys.seeded("stranger"))));

        refused(enclave.verify(day(8)), ReasonCode.EXPIRED);
    }

    @Test
    void aReceiptMadeAfterTheExpiryProlongsNothing() {
        enclave.attach(enclave.receipt(day(8)));

        assertThat(refused(enclave.verify(day(9)), ReasonCode.EXPIRED).message())
                .contains("timestamp expired");
    }

    @Test
    void aReceiptFromTheFutureIsNone() {
        enclave.attach(enclave.receipt(day(6)));
        enclave.expire("timestamp", Duration.ofDays(1));
        enclave.scene.acme.publisher().publish();
        enclave.capsule();

        refused(enclave.verify(day(8).minus(Duration.ofDays(3))), ReasonCode.CLOCK);
    }

    @Test
    void aReceiptOfAnotherNamespaceIsNone() {
        Receipt own = enclave.receipt(day(5));
        enclave.attach(new Receipt(
                "other.example/acme",
                own.root(),
                own.timestamp(),
                own.verifiedAt(),
                own.policyDigest(),
                own.validFor()));

        refused(enclave.verify(day(8)), ReasonCode.ORIGIN_MISMATCH);
    }

    @Test
    void aReceiptForOneStateSaysNothingOfAnother() {
        Receipt before = enclave.receipt(day(1));
        enclave.scene.acme.publisher().publish();
        enclave.capsule();
        enclave.attach(before);

        assertThat(refused(enclave.verify(day(8)), ReasonCode.EXPIRED).message())
                .contains("the receipt is for timestamp v2; timestamp v3, the newest here");
    }

    @Test
    void aLaterReceiptForOlderRolesIsARollback() {
        Receipt before = enclave.receipt(day(1));
        enclave.scene.acme.publisher().publish();
        enclave.capsule();
        enclave.attach(enclave.receipt(day(2)));
        enclave.attach(new Receipt(
                before.origin(), before.root(), before.timestamp(), day(6), before.policyDigest(), before.validFor()));

        refused(enclave.verify(day(8)), ReasonCode.ROLLBACK);
    }

    @Test
    void whatWasSeenHereBeforeIsTheLeastWhateverAReceiptSays() {
        Receipt old = enclave.receipt(day(5));
        enclave.attach(old);
        enclave.scene.acme.publisher().publish();
        enclave.scene.publish();
        enclave.scene.pin();
        enclave.scene.trusted(enclave.shop);

        refused(enclave.verify(day(8)), ReasonCode.ROLLBACK);
    }

    @Test
    void aReceiptAtTheHeadOfACopiedTufRepositoryCountsToo() {
        Receipt receipt = enclave.receipt(day(5));
        String place = enclave.scene.registry.host() + "/enclave/tuf";
        var head = enclave.scene.publishAt(enclave.scene.registry.host() + "/enclave");
        enclave.attach(place, head.descriptor(), receipt, receipt.sign(List.of(ReceiptScene.ENCLAVE)));

        assertThat(freshness(day(20)).grade()).isEqualTo(Verdict.Freshness.Grade.RECEIPT);
    }

    @Attack("K_receipt")
    @Test
    void aPayloadOfAnotherTypeUnderTheReceiptKeyIsNoReceipt() {
        Receipt receipt = enclave.receipt(day(5));
        for (String type : List.of("application/vnd.in-toto+json", "application/json", "text/plain")) {
            enclave.attach(receipt, Dsse.sign(type, receipt.payload(), List.of(ReceiptScene.ENCLAVE)));
        }

        refused(enclave.verify(day(8)), ReasonCode.EXPIRED);
    }

    @Attack("K_receipt")
    @Test
    void aSignatureByTheReceiptKeyDoesNotMakeRubbishAReceipt() {
        Receipt receipt = enclave.receipt(day(5));
        enclave.attach(
                receipt,
                Dsse.sign(Receipt.PAYLOAD_TYPE, Bytes.utf8("{\"valid\":true}"), List.of(ReceiptScene.ENCLAVE)));

        refused(enclave.verify(day(8)), ReasonCode.EXPIRED);
    }

    @Attack("K_receipt")
    @Test
    void aTimestampSignedWithTheReceiptKeyIsPassedOverAndItsReceiptIsOfNoUse() {
        signedWithTheReceiptKey("timestamp");

        assertThat(enclave.verify(day(1)).orThrow().vouching().orElseThrow().chain())
                .extracting(role -> role.name() + " v" + role.version())
                .contains("timestamp v2");
        refused(enclave.verify(day(8)), ReasonCode.THRESHOLD);
    }

    @Test
    void aTufRepositoryOfTheNewPlacesOwnerDoesNotKeepAReceiptFromCounting() {
        enclave.attach(enclave.receipt(day(5)));
        List<Signer> signers = enclave.scene.acme.publisher().signers("timestamp");
        signers.clear();
        signers.add(TestKeys.seeded("owner of the mirror"));
        enclave.scene.publishAt(enclave.scene.registry.host() + "/enclave");

        assertThat(freshness(day(20)).grade()).isEqualTo(Verdict.Freshness.Grade.RECEIPT);
    }

    @Attack("K_receipt")
    @Test
    void aTagRecordSignedWithTheReceiptKeySpeaksForNothing() {
        String bare = enclave.scene.registry.host() + "/enclave/bare:1";
        Descriptor artifact = enclave.scene.push(bare, "bare").descriptor();
        ArtifactBuilder record =
                new TagRecord(artifact, enclave.scene.origin + "/bare:1", 1, day(0), day(90)).builder();
        DescriptorSignature body = DescriptorSignature.sign(record.build().descriptor(), List.of(ReceiptScene.ENCLAVE));
        try (Store store = enclave.scene.places.writing(PinnedScene.ref(bare).place())) {
            AttachmentWriter writer = new AttachmentWriter(store);
            writer.attach(record);
            writer.attach(SignatureManifest.builder(artifact, body, Optional.empty(), Optional.empty()));
        }

        Verdict verdict = new Verifier(enclave.scene.places, false, Progress.NONE)
                .verify(PinnedScene.ref(bare), enclave.scene.trust, Optional.empty(), day(1));

        refused(verdict, ReasonCode.INCOMPLETE);
    }

    @Attack("K_receipt")
    @Test
    void aSnapshotSignedWithTheReceiptKeyIsRefused() {
        roleSignedWithTheReceiptKey("snapshot");
    }

    @Attack("K_receipt")
    @Test
    void targetsSignedWithTheReceiptKeyAreRefused() {
        roleSignedWithTheReceiptKey("targets");
    }

    @Attack("K_receipt")
    @Test
    void aRootSignedWithTheReceiptKeyIsRefused() {
        List<Signer> signers = enclave.scene.acme.publisher().signers("root");
        signers.clear();
        signers.add(ReceiptScene.ENCLAVE);
        enclave.scene.acme.publisher().publishRoot();
        enclave.scene.acme.nameRoot().publisher().publish();
        publishedWithReceipt();

        refused(enclave.verify(day(8)), ReasonCode.THRESHOLD);
    }

    /** A role of the next state, whose rightful keys are not those that sign it, with a receipt for it. */
    private void roleSignedWithTheReceiptKey(String role) {
        signedWithTheReceiptKey(role);

        refused(enclave.verify(day(1)), ReasonCode.THRESHOLD);
        refused(enclave.verify(day(8)), ReasonCode.THRESHOLD);
    }

    private void signedWithTheReceiptKey(String role) {
        List<Signer> signers = enclave.scene.acme.publisher().signers(role);
        signers.clear();
        signers.add(ReceiptScene.ENCLAVE);
        enclave.scene.acme.publisher().publish("targets");
        publishedWithReceipt();
    }

    private void publishedWithReceipt() {
        var head = enclave.scene.publishAt(enclave.scene.registry.host() + "/enclave");
        Receipt receipt = enclave.receipt(day(5));
        enclave.attach(
                enclave.scene.registry.host() + "/enclave/tuf",
                head.descriptor(),
                receipt,
                receipt.sign(List.of(ReceiptScene.ENCLAVE)));
        enclave.attach(receipt);
    }
}
