package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.MediaType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The common rules of manifests that Bulla writes (oci-graph sections 2 and 3.1). */
class ArtifactBuilderTest {
    private static final MediaType TYPE = new MediaType("application/vnd.example.artifact.v1+json");
    private static final MediaType LAYER = new MediaType("application/octet-stream");
    private static final Descriptor SUBJECT = Descriptor.of(TYPE, Bytes.utf8("subject"))
            .withAnnotations(Map.of("left", "behind"))
            .withArtifactType(TYPE);

    @Test
    void bytesAreCanonicalAndNameAllThatSection2Demands() {
        ImageManifest manifest = new ArtifactBuilder(TYPE)
                .subject(SUBJECT)
                .annotation("b", "2")
                .annotation("a", "1")
                .layer(LAYER, Bytes.utf8("x"), Map.of("z", "9", "y", "8"))
                .build();

        assertThat(OlpcWriter.write(JsonReader.with(JsonLimits.manifest()).read(manifest.raw())))
                .isEqualTo(manifest.raw());
        assertThat(manifest.raw().asUtf8().orElseThrow())
                .startsWith("{\"annotations\":{\"a\":\"1\",\"b\":\"2\"},\"artifactType\":\"" + TYPE + "\",\"config\":"
                        + "{\"data\":\"e30=\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\","
                        + "\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"size\":2},\"layers\":[")
                .contains("\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"schemaVersion\":2")
                .doesNotContain("left");
        assertThat(manifest.subject()).contains(SUBJECT.plain());
    }

    @Test
    void theSameInputGivesTheSameDigestWhateverTheOrderOfAnnotations() {
        ArtifactBuilder one = new ArtifactBuilder(TYPE).annotation("a", "1").annotation("b", "2");
        ArtifactBuilder other = new ArtifactBuilder(TYPE).annotation("b", "2").annotation("a", "1");

        assertThat(one.layer(LAYER, Bytes.utf8("x"), Map.of()).build())
                .isEqualTo(other.layer(LAYER, Bytes.utf8("x"), Map.of()).build());
    }

    @Test
    void theOlderFormPutsTheTypeIntoTheConfig() {
        ImageManifest manifest = new ArtifactBuilder(TYPE)
                .layer(LAYER, Bytes.utf8("x"), Map.of())
                .buildLegacy();

        assertThat(manifest.raw().asUtf8().orElseThrow()).doesNotContain("\"artifactType\"");
        assertThat(manifest.config().mediaType()).isEqualTo(TYPE);
        assertThat(manifest.artifactType()).contains(TYPE);
    }

    @Test
    void aLayerOfEightKibibytesIsInlinedAndOneByteMoreIsNotSection31() {
        Bytes fits = zeros(8 * 1024);
        Bytes tooLarge = zeros(8 * 1024 + 1);

        ImageManifest manifest = new ArtifactBuilder(TYPE)
                .layer(LAYER, fits, Map.of())
                .layer(LAYER, tooLarge, Map.of())
                .build();

        assertThat(manifest.layers().get(0).data()).contains(fits);
        assertThat(manifest.layers().get(1).data()).isEmpty();
    }

    @Test
    void aManifestNeverGrowsBeyond256KibibytesByInlining() {
        ArtifactBuilder builder = new ArtifactBuilder(TYPE);
        for (int i = 0; i < 60; i++) {
            byte[] content = new byte[8 * 1024];
            content[0] = (byte) i;
            builder.layer(LAYER, Bytes.adopt(content), Map.of());
        }

        ImageManifest manifest = builder.build();

        long inlined = manifest.layers().stream()
                .filter(layer -> layer.data().isPresent())
                .count();
        int room = 256 * 1024 - manifest.raw().length();
        assertThat(room).isBetween(0, 10 + 10_924);
        assertThat(inlined).isBetween(20L, 24L);
        assertThat(manifest.layers().subList(0, (int) inlined))
                .allMatch(layer -> layer.data().isPresent());
    }

    @Test
    void aSmallLayerAfterOneThatNoLongerFitsIsStillInlined() {
        ArtifactBuilder builder = new ArtifactBuilder(TYPE).annotation("long", "x".repeat(256 * 1024 - 2000));

        ImageManifest manifest = builder.layer(LAYER, zeros(4000), Map.of())
                .layer(LAYER, zeros(30), Map.of())
                .build();

        assertThat(manifest.layers())
                .extracting(layer -> layer.data().isPresent())
                .containsExactly(false, true);
    }

    @Test
    void blobsToStoreAreTheEmptyDocumentAndTheLayersInMemory() {
        Descriptor stored = Descriptor.of(LAYER, Bytes.utf8("stored elsewhere"));
        ArtifactBuilder builder = new ArtifactBuilder(TYPE)
                .layer(LAYER, Bytes.utf8("x"), Map.of("a", "b"))
                .layer(stored);

        assertThat(builder.contents())
                .containsOnlyKeys(ArtifactBuilder.emptyDescriptor(), Descriptor.of(LAYER, Bytes.utf8("x")));
        assertThat(builder.build().layers()).extracting(Descriptor::digest).contains(stored.digest());
    }

    @Test
    void anArtifactWithoutLayersCannotBeBuilt() {
        assertThatThrownBy(() -> new ArtifactBuilder(TYPE).build()).isInstanceOf(IllegalStateException.class);
    }

    private static Bytes zeros(int count) {
        return Bytes.adopt(new byte[count]);
    }
}
