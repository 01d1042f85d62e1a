package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ed25519 against RFC 8032. */
class Ed25519Test {
    @ParameterizedTest(name = "RFC 8032 section 7.1 {0}")
    @CsvSource(textBlock = """
                    TEST 1, 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
                    TEST 2, 4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                    TEST 3, c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
                    """)
    void vectorsSignAndVerify(String name, String secret, String publicKey, String message, String signature)
            throws SignatureMismatch {
        LocalSigner signer = TestKeys.ed25519(bytes(secret));

        assertThat(signer.publicKey().material().hex()).isEqualTo(publicKey);
        assertThat(signer.sign(bytes(message)).hex()).isEqualTo(signature);
        new Ed25519Key(bytes(publicKey)).verify(bytes(message), bytes(signature));
    }

    @Test
    void theGoldenKeyHasTheGoldenKeyId() {
        assertThat(TestKeys.golden().keyId().value())
                .isEqualTo("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
    }

    @Test
    void everyChangedBitOfASignatureIsNoticed() {
        LocalSigner signer = TestKeys.golden();
        Bytes message = Bytes.utf8("message");
        Bytes signature = signer.sign(message);
        assertThatCode(() -> signer.publicKey().verify(message, signature)).doesNotThrowAnyException();
        for (int bit = 0; bit < signature.length() * 8; bit++) {
            byte[] changed = signature.toByteArray();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> signer.publicKey().verify(message, Bytes.copyOf(changed)))
                    .as("bit " + bit)
                    .isInstanceOf(SignatureMismatch.class);
        }
    }

    @Test
    void aSignatureWithTheGroupOrderAddedIsRefused() {
        // RFC 8032 section 5.1.7: S must be below L, else one signature has two spellings
        Bytes signature = TestKeys.golden().sign(Bytes.empty());
        byte[] order = Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
                .orElseThrow()
                .toByteArray();
        byte[] malleated = signature.toByteArray();
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            int sum = (malleated[32 + i] & 0xFF) + (order[i] & 0xFF) + carry;
            malleated[32 + i] = (byte) sum;
            carry = sum >> 8;
        }
        assertThatThrownBy(() -> TestKeys.golden().publicKey().verify(Bytes.empty(), Bytes.copyOf(malleated)))
                .isInstanceOf(SignatureMismatch.class);
    }

    private static Bytes bytes(String hex) {
        return Hex.decode(hex).orElseThrow();
    }
}
