package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags of registries (distribution-spec 1.1) and ref names of layouts (oci-graph 4). */
class TagTest {
    @ParameterizedTest
    @ValueSource(strings = {"latest", "1", "_x", "v1.0.0-rc_1", "A", "0.1.1.signed", "x..y--z"})
    void aRegistryAcceptsThese(String name) {
        assertThat(new Tag(name).isRegistryTag()).isTrue();
        assertThat(new Tag(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuf/latest", "tuf/role.targets_2Freleases", "tuf/gen-7"})
    void onlyALayoutAcceptsNamesWithSlashes(String name) {
        assertThat(new Tag(name).isRegistryTag()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".x", "-x", "/x", "a b", "a:b", "a@b", "a+b", "ä", "a\n", "a\u0000", "../x"})
    void theseAreNoNames(String name) {
        assertThatThrownBy(() -> new Tag(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLengthIsLimited() {
        assertThat(new Tag("a".repeat(128)).isRegistryTag()).isTrue();
        assertThat(new Tag("a".repeat(129)).isRegistryTag()).isFalse();
        assertThatThrownBy(() -> new Tag("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tagsOfASubjectAreDerivedFromItsDigest() {
        Digest subject = Digest.of(Bytes.utf8("{}"));
        assertThat(Tag.fallbackOf(subject)).hasToString("sha256-" + subject.hex());
        assertThat(Tag.carrierOf(subject)).hasToString("sha256-" + subject.hex() + ".signed");
    }

    @Attack("O15")
    @Test
    void aLongDigestIsCutTo64DigitsInTags() {
        Digest subject = Digest.of(HashFunction.SHA512, Bytes.utf8("{}"));
        assertThat(Tag.fallbackOf(subject))
                .hasToString("sha512-" + subject.hex().substring(0, 64));
        assertThat(Tag.carrierOf(subject).isRegistryTag()).isTrue();
    }
}
