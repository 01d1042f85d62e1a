package dev.bulla.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly two hash functions name content (threats P34). */
class HashFunctionTest {
    /** FIPS 180-4 examples for the message "abc". */
    private static final String ABC_256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String ABC_512 = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

    @Test
    void theHashesAreThoseOfTheStandard() {
        assertThat(HashFunction.SHA256.hash(Bytes.utf8("abc")).hex()).isEqualTo(ABC_256);
        assertThat(HashFunction.SHA512.hash(Bytes.utf8("abc")).hex()).isEqualTo(ABC_512);
        assertThat(HashFunction.SHA256.hexLength()).isEqualTo(ABC_256.length());
        assertThat(HashFunction.SHA512.hexLength()).isEqualTo(ABC_512.length());
    }

    @Test
    void aRunningComputationComesToTheSame() {
        MessageDigest running = HashFunction.SHA256.start();
        running.update((byte) 'a');
        running.update(Bytes.utf8("bc").asReadOnlyBuffer());
        assertThat(Hex.encode(running.digest())).isEqualTo(ABC_256);
    }

    @Test
    void namesLeadBackToTheFunctions() {
        for (HashFunction function : HashFunction.values()) {
            assertThat(HashFunction.named(function.wireName())).contains(function);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "md5", "SHA256", "sha-256", "sha384", "blake3", "", "sha256 "})
    void otherNamesAreNoFunction(String name) {
        assertThat(HashFunction.named(name)).isEmpty();
    }
}
