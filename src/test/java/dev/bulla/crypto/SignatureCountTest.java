package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.SignatureCount.Finding;
import dev.bulla.crypto.SignatureCount.Problem;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Thresholds count distinct keys (TUF 1.0.34 section 5; tuf.md section 4). */
class SignatureCountTest {
    private static final Bytes MESSAGE = Bytes.utf8("what is signed");

    private final LocalSigner ann = TestKeys.seeded("ann");
    private final LocalSigner ben = TestKeys.seeded("ben");

    @Test
    void twoKeysMeetAThresholdOfTwo() {
        SignatureCount count = count(List.of(by(ann), by(ben)), quorum(2, ann, ben));

        assertThat(count.verified()).containsOnlyKeys(ann.keyId(), ben.keyId());
        assertThat(count.findings()).isEmpty();
        assertThat(count.demand("the document")).isInstanceOf(Step.Done.class);
    }

    @Test
    void tooFewSignaturesAreRefusedWithTheNumbers() {
        Step<SignatureCount> step = count(List.of(by(ann)), quorum(2, ann, ben)).demand("the document");

        Reason reason = reason(step);
        assertThat(reason.code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(reason.message()).isEqualTo("the document has 1 of 2 valid signatures");
        assertThat(reason.facts()).containsEntry("valid", 1L).containsEntry("threshold", 2L);
    }

    @Attack({"P17", "U1"})
    @Test
    void oneKeyThatSignsTwiceCountsOnce() {
        SignatureCount count = count(List.of(by(ann), by(ann)), quorum(2, ann, ben));

        assertThat(count.distinctKeys()).isEqualTo(1);
        assertThat(problems(count)).containsExactly(Problem.SAME_KEY);
    }

    @Test
    void oneKeyUnderTwoIdsCountsOnce() {
        KeyId alias = new KeyId("another name of ann");
        Quorum quorum =
                new Quorum(Map.of(ann.keyId(), ann.publicKey(), alias, ann.publicKey()), Set.of(ann.keyId(), alias), 2);

        SignatureCount count = count(List.of(by(ann), KeyedSignature.of(alias, ann.sign(MESSAGE))), quorum);

        assertThat(count.distinctKeys()).isEqualTo(1);
        assertThat(problems(count)).containsExactly(Problem.SAME_KEY);
    }

    @Attack("P17")
    @Test
    void oneEcdsaKeyInTwoSpellingsCountsOnce() {
        LocalSigner signer = TestKeys.seeded(KeyKind.ECDSA_P256, "spelled twice");
        String pem = signer.publicKey().publicValue();
        PublicKey legacy = read("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", pem.stripTrailing());
        assertThat(legacy.computedId()).isNotEqualTo(signer.keyId());
        Quorum quorum = new Quorum(
                Map.of(signer.keyId(), signer.publicKey(), legacy.computedId(), legacy),
                Set.of(signer.keyId(), legacy.computedId()),
                2);

        SignatureCount count =
                count(List.of(by(signer), KeyedSignature.of(legacy.computedId(), signer.sign(MESSAGE))), quorum);

        assertThat(count.distinctKeys()).isEqualTo(1);
    }

    @Attack("U11")
    @Test
    void oneRsaKeyWithTwoSchemesCountsOnce() {
        LocalSigner signer = TestKeys.seeded(KeyKind.RSA_2048, "object");
        PublicKey other = read("rsa", "rsassa-pss-sha512", signer.publicKey().publicValue());
        LocalSigner otherSigner = LocalSigner.ofHalves(other, signer.revealSecret());
        Quorum quorum = quorum(2, signer, otherSigner);

        SignatureCount count = count(List.of(by(signer), by(otherSigner)), quorum);

        assertThat(count.distinctKeys()).isEqualTo(1);
        assertThat(problems(count)).containsExactly(Problem.SAME_KEY);
    }

    @Test
    void aMalleatedEcdsaSignatureOfTheSameKeyCountsOnce() throws SignatureMismatch {
        // (r, n-s) verifies like (r, s): counting distinct signatures would count two
        LocalSigner signer = TestKeys.seeded(KeyKind.ECDSA_P256, "malleable");
        Bytes original = signer.sign(MESSAGE);
        Bytes malleated = EcdsaDer.negated(
                original, new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16));
        signer.publicKey().verify(MESSAGE, malleated);
        assertThat(malleated).isNotEqualTo(original);

        SignatureCount count = count(
                List.of(KeyedSignature.of(signer.keyId(), original), KeyedSignature.of(signer.keyId(), malleated)),
                quorum(2, signer, ann));

        assertThat(count.distinctKeys()).isEqualTo(1);
    }

