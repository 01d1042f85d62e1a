package dev.bulla.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.testkit.Attack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Byte strings never change and never show what they hold. */
class BytesTest {
    @Test
    void aCopyDoesNotSeeLaterChangesOfTheArray() {
        byte[] array = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(array);
        array[0] = 9;
        assertThat(bytes.at(0)).isEqualTo((byte) 1);
    }

    @Test
    void whatIsHandedOutCannotChangeIt() {
        Bytes bytes = Bytes.copyOf(new byte[] {1, 2, 3});
        bytes.toByteArray()[0] = 9;
        ByteBuffer view = bytes.asReadOnlyBuffer();
        assertThatThrownBy(() -> view.put(0, (byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(bytes).isEqualTo(Bytes.copyOf(new byte[] {1, 2, 3}));
    }

    @Test
    void equalBytesAreEqualAndHaveOneHashCode() {
        assertThat(Bytes.utf8("abc")).isEqualTo(Bytes.utf8("abc")).hasSameHashCodeAs(Bytes.utf8("abc"));
        assertThat(Bytes.utf8("abc")).isNotEqualTo(Bytes.utf8("abd")).isNotEqualTo("abc");
    }

    @Test
    void comparisonInConstantTimeAgreesWithEquality() {
        Bytes secret = Bytes.utf8("secret");
        assertThat(secret.equalsInConstantTime(Bytes.utf8("secret"))).isTrue();
        assertThat(secret.equalsInConstantTime(Bytes.utf8("secreT"))).isFalse();
        assertThat(secret.equalsInConstantTime(Bytes.utf8("secret2"))).isFalse();
        assertThat(secret.equalsInConstantTime(Bytes.empty())).isFalse();
        assertThat(Bytes.empty().equalsInConstantTime(Bytes.empty())).isTrue();
    }

    @Test
    void itPrintsAsLengthAndDigestNeverAsContent() {
        assertThat(Bytes.utf8("secret").toString()).isEqualTo("6 bytes sha256:2bb80d537b1d…");
    }

    @Test
    void slicesAndJoinsAreNewValues() {
        Bytes bytes = Bytes.utf8("abcdef");
        assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.utf8("bc"));
        assertThat(bytes.slice(6, 6).isEmpty()).isTrue();
        assertThat(bytes.slice(0, 2).concat(bytes.slice(4, 6))).isEqualTo(Bytes.utf8("abef"));
        assertThatThrownBy(() -> bytes.slice(2, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Attack("P13")
    @Test
    void onlyWellFormedUtf8IsText() {
        assertThat(Bytes.utf8("grün 😀").asUtf8()).contains("grün 😀");
        assertThat(Bytes.adopt(new byte[] {(byte) 0xC0, (byte) 0x80}).asUtf8()).isEmpty();
        assertThat(Bytes.adopt(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})
                        .asUtf8())
                .as("half of a surrogate pair")
                .isEmpty();
        assertThat(Bytes.adopt("grün".getBytes(StandardCharsets.ISO_8859_1)).asUtf8())
                .isEmpty();
    }

    @Test
    void streamsGiveAndTakeEveryByte() throws IOException {
        Bytes bytes = Bytes.copyOf(new byte[] {0, -1, 127, -128});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bytes.writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(bytes.toByteArray());
        assertThat(bytes.newInputStream().readAllBytes()).isEqualTo(bytes.toByteArray());
        assertThat(bytes.hex()).isEqualTo("00ff7f80");
    }
}
