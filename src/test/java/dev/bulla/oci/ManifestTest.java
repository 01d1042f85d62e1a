package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One document is one thing, and is what it was said to be (threats T17, oci-graph 9). */
class ManifestTest {
    private static final String EMPTY = "{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"size\":2,\"digest\":"
            + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}";
    private static final String IMAGE_TYPE = "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"";
    private static final String INDEX_TYPE = "\"mediaType\":\"application/vnd.oci.image.index.v1+json\"";
    private static final String CHILD = "{" + IMAGE_TYPE + ",\"size\":2,\"digest\":"
            + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}";

    @Test
    void anImageManifestIsReadAndKeepsItsBytes() {
        String text = "{ \"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + EMPTY + ",\"layers\":[" + EMPTY + ","
                + EMPTY + "],\"annotations\":{\"z\":\"1\",\"a\":\"\"},\"subject\":" + CHILD + ",\"unknown\":1.5}";
        Manifest manifest = parse(text);
        assertThat(manifest).isInstanceOf(ImageManifest.class);
        assertThat(manifest.raw()).isEqualTo(Bytes.utf8(text));
        assertThat(manifest.descriptor()).isEqualTo(Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8(text)));
        assertThat(manifest.successors()).hasSize(3);
        assertThat(manifest.annotations().keySet()).containsExactly("z", "a");
        assertThat(manifest.subject().map(Descriptor::mediaType)).contains(MediaType.OCI_MANIFEST);
        assertThat(manifest.artifactType()).contains(MediaType.EMPTY_JSON);
    }

    @Test
    void anIndexIsRead() {
        Manifest index = parse("{\"schemaVersion\":2," + INDEX_TYPE + ",\"manifests\":[" + CHILD + "],\"artifactType\":"
                + "\"application/vnd.example\",\"subject\":null,\"annotations\":null}");
        assertThat(index).isInstanceOf(ImageIndex.class);
        assertThat(index.successors()).hasSize(1);
        assertThat(index.artifactType()).contains(new MediaType("application/vnd.example"));
        assertThat(index.subject()).isEmpty();
        assertThat(index.annotations()).isEmpty();
    }

    @Test
    void dockersTypesAreReadToo() {
        assertThat(parse("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.DOCKER_MANIFEST + "\",\"config\":" + EMPTY
                        + ",\"layers\":[]}"))
                .isInstanceOf(ImageManifest.class);
        assertThat(parse("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.DOCKER_LIST + "\",\"manifests\":[]}"))
                .isInstanceOf(ImageIndex.class);
    }

    @Test
    void nullLayersAreNoLayers() {
        Manifest config = parse("{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + EMPTY + ",\"layers\":null}");
        assertThat(config.successors()).hasSize(1);
    }

    @Test
    void withoutAMediaTypeTheDeclaredOneHoldsAndElseTheShape() {
        Bytes image = Bytes.utf8("{\"schemaVersion\":2,\"config\":" + EMPTY + ",\"layers\":[]}");
        assertThat(Manifest.parse(image, Optional.empty()).mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(Manifest.parse(image, Optional.of(MediaType.DOCKER_MANIFEST)).mediaType())
                .isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(parse("{\"schemaVersion\":2,\"manifests\":[]}").mediaType()).isEqualTo(MediaType.OCI_INDEX);
    }

    @Test
    void theDigestItWasAskedByIsItsDigest() {
        Bytes raw = Bytes.utf8("{\"schemaVersion\":2,\"manifests\":[]}");
        Digest asked = Digest.of(HashFunction.SHA512, raw);
        assertThat(Manifest.parse(raw, Optional.empty(), asked).digest()).isEqualTo(asked);
    }

    @Attack("T17")
    @ParameterizedTest
    @ValueSource(strings = {"\"config\":" + EMPTY, "\"layers\":[]", "\"config\":{}", "\"layers\":[" + EMPTY + "]"})
    void aDocumentThatIsBothIndexAndImageIsAmbiguous_CVE_2021_41190(String imagePart) {
        for (String type : new String[] {INDEX_TYPE, IMAGE_TYPE, "\"x\":0"}) {
            String text = "{\"schemaVersion\":2," + type + ",\"manifests\":[" + CHILD + "]," + imagePart + "}";
            assertRefused(ReasonCode.AMBIGUOUS, () -> parse(text));
        }
    }

    @Attack("T17")
    @Test
    void aDocumentThatIsNotWhatItsMediaTypeSaysIsAmbiguous() {
        assertRefused(ReasonCode.AMBIGUOUS, () -> parse("{\"schemaVersion\":2," + IMAGE_TYPE + ",\"manifests\":[]}"));
        assertRefused(
                ReasonCode.AMBIGUOUS,
                () -> parse("{\"schemaVersion\":2," + INDEX_TYPE + ",\"config\":" + EMPTY + ",\"layers\":[]}"));
    }

    @Attack({"T17", "O6"})
    @Test
    void aDeclaredTypeThatContradictsTheDocumentIsAmbiguous() {
        Bytes index = Bytes.utf8("{\"schemaVersion\":2," + INDEX_TYPE + ",\"manifests\":[]}");
        Bytes untyped = Bytes.utf8("{\"schemaVersion\":2,\"manifests\":[]}");
        assertRefused(ReasonCode.AMBIGUOUS, () -> Manifest.parse(index, Optional.of(MediaType.OCI_MANIFEST)));
        assertRefused(ReasonCode.AMBIGUOUS, () -> Manifest.parse(index, Optional.of(MediaType.DOCKER_LIST)));
        assertRefused(ReasonCode.AMBIGUOUS, () -> Manifest.parse(untyped, Optional.of(MediaType.OCI_MANIFEST)));
    }

    @Attack("O14")
    @Test
    void dataThatIsNotTheContentIsRefused() {
        String right = EMPTY.replace("}", ",\"data\":\"e30=\"}");
        assertThat(parse(image(right)).successors().get(0).data()).contains(Bytes.utf8("{}"));
        for (String data : new String[] {"e3s=", "", "e30gIA==", "***", "e30=\\n"}) {
            String wrong = EMPTY.replace("}", ",\"data\":\"" + data + "\"}");
            assertRefused(ReasonCode.MALFORMED, () -> parse(image(wrong)));
        }
        String longer = right.replace("\"size\":2", "\"size\":3");
        assertThat(longer).isNotEqualTo(right);
        assertRefused(ReasonCode.MALFORMED, () -> parse(image(longer)));
    }

    @Attack("O6")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html><body>404</body></html>",
                "{}",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1,\"manifests\":[]}",
                "{\"schemaVersion\":3,\"manifests\":[]}",
                "{\"schemaVersion\":\"2\",\"manifests\":[]}",
                "{\"schemaVersion\":2.0,\"manifests\":[]}",
                "{\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":{}}",
                "{\"schemaVersion\":2,\"manifests\":[null]}",
                "{\"schemaVersion\":2,\"manifests\":[\"sha256:x\"]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":\"x\"}",
                "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":1}}",
                "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":null}}",
                "{\"schemaVersion\":2,\"manifests\":[],\"artifactType\":\"not a type\"}",
                "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"text/html\"}",
                "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"no type\"}",
                "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":7}",
                "{\"schemaVersion\":2,\"manifests\":[],\"subject\":{}}",
                "{\"schemaVersion\":2,\"manifests\":[]} x",
                "{\"schemaVersion\":2,\"config\":null,\"layers\":[]}",
                "{\"schemaVersion\":2,\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":[],\"layers\":[]}"
            })
    void whatIsNoManifestIsMalformed(String text) {
        assertRefused(ReasonCode.MALFORMED, () -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"size\":2",
                "\"size\":-1",
                "\"size\":\"2\"",
                "\"size\":2.0",
                "\"size\":9007199254740992",
            })
    void aDescriptorNeedsTypeDigestAndAnHonestSize(String size) {
        String digest = "\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"";
        boolean right = size.equals("\"size\":2");
        assertRefused(ReasonCode.MALFORMED, () -> parse(image("{\"mediaType\":\"a/b\"," + digest + "}")));
        assertRefused(ReasonCode.MALFORMED, () -> parse(image("{\"mediaType\":\"a/b\"," + size + "}")));
        assertRefused(ReasonCode.MALFORMED, () -> parse(image("{" + digest + "," + size + "}")));
        ThrowingCallable whole = () -> parse(image("{\"mediaType\":\"a/b\"," + digest + "," + size + "}"));
        if (right) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(whole)).isNull();
        } else {
            assertRefused(ReasonCode.MALFORMED, whole);
        }
    }

    @Attack("P34")
    @Test
    void digestsOfOtherAlgorithmsAreRefused() {
        assertRefused(
                ReasonCode.MALFORMED,
                () -> parse(
                        image(
                                "{\"mediaType\":\"a/b\",\"size\":2,\"digest\":\"sha1:44136fa355b3678a1146ad16f7e8649e94fb4fc2\"}")));
    }

    @Test
    void oversizedDocumentsAreRefusedByTheLimitTheyExceed() {
        String padding = " ".repeat(GraphLimits.MAX_MANIFEST_BYTES);
        assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> parse("{\"schemaVersion\":2,\"manifests\":[]}" + padding));
        assertRefused(
                ReasonCode.LIMIT_EXCEEDED,
                () -> parse("{\"schemaVersion\":2,\"manifests\":[],\"x\":" + "[".repeat(70) + "]".repeat(70) + "}"));
        String many = CHILD + ("," + CHILD).repeat(GraphLimits.MAX_DESCRIPTORS);
        assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> parse("{\"schemaVersion\":2,\"manifests\":[" + many + "]}"));
    }

    private static String image(String config) {
        return "{\"schemaVersion\":2," + IMAGE_TYPE + ",\"config\":" + config + ",\"layers\":[]}";
    }

    private static Manifest parse(String text) {
        return Manifest.parse(Bytes.utf8(text), Optional.empty());
    }

    private static void assertRefused(ReasonCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.reason().code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).startsWith("manifest sha256:").doesNotContain("\n");
        });
    }
}
