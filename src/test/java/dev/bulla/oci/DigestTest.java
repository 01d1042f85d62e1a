package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.testkit.Attack;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** OCI image-spec 1.1, "Digests". */
class DigestTest {
    private static final String HEX = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    @Test
    void theWireFormIsReadAndWritten() {
        Digest digest = Digest.parse("sha256:" + HEX).orElseThrow();
        assertThat(digest).hasToString("sha256:" + HEX);
        assertThat(digest.algorithm()).isEqualTo(HashFunction.SHA256);
        assertThat(digest.hex()).isEqualTo(HEX);
        assertThat(digest.brief()).isEqualTo("sha256:44136fa355b3…");
        assertThat(Digest.parse("sha512:" + HEX + HEX)).isPresent();
    }

    static List<String> noDigests() {
        return List.of(
                "",
                ":",
                HEX,
                "sha256",
                "sha256:",
                ":" + HEX,
                "sha256:" + HEX.substring(1),
                "sha256:" + HEX + "0",
                "sha256:" + HEX.replace('a', 'A'),
                "SHA256:" + HEX,
                "sha512:" + HEX,
                "sha256:" + HEX + HEX,
                "sha1:44136fa355b3678a1146ad16f7e8649e94fb4fc2",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256:sha256:" + HEX,
                " sha256:" + HEX,
                "sha256:" + HEX + "\n",
                "sha256:" + HEX.substring(2) + "/.",
                "sha256+b64:" + HEX);
    }

    @Attack("P34")
    @ParameterizedTest
    @MethodSource("noDigests")
    void anythingElseIsNoDigest(String text) {
        assertThat(Digest.parse(text)).isEmpty();
    }

    @Test
    void aDigestOfTheWrongShapeCannotBeMade() {
        assertThatThrownBy(() -> new Digest(HashFunction.SHA512, HEX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Digest(HashFunction.SHA256, HEX.replace('a', 'A')))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itMatchesItsContentOnly() {
        Bytes content = Bytes.utf8("{}");
        for (HashFunction algorithm : HashFunction.values()) {
            Digest digest = Digest.of(algorithm, content);
            assertThat(digest.matches(content)).isTrue();
            assertThat(digest.matches(Bytes.utf8("{ }"))).isFalse();
        }
        assertThat(Digest.of(content)).hasToString("sha256:" + HEX);
    }

    @Test
    void digestsSortByWireForm() {
        Digest low = Digest.parse("sha256:0" + HEX.substring(1)).orElseThrow();
        Digest high = Digest.parse("sha256:f" + HEX.substring(1)).orElseThrow();
        Digest long_ = Digest.parse("sha512:" + HEX + HEX).orElseThrow();
        assertThat(List.of(long_, high, low).stream().sorted()).containsExactly(low, high, long_);
    }
}