    @Test
    void aBadSignatureBeforeTheGoodOneOfTheSameKeyDoesNotHideIt() {
        SignatureCount count =
                count(List.of(KeyedSignature.of(ann.keyId(), ben.sign(MESSAGE)), by(ann)), quorum(1, ann));

        assertThat(count.verified()).containsOnlyKeys(ann.keyId());
        assertThat(problems(count)).containsExactly(Problem.BAD_SIGNATURE);
    }

    @Test
    void keysThatAreNotAllowedOrNotKnownCountForNothing() {
        Quorum quorum = new Quorum(
                Map.of(ann.keyId(), ann.publicKey(), ben.keyId(), ben.publicKey()),
                Set.of(ann.keyId(), new KeyId("listed without a key")),
                1);

        SignatureCount count = count(
                List.of(by(ben), KeyedSignature.of(new KeyId("listed without a key"), ann.sign(MESSAGE))), quorum);

        assertThat(count.distinctKeys()).isZero();
        assertThat(problems(count)).containsExactly(Problem.UNKNOWN_KEY, Problem.UNKNOWN_KEY);
    }

    @Test
    void keysOfUnknownSchemeCountForNothing() {
        PublicKey unknown = read("ed25519", "ed25519ph", ann.publicKey().publicValue());
        Quorum quorum = Quorum.of(List.of(unknown), 1);

        SignatureCount count = count(List.of(KeyedSignature.of(unknown.computedId(), ann.sign(MESSAGE))), quorum);

        assertThat(problems(count)).containsExactly(Problem.UNUSABLE_KEY);
    }

    @Test
    void textThatIsNoHexIsABadSignatureAndNoError() {
        SignatureCount count = count(
                List.of(KeyedSignature.ofHex(ann.keyId(), "not hex"), KeyedSignature.ofHex(ann.keyId(), "")),
                quorum(1, ann));

        assertThat(problems(count)).containsExactly(Problem.BAD_SIGNATURE, Problem.BAD_SIGNATURE);
    }

    @Test
    void moreSignaturesOrKeysThanTheLimitAreRefused() {
        List<KeyedSignature> many = new ArrayList<>();
        for (int i = 0; i <= SignatureCount.MAX_SIGNATURES; i++) {
            many.add(by(ann));
        }
        assertThat(reason(SignatureCount.of(MESSAGE, many, quorum(1, ann))).code())
                .isEqualTo(ReasonCode.LIMIT_EXCEEDED);

        Set<KeyId> ids = new java.util.HashSet<>();
        for (int i = 0; i <= SignatureCount.MAX_KEYS; i++) {
            ids.add(new KeyId("key " + i));
        }
        assertThat(reason(SignatureCount.of(MESSAGE, List.of(by(ann)), new Quorum(Map.of(), ids, 1)))
                        .message())
                .contains("129 allowed keys")
                .contains("128");
    }

    private static SignatureCount count(List<KeyedSignature> signatures, Quorum quorum) {
        return SignatureCount.of(MESSAGE, signatures, quorum).orThrow();
    }

    private static Quorum quorum(int threshold, Signer... signers) {
        List<PublicKey> keys = new ArrayList<>();
        for (Signer signer : signers) {
            keys.add(signer.publicKey());
        }
        return Quorum.of(keys, threshold);
    }

    private static KeyedSignature by(Signer signer) {
        return KeyedSignature.by(signer, MESSAGE);
    }

    private static List<Problem> problems(SignatureCount count) {
        return count.findings().stream().map(Finding::problem).toList();
    }

    private static PublicKey read(String keyType, String scheme, String value) {
        return PublicKeys.read(Fields.of(
                Json.Obj.empty()
                        .with("keytype", Json.text(keyType))
                        .with("scheme", Json.text(scheme))
                        .with("keyval", Json.Obj.empty().with("public", Json.text(value))),
                ""));
    }

    private static Reason reason(Step<?> step) {
        return assertThat(step)
                .asInstanceOf(InstanceOfAssertFactories.type(Step.Refused.class))
                .actual()
                .reason();
    }
}
