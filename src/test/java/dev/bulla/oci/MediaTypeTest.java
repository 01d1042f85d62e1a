package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6838 names, compared without regard to case. */
class MediaTypeTest {
    @Test
    void caseMakesNoDifference() {
        assertThat(new MediaType("Application/VND.oci.image.Index.v1+JSON")).isEqualTo(MediaType.OCI_INDEX);
    }

    @Test
    void aHeaderValueLosesItsParameters() {
        assertThat(MediaType.ofHeader(" application/vnd.oci.image.manifest.v1+json ; charset=utf-8"))
                .isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(MediaType.ofHeader("text/html")).hasToString("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "text",
                "text/",
                "/plain",
                "a/b/c",
                "text/plain; charset=utf-8",
                "text/ plain",
                "text/plain\n",
                "text/pläin",
                "text/\u0000",
                "application/vnd.doc\u212Aer"
            })
    void whatIsNoMediaTypeIsRefused(String text) {
        assertThatThrownBy(() -> new MediaType(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLetterThatOnlyBecomesAsciiInLowerCaseIsRefused() {
        String kelvin = MediaType.DOCKER_LIST.value().replace('k', '\u212A');
        assertThat(kelvin.toLowerCase(java.util.Locale.ROOT)).isEqualTo(MediaType.DOCKER_LIST.value());
        assertThatThrownBy(() -> new MediaType(kelvin)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLengthIsLimited() {
        assertThat(new MediaType("a/" + "b".repeat(253)).value()).hasSize(255);
        assertThatThrownBy(() -> new MediaType("a/" + "b".repeat(254))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fourTypesPointAtOtherContent() {
        assertThat(MediaType.OCI_INDEX.isIndex()).isTrue();
        assertThat(MediaType.DOCKER_LIST.isIndex()).isTrue();
        assertThat(MediaType.OCI_MANIFEST.isImageManifest()).isTrue();
        assertThat(MediaType.DOCKER_MANIFEST.isImageManifest()).isTrue();
        assertThat(MediaType.OCI_INDEX.isImageManifest()).isFalse();
        assertThat(MediaType.OCI_MANIFEST.isIndex()).isFalse();
        assertThat(MediaType.EMPTY_JSON.isManifest()).isFalse();
        assertThat(new MediaType("application/vnd.docker.distribution.manifest.v1+json").isManifest())
                .isFalse();
    }
}
