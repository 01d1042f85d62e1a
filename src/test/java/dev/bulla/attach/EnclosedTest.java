package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.MediaType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that a head encloses for its readers (artifact-types/head.md). */
class EnclosedTest {
    private static final Bytes OLD = Bytes.utf8("{\"name\":\"old\"}");
    private static final Bytes NEW = Bytes.utf8("{\"name\":\"new\"}");

    private static ArtifactBuilder head() {
        return new ArtifactBuilder(HeadManifest.ARTIFACT_TYPE).layer(MediaType.EMPTY_JSON, Bytes.utf8("{}"), Map.of());
    }

    private static Enclosed readBack(Enclosed enclosed) {
        return Enclosed.of(enclosed.in(head()).build());
    }

    @Test
    void whatIsEnclosedIsReadBackTheNewestFirstAndOnce() {
        Enclosed first = readBack(Enclosed.NONE.with(List.of(OLD)));

        assertThat(readBack(first.with(List.of(NEW, OLD))).documents()).containsExactly(NEW, OLD);
    }

    @Test
    void nothingEnclosedLeavesNoTrace() {
        assertThat(Enclosed.NONE.in(head()).build()).isEqualTo(head().build());
        assertThat(readBack(Enclosed.NONE)).isEqualTo(Enclosed.NONE);
    }

    @Test
    void theOldestMakeRoomAndALargeOneIsLeftOut() {
        Bytes large = Bytes.utf8("x".repeat(7 << 10));
        Bytes half = Bytes.utf8("y".repeat(3 << 10));

        assertThat(Enclosed.NONE.with(List.of(large, half, NEW)).documents()).containsExactly(half, NEW);
        assertThat(new Enclosed(List.of(half, OLD))
                        .with(List.of(NEW, Bytes.utf8("z".repeat(3 << 10))))
                        .documents())
                .as("two halves are too much")
                .containsExactly(NEW, Bytes.utf8("z".repeat(3 << 10)), OLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "e30= &", "e30=  e31=="})
    void whatDoesNotReadIsAsIfItWereNotThere(String text) {
        assertThat(Enclosed.of(head().annotation(Annotations.ENCLOSED, text).build()))
                .isEqualTo(Enclosed.NONE);
    }

    @Test
    void aTextWithoutEndIsNotDecoded() {
        assertThat(Enclosed.of(head().annotation(Annotations.ENCLOSED, "e30=".repeat(17 << 10))
                        .build()))
                .isEqualTo(Enclosed.NONE);
    }
}
