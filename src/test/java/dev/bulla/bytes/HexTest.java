package dev.bulla.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hexadecimal text: read in either case, written in one. */
class HexTest {
    @Test
    void textBecomesBytesInEitherCaseAndBytesBecomeLowerCase() {
        assertThat(Hex.decode("00fFAb")).contains(Bytes.copyOf(new byte[] {0, -1, (byte) 0xAB}));
        assertThat(Hex.encode(new byte[] {0, -1, (byte) 0xAB})).isEqualTo("00ffab");
        assertThat(Hex.decode("")).contains(Bytes.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "0x", " 0", "0 ", "٠٠", "００", "-1", "a\n"})
    void anythingElseIsNoHexadecimalText(String text) {
        assertThat(Hex.decode(text)).isEmpty();
    }

    @Test
    void lowerCaseOfAGivenLengthIsExactlyThat() {
        assertThat(Hex.isLower("0af9", 4)).isTrue();
        assertThat(Hex.isLower("0aF9", 4)).isFalse();
        assertThat(Hex.isLower("0af9", 3)).isFalse();
        assertThat(Hex.isLower("0af", 4)).isFalse();
        assertThat(Hex.isLower("0ag9", 4)).isFalse();
        assertThat(Hex.isLower("", 0)).isTrue();
    }
}
