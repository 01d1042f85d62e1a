package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** OCI image-spec 1.1, "Descriptor". */
class DescriptorTest {
    private static final Bytes CONTENT = Bytes.utf8("{}");
    private static final Descriptor PLAIN = Descriptor.of(MediaType.EMPTY_JSON, CONTENT);

    @Test
    void aFullDescriptorComesBackFromItsJsonForm() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("z", "last letter first");
        annotations.put("a", "ä\"\\\n");
        Descriptor full = new Descriptor(
                MediaType.EMPTY_JSON,
                PLAIN.digest(),
                2,
                Optional.of(new MediaType("application/vnd.example")),
                annotations,
                Optional.of(CONTENT),
                List.of("https://example.com/layer"));
        Descriptor again = read(full);
        assertThat(again).isEqualTo(full);
        assertThat(again.annotations().keySet()).containsExactly("z", "a");
    }

    @Test
    void theJsonFormHoldsOnlyWhatIsSet() {
        assertThat(PlainWriter.write(PLAIN.toJson()))
                .isEqualTo(Bytes.utf8("{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\""
                        + PLAIN.digest() + "\",\"size\":2}"));
    }

    @Test
    void inlinedDataMustBeTheContent() {
        assertThat(PLAIN.withData(CONTENT).data()).contains(CONTENT);
        assertThatThrownBy(() -> PLAIN.withData(Bytes.utf8("[]"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PLAIN.withData(Bytes.utf8("{ }"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFormOfASubjectHasTypeDigestAndSizeOnly() {
        Descriptor rich = PLAIN.withAnnotations(Map.of("a", "b"))
                .withArtifactType(new MediaType("a/b"))
                .withData(CONTENT);
        assertThat(rich.plain()).isEqualTo(PLAIN);
        assertThat(rich.pointsAtSameAs(PLAIN)).isTrue();
        assertThat(Descriptor.of(new MediaType("a/b"), CONTENT).pointsAtSameAs(PLAIN))
                .isFalse();
        assertThat(Descriptor.of(MediaType.EMPTY_JSON, PLAIN.digest(), 3).pointsAtSameAs(PLAIN))
                .isFalse();
    }

    @Test
    void collectionsAreCopiesThatNobodyChanges() {
        Map<String, String> annotations = new LinkedHashMap<>(Map.of("a", "b"));
        Descriptor descriptor = PLAIN.withAnnotations(annotations);
        annotations.put("c", "d");
        assertThat(descriptor.annotations()).containsOnlyKeys("a");
        assertThatThrownBy(() -> descriptor.annotations().put("c", "d"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aSizeNobodyCanHaveIsRefused() {
        assertThatThrownBy(() -> Descriptor.of(MediaType.EMPTY_JSON, PLAIN.digest(), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Descriptor.of(MediaType.EMPTY_JSON, PLAIN.digest(), 1L << 53))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Descriptor read(Descriptor descriptor) {
        return Descriptor.read(Fields.of(
                JsonReader.with(JsonLimits.manifest()).read(PlainWriter.write(descriptor.toJson())), "descriptor"));
    }
}
