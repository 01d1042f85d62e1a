package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key types, schemes and signatures (tuf.md section 4; T30, P28). */
class SchemesTest {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void whatIsSignedVerifiesAndNothingElse(KeyKind kind) throws SignatureMismatch {
        LocalSigner signer = TestKeys.seeded(kind, "object");
        Bytes signature = signer.sign(MESSAGE);

        signer.publicKey().verify(MESSAGE, signature);

        assertThat(KeyKind.named(kind.wireName())).contains(kind);
        assertThatThrownBy(() -> signer.publicKey().verify(Bytes.utf8("massage"), signature))
                .isInstanceOf(SignatureMismatch.class);
        assertThatThrownBy(() -> signer.publicKey().verify(MESSAGE, signature.slice(0, signature.length() - 1)))
                .isInstanceOf(SignatureMismatch.class);
        assertThatThrownBy(() -> signer.publicKey().verify(MESSAGE, Bytes.empty()))
                .isInstanceOf(SignatureMismatch.class);
        PublicKey other = TestKeys.seeded(kind, "other").publicKey();
        assertThatThrownBy(() -> other.verify(MESSAGE, signature)).isInstanceOf(SignatureMismatch.class);
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aKeySurvivesItsKeyObject(KeyKind kind) {
        PublicKey key = TestKeys.seeded(kind, "object").publicKey();

        assertThat(PublicKeys.read(Fields.of(key.toJson(), ""))).isEqualTo(key);
    }

    @Attack({"T30", "U23"})
    @ParameterizedTest
    @CsvSource({
        "ECDSA_P384, ecdsa, ecdsa-sha2-nistp256",
        "ECDSA_P256, ecdsa, ecdsa-sha2-nistp521",
        "RSA_2048, ecdsa, ecdsa-sha2-nistp256",
        "ECDSA_P256, rsa, rsassa-pss-sha256",
        "ECDSA_P256, ed25519, ed25519",
        "ED25519, ecdsa, ecdsa-sha2-nistp256",
        "RSA_2048, rsa, rsa-pkcs1v15-sha256",
        "ECDSA_P256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp256"
    })
    void aKeyWhoseTypeSchemeAndValueDisagreeVerifiesNothing(KeyKind kind, String keyType, String scheme) {
        LocalSigner signer = TestKeys.seeded(kind, "other");

        PublicKey key = read(keyType, scheme, signer.publicKey().publicValue());

        assertThat(key).isInstanceOf(UnknownKey.class);
        assertThatThrownBy(() -> key.verify(MESSAGE, signer.sign(MESSAGE)))
                .isInstanceOf(SignatureMismatch.class)
                .hasMessageStartingWith("key cannot be used: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 31, 33, 64, 221, 223})
    void pssSaltsOfOtherLengthsThanHashAndMaximumAreRefused(int salt) throws GeneralSecurityException {
        LocalSigner signer = TestKeys.seeded(KeyKind.RSA_2048, "other");
        // 2048 bits: 256 bytes less 32 of hash less 2 leave 222
        if (salt == 223) {
            assertThatThrownBy(() -> pss(signer, salt)).isInstanceOf(GeneralSecurityException.class);
        } else {
            Bytes signature = pss(signer, salt);
            assertThatThrownBy(() -> signer.publicKey().verify(MESSAGE, signature))
                    .isInstanceOf(SignatureMismatch.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 222})
    void pssSaltsAsLongAsTheHashOrAsLongAsPossibleVerify(int salt) throws Exception {
        LocalSigner signer = TestKeys.seeded(KeyKind.RSA_2048, "other");

        signer.publicKey().verify(MESSAGE, pss(signer, salt));
    }

    @Test
    void bullaSignsWithASaltAsLongAsTheHash() throws GeneralSecurityException {
        LocalSigner signer = TestKeys.seeded(KeyKind.RSA_3072, "other");
        RsaPssKey key = (RsaPssKey) signer.publicKey();
        Signature strict = Signature.getInstance("RSASSA-PSS");
        strict.setParameter(key.hash().parameters(32));
        strict.initVerify(java.security.KeyFactory.getInstance("RSA")
                .generatePublic(
                        new java.security.spec.X509EncodedKeySpec(key.material().toByteArray())));
        strict.update(MESSAGE.toByteArray());

        assertThat(strict.verify(signer.sign(MESSAGE).toByteArray())).isTrue();
    }

    @Test
    void anEcdsaSignatureOfZerosIsRefused() {
        // CVE-2022-21449: r = s = 0 verified under every key
        Bytes zeros = Bytes.copyOf(new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0});
        PublicKey key = TestKeys.seeded(KeyKind.ECDSA_P256, "zeros").publicKey();

        assertThatThrownBy(() -> key.verify(MESSAGE, zeros)).isInstanceOf(SignatureMismatch.class);
    }

    private static Bytes pss(LocalSigner signer, int salt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(((RsaPssKey) signer.publicKey()).hash().parameters(salt));
        signature.initSign(signer.revealSecret());
        signature.update(MESSAGE.toByteArray());
        return Bytes.adopt(signature.sign());
    }

    private static PublicKey read(String keyType, String scheme, String value) {
        return PublicKeys.read(Fields.of(
                Json.Obj.empty()
                        .with("keytype", Json.text(keyType))
                        .with("scheme", Json.text(scheme))
                        .with("keyval", Json.Obj.empty().with("public", Json.text(value))),
                ""));
    }
}
