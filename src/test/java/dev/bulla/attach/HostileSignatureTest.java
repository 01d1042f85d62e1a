package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and manifests of signatures that are not what they should be (oci-graph section 3.2). */
class HostileSignatureTest {
    private static final String BODY = """
            {"signatures":[{"keyid":"k","sig":"00"}],"signed":{"digest":"sha256:%s","mediaType":"application/vnd.oci.image.index.v1+json","size":929}}""".formatted("0".repeat(64));

    private final Scene scene = new Scene();

    @Test
    void theBodyTheseTestsChangeIsGood() {
        assertThat(DescriptorSignature.read(Bytes.utf8(BODY)).orThrow().toBytes())
                .isEqualTo(Bytes.utf8(BODY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"signatures" | {"more":1,"signatures"
                    {"keyid":"k" | {"keyid":"k","alg":"none"
                    "size":929 | "size":929,"urls":[]
                    "size":929 | "size":929,"annotations":{}
                    "size":929 | "size":929.0
                    "size":929 | "size":-1
                    "size":929 | "size":"929"
                    "size":929 | "size":929,"size":930
                    "keyid":"k" | "keyid":""
                    "keyid":"k", | ''
                    "sig":"00" | "sig":0
                    [{"keyid":"k","sig":"00"}] | []
                    [{"keyid":"k","sig":"00"}] | {}
                    sha256: | sha1:
                    sha256: | SHA256:
                    application/vnd.oci | Application/vnd.oci
                    application/vnd.oci | application vnd.oci
                    """)
    void aBodyWithAnythingElseIsMalformed(String part, String replacement) {
        String changed = BODY.replace(part, replacement);
        assertThat(changed).isNotEqualTo(BODY);

        assertThat(Scene.reason(DescriptorSignature.read(Bytes.utf8(changed))).code())
                .isEqualTo(ReasonCode.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "not JSON"})
    void whatIsNoBodyIsMalformed(String text) {
        assertThat(Scene.reason(DescriptorSignature.read(Bytes.utf8(text))).code())
                .isEqualTo(ReasonCode.MALFORMED);
    }

    @Test
    void whatFollowsABodyIsMalformed() {
        assertThat(Scene.reason(DescriptorSignature.read(Bytes.utf8(BODY + "x")))
                        .code())
                .isEqualTo(ReasonCode.MALFORMED);
    }

    @Test
    void aBodyOfSixtyFourKibibytesIsReadAndOneByteMoreIsNot() {
        int spaces = DescriptorSignature.MAX_BYTES - BODY.length();
        Bytes longest = Bytes.utf8(BODY + " ".repeat(spaces));

        assertThat(DescriptorSignature.read(longest).orThrow().signatures()).hasSize(1);
        Reason reason = Scene.reason(DescriptorSignature.read(Bytes.utf8(BODY + " ".repeat(spaces + 1))));
        assertThat(reason.code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
        assertThat(reason.message()).contains("65537 bytes, at most 65536");
    }

    @Test
    void aLayerDeclaredLargerThanTheLimitIsNotEvenFetched() {
        Bytes body = Bytes.utf8(BODY + " ".repeat(DescriptorSignature.MAX_BYTES + 1 - BODY.length()));
        scene.store.blobs.put(
                Descriptor.of(DescriptorSignature.MEDIA_TYPE, body).digest(), body);
        ImageManifest manifest = scene.push(new ArtifactBuilder(Kind.SIGNATURE.artifactType())
                .subject(scene.artifact)
                .layer(Descriptor.of(DescriptorSignature.MEDIA_TYPE, body))
                .build());

        Reason reason = Scene.reason(SignatureManifest.read(manifest, scene.store));

        assertThat(reason.code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
        assertThat(scene.store.blobReads).isZero();
    }

    @Test
    void aBodyHolds128SignaturesAndNoMore() {
        KeyedSignature entry = KeyedSignature.ofHex(scene.ann.keyId(), "00");
        for (int count : new int[] {128, 129}) {
            Bytes body = new DescriptorSignature(scene.artifact, Collections.nCopies(count, entry)).toBytes();
            if (count == 128) {
                assertThat(DescriptorSignature.read(body).orThrow().signatures())
                        .hasSize(128);
            } else {
                assertThat(Scene.reason(DescriptorSignature.read(body)).code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
            }
        }
    }

    @Test
    void layerBytesThatAreNotTheDigestsAreRefused() {
        Bytes honest =
                DescriptorSignature.sign(scene.artifact, List.of(scene.ann)).toBytes();
        Bytes forged =
                DescriptorSignature.sign(scene.artifact, List.of(scene.ben)).toBytes();
        Descriptor layer = Descriptor.of(DescriptorSignature.MEDIA_TYPE, honest);
        scene.store.blobs.put(layer.digest(), forged);
        ImageManifest manifest = scene.push(new ArtifactBuilder(Kind.SIGNATURE.artifactType())
                .subject(scene.artifact)
                .layer(layer)
                .build());

        assertThat(Scene.reason(SignatureManifest.read(manifest, scene.store)).code())
                .isEqualTo(ReasonCode.HASH_MISMATCH);
        assertThat(Scene.reason(scene.verify(1)).code()).isEqualTo(ReasonCode.THRESHOLD);
    }

    @Test
    void aBodyThatIsNowhereIsIncomplete() {
        Bytes body =
                DescriptorSignature.sign(scene.artifact, List.of(scene.ann)).toBytes();
        ImageManifest manifest = scene.push(new ArtifactBuilder(Kind.SIGNATURE.artifactType())
                .subject(scene.artifact)
                .layer(Descriptor.of(DescriptorSignature.MEDIA_TYPE, body))
                .build());

        assertThat(Scene.reason(SignatureManifest.read(manifest, scene.store)).code())
                .isEqualTo(ReasonCode.INCOMPLETE);
    }

    @Test
    void layersOfOtherTypesAreRefusedAndSeveralBodiesAreRead() {
        Bytes one = DescriptorSignature.sign(scene.artifact, List.of(scene.ann)).toBytes();
        Bytes two = DescriptorSignature.sign(scene.artifact, List.of(scene.ben)).toBytes();
        ArtifactBuilder builder = new ArtifactBuilder(Kind.SIGNATURE.artifactType())
                .subject(scene.artifact)
                .layer(DescriptorSignature.MEDIA_TYPE, one, Map.of())
                .layer(DescriptorSignature.MEDIA_TYPE, two, Map.of());
        assertThat(SignatureManifest.read(builder.build(), scene.store)
                        .orThrow()
                        .bodies())
                .hasSize(2);

        ImageManifest mixed = builder.layer(Scene.SBOM, one, Map.of()).build();
        assertThat(Scene.reason(SignatureManifest.read(mixed, scene.store)).message())
                .endsWith("has a layer of type " + Scene.SBOM);
    }

    @Test
    void moreThanSixteenBodiesAreRefused() {
        ArtifactBuilder builder = new ArtifactBuilder(Kind.SIGNATURE.artifactType()).subject(scene.artifact);
        for (int i = 0; i < 17; i++) {
            builder.layer(DescriptorSignature.MEDIA_TYPE, Bytes.utf8(BODY + " ".repeat(i)), Map.of());
        }

        assertThat(Scene.reason(SignatureManifest.read(builder.build(), scene.store))
                        .code())
                .isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void aSignatureWithoutSubjectIsRefused() {
        ImageManifest manifest = new ArtifactBuilder(Kind.SIGNATURE.artifactType())
                .layer(DescriptorSignature.MEDIA_TYPE, Bytes.utf8(BODY), Map.of())
                .build();

        assertThat(Scene.reason(SignatureManifest.read(manifest, scene.store)).message())
                .endsWith("has no subject");
    }
}
