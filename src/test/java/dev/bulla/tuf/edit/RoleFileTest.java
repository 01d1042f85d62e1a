package dev.bulla.tuf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.TargetPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that gather signatures (TUF 4.2; ceremonies of tuf.md 10). */
class RoleFileTest {
    private static final Expiry MONTH = Expiry.after(SimulatedPublisher.NOW, Duration.ofDays(30));

    private final Signer ann = TestKeys.seeded("ann");
    private final Signer bob = TestKeys.seeded("bob");
    private final Signer ecdsa = TestKeys.seeded(KeyKind.ECDSA_P256, "ecdsa");
    private final RoleFile staged = TargetsDraft.create(MONTH)
            .target(new TargetPath("path"), DraftsTest.info("content"))
            .unsigned();

    private static List<KeyId> ids(RoleFile file) {
        return file.signatures().stream().map(signature -> signature.keyId()).toList();
    }

    private static Reason refused(Step<?> step) {
        return SimulatedClient.reasonOf(step);
    }

    @Test
    void aStagedFileHasNoSignatureAndSaysWhatItIs() {
        assertThat(staged.signatures()).isEmpty();
        assertThat(staged.type()).isEqualTo("targets");
        assertThat(staged.version()).isEqualTo(1);
        assertThat(staged.info().length()).hasValue(staged.bytes().length());
        assertThat(staged.signedSha256())
                .isEqualTo(staged.read(RoleFormat.TARGETS).orThrow().signedSha256());
    }

    @Test
    void theCanonicalRangeIsSignedOnceForEachSigner() {
        AtomicInteger calls = new AtomicInteger();
        Signer counting = new Signer() {
            @Override
            public PublicKey publicKey() {
                return ann.publicKey();
            }

            @Override
            public Bytes sign(Bytes message) {
                calls.incrementAndGet();
                assertThat(message).isEqualTo(staged.canonical());
                return ann.sign(message);
            }
        };

        RoleFile signed = staged.withSignatures(List.of(counting, bob));

        assertThat(calls).hasValue(1);
        assertThat(ids(signed)).containsExactly(ann.keyId(), bob.keyId());
        assertThat(signed.canonical()).isEqualTo(staged.canonical());
    }

    @Test
    void aSecondSignatureOfOneKeyReplacesTheFirst() {
        RoleFile once = staged.withSignatures(List.of(ecdsa, ann));
        RoleFile twice = once.withSignatures(List.of(ecdsa));

        assertThat(ids(twice)).containsExactly(ecdsa.keyId(), ann.keyId());
        assertThat(twice.signatures().get(1)).isEqualTo(once.signatures().get(1));
        assertThat(once.withSignatures(List.of(ann))).isEqualTo(once);
    }

    @Test
    void signaturesMadeOnTwoMachinesAreMerged() {
        RoleFile merged = staged.withSignatures(List.of(ann))
                .merge(staged.withSignatures(List.of(bob)))
                .orThrow();

        assertThat(ids(merged)).containsExactly(ann.keyId(), bob.keyId());
        assertThat(merged).isEqualTo(staged.withSignatures(List.of(ann, bob)));
        assertThat(merged.merge(merged).orThrow()).isEqualTo(merged);
    }

    @Test
    void filesThatDifferInWhatIsSignedAreNotMerged() {
        RoleFile other = TargetsDraft.create(MONTH).unsigned();
        RoleFile next = TargetsDraft.next(staged.read(RoleFormat.TARGETS).orThrow(), MONTH)
                .unsigned();

        Reason forked = refused(staged.merge(other));
        assertThat(forked.code()).isEqualTo(ReasonCode.FORKED_METADATA);
        assertThat(forked.facts())
                .containsEntry("seen", staged.signedSha256())
                .containsEntry("offered", other.signedSha256());
        assertThat(refused(staged.merge(next)).code()).isEqualTo(ReasonCode.VERSION_MISMATCH);
    }

    @Test
    void aCopyThatIsSpelledOtherwiseMergesWhenTheSameIsSigned() {
        Bytes spaced = Bytes.utf8(staged.withSignatures(List.of(bob))
                .bytes()
                .asUtf8()
                .orElseThrow()
                .replace(",", " ,\n")
                .replace(":{", " : {"));

        RoleFile merged = staged.withSignatures(List.of(ann))
                .merge(RoleFile.of(spaced).orThrow())
                .orThrow();

        assertThat(merged).isEqualTo(staged.withSignatures(List.of(ann, bob)));
    }

    @Test
    void aPlaceholderGivesWayAndAForgedSignatureDisplacesNobody() {
        String text = staged.bytes().asUtf8().orElseThrow();
        RoleFile empty = RoleFile.of(
                        Bytes.utf8(text.replace("[]", "[{\"keyid\":\"" + ann.keyId() + "\",\"sig\":\"\"}]")))
                .orThrow();
        RoleFile forged = RoleFile.of(
                        Bytes.utf8(text.replace("[]", "[{\"keyid\":\"" + ann.keyId() + "\",\"sig\":\"00ff\"}]")))
                .orThrow();
        RoleFile good = staged.withSignatures(List.of(ann));
        RoleKeys keys = RoleKeys.of(List.of(ann.publicKey()), 1);

        assertThat(empty.merge(good).orThrow()).isEqualTo(good);
        assertThat(good.merge(forged).orThrow()).isEqualTo(good);
        assertThat(forged.withoutBad(keys).merge(good).orThrow()).isEqualTo(good);
        assertThat(good.withSignatures(List.of(bob)).withoutBad(keys)).isEqualTo(good.withSignatures(List.of(bob)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"signatures\":[]}",
                "{\"signed\":{\"_type\":\"targets\",\"version\":1}}",
                "{\"signatures\":{},\"signed\":{\"_type\":\"targets\",\"version\":1}}",
                "{\"signatures\":[],\"signed\":[]}",
                "{\"signatures\":[],\"signed\":{\"version\":1}}",
                "{\"signatures\":[],\"signed\":{\"_type\":\"targets\"}}",
                "{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"version\":0}}",
                "{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"version\":2147483648}}",
                "{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"version\":1}} ,",
                "{\"signatures\":[{\"keyid\":\"a\",\"sig\":\"00\"},{\"keyid\":\"a\",\"sig\":\"01\"}],"
                        + "\"signed\":{\"_type\":\"targets\",\"version\":1}}",
                "{\"signatures\":[],\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"version\":1}}"
            })
    void whatIsNoRoleFileIsRefused(String text) {
        assertThat(refused(RoleFile.of(Bytes.utf8(text))).code()).isEqualTo(ReasonCode.MALFORMED);
    }

    @Test
    void aHundredAndTwentyEightSignaturesAreTheMost() {
        List<Signer> many = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            many.add(TestKeys.seeded("many " + i));
        }
        RoleFile full = staged.withSignatures(many);

        assertThat(full.signatures()).hasSize(128);
        assertThatThrownBy(() -> full.withSignatures(List.of(ann))).isInstanceOf(UsageException.class);
        String text = full.bytes().asUtf8().orElseThrow();
        String more = text.replace("\"signatures\":[", "\"signatures\":[{\"keyid\":\"x\",\"sig\":\"00\"},");
        assertThat(refused(RoleFile.of(Bytes.utf8(more))).code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }
}
