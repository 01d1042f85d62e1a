package dev.bulla.intoto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key files of owners and the ids by which layouts may name them (intoto.md section 5.1, "keyid"). */
class OwnerKeyFileTest {
    /** Written by the reference implementation 1.3.1, with the id that it computes. */
    private static final String REFERENCE_ED25519 = """
            {"keytype": "ed25519", "scheme": "ed25519", "keyid_hash_algorithms": ["sha256", "sha512"], "keyval": {"public": \
            "9bdd460c7d22caeca5e8f9b250c7a0aa05e2ae8cf6ed1db1135c51a7514825a1"}}""";

    private static final String REFERENCE_ED25519_ID =
            "f77596bfcbf326aad3ffc1300aa474d16736e09f4c90cb607e7d98d2601eac63";

    private static final String REFERENCE_ECDSA = """
            {"keytype": "ecdsa", "scheme": "ecdsa-sha2-nistp256", "keyid_hash_algorithms": ["sha256", "sha512"], "keyval": \
            {"public": "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEk9OBbZSAjlnPPiROwFr6LOhSP5xP\\nr\
            t2WnQ/v212Txv/j5ZwEoBdK7Kh2zRT5hbpIf38Jx0W2Y8t4+ngkSjHYqA==\\n-----END PUBLIC KEY-----\\n"}}""";

    private static final String REFERENCE_ECDSA_ID = "6d37b7725a3784de36e4fd4418a60152cd6b67f1e15452a642b6a0ea115b82e4";

    private static OwnerKey read(String text) {
        return OwnerKeyFile.read(Bytes.utf8(text));
    }

    @Test
    void aKeyOfTheReferenceIsKnownByTheIdThatItComputes() {
        assertThat(read(REFERENCE_ED25519).ids()).contains(new KeyId(REFERENCE_ED25519_ID));
        assertThat(read(REFERENCE_ECDSA).ids()).contains(new KeyId(REFERENCE_ECDSA_ID));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"ED25519", "ECDSA_P256", "ECDSA_P384", "RSA_2048"})
    void aPemKeyIsKnownByBullasIdWhateverItsLinesEndWith(KeyKind kind) {
        LocalSigner signer = TestKeys.seeded(kind, "key file");
        String pem = KeyFiles.write(signer.publicKey()).asUtf8().orElseThrow();

        for (String text : new String[] {pem, pem.strip(), pem.replace("\n", "\r\n"), "\n" + pem}) {
            OwnerKey key = read(text);
            assertThat(key.key().material()).isEqualTo(signer.publicKey().material());
            assertThat(key.ids()).contains(signer.keyId());
        }
    }

    @Test
    void thePemOfOneKeyAndItsJsonShareTheirIds() {
        LocalSigner signer = TestKeys.seeded(KeyKind.ECDSA_P256, "key file");
        OwnerKey pem = OwnerKeyFile.read(KeyFiles.write(signer.publicKey()));
        OwnerKey json = OwnerKeyFile.read(Docs.bytes(signer.publicKey().toJson()));

        assertThat(pem.ids()).isEqualTo(json.ids()).hasSizeGreaterThan(4);
    }

    @Test
    void aJsonKeyThatNamesItsIdIsKnownByThatAlone() {
        LocalSigner signer = TestKeys.seeded("key file");
        OwnerKey key = OwnerKeyFile.read(Docs.bytes(Docs.key(new KeyId("abcd"), signer)));

        assertThat(key.ids()).containsExactly(new KeyId("abcd"));
        assertThat(VerdictAssert.accepted(signedAs("abcd", signer).owners(key))).isNotNull();
        VerdictAssert.rejected(
                signedAs(signer.keyId().value(), signer).owners(key),
                dev.bulla.outcome.ReasonCode.BAD_SIGNATURE,
                "no signature names the key");
    }

    private static Chain signedAs(String id, LocalSigner signer) {
        Chain chain = Chain.good();
        Json.Obj layout = chain.signedLayout();
        return chain.layout(Docs.bytes(Docs.envelope(layout, Docs.signature(new KeyId(id), signer, layout))));
    }

    @Test
    void aSignatureUnderAnyComputedIdCountsAndUnderAnotherDoesNot() {
        LocalSigner signer = TestKeys.seeded(KeyKind.ECDSA_P256, "key file");
        OwnerKey key = OwnerKeyFile.read(KeyFiles.write(signer.publicKey()));

        for (KeyId id : key.ids()) {
            VerdictAssert.accepted(signedAs(id.value(), signer).owners(key));
        }
        VerdictAssert.rejected(
                signedAs("ab".repeat(32), signer).owners(key),
                dev.bulla.outcome.ReasonCode.BAD_SIGNATURE,
                "no signature names the key");
        VerdictAssert.rejected(
                signedAs(key.ids().iterator().next().value(), TestKeys.seeded("someone else"))
                        .owners(key),
                dev.bulla.outcome.ReasonCode.BAD_SIGNATURE);
    }

    @Test
    void aPgpKeyOrAnUnknownSchemeIsReadAndSignsNothing() {
        assertThat(read("{\"keyid\":\"ab\",\"method\":\"pgp+rsa-pkcsv1.5\",\"type\":\"rsa\",\"keyval\":{}}")
                        .key())
                .isInstanceOf(UnknownKey.class);
        assertThat(read(REFERENCE_ED25519.replace("\"scheme\": \"ed25519\"", "\"scheme\": \"x\""))
                        .key())
                .isInstanceOf(UnknownKey.class);
    }

    @Test
    void aPrivateKeyOrSomethingElseIsRefused() {
        for (String wrong : new String[] {
            "",
            "{}",
            "[]",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\n!!!\n-----END PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            REFERENCE_ED25519.replace("\"public\"", "\"private\": \"00\", \"public\""),
            "x".repeat(70_000)
        }) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(JsonException.class);
        }
    }
}
