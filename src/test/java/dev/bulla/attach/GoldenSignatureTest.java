package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.crypto.Ed25519Key;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.PublicKey;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The published bytes of signature, tag record and their manifests (oci-graph sections 3.2, 3.3 and 3.7). */
class GoldenSignatureTest {
    private static final Descriptor BUNDLE = Descriptor.of(
            MediaType.OCI_INDEX, digest("b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268"), 929);

    /** RFC 8032 section 7.1, TEST 1. */
    private static final PublicKey KEY =
            new Ed25519Key(Hex.decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                    .orElseThrow());

    private static final Bytes SIGNATURE = Hex.decode("8bfeb4f95efff47a8207280917d5a40acd27a058d6a3edbb93c235dd3af5c995"
                    + "5b3656d45d9a8f474f1554b02815b2796413f2689199c524b83caad69b91b207")
            .orElseThrow();

    private static final DescriptorSignature BODY =
            new DescriptorSignature(BUNDLE, List.of(KeyedSignature.of(KEY.computedId(), SIGNATURE)));

    @Test
    void theBodyHasItsPublishedBytesAndVerifiesSection32() throws Exception {
        assertThat(KEY.computedId().value())
                .isEqualTo("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
        assertThat(Descriptor.of(DescriptorSignature.MEDIA_TYPE, BODY.toBytes()))
                .isEqualTo(Descriptor.of(
                        DescriptorSignature.MEDIA_TYPE,
                        digest("00377d0e236a43c93f57bd31e976810d30175a5499e00a3ea223ab5b4d7dc569"),
                        389));
        KEY.verify(DescriptorSignature.message(BUNDLE), SIGNATURE);
    }

    @Test
    void theSignatureManifestHasItsPublishedBytesSection33() {
        ImageManifest manifest = SignatureManifest.builder(
                        BUNDLE, BODY, Optional.of("example.com/acme/helloworld:0.1.1"), Optional.of("targets/releases"))
                .build();
        assertPublished(manifest, "886bef161c9e58531df3b8fb4258d093878ac54adbf4baee2ff972ff60c27eb4", 1353);
    }

    @Test
    void theTagRecordHasItsPublishedBytesSection37() {
        TagRecord record = new TagRecord(
                BUNDLE,
                "example.com/acme/helloworld:0.1.1",
                17,
                Instant.parse("2026-11-21T00:00:00Z"),
                Instant.parse("2027-02-19T00:00:00Z"));
        ImageManifest manifest = record.builder().build();
        assertPublished(manifest, "ff8b9eb6e79efd1886300f66f724261e8abdab836503b924e371828e75fa6685", 798);
        assertThat(TagRecord.read(manifest).orThrow()).isEqualTo(record);
    }

    private static void assertPublished(Manifest manifest, String sha256, int size) {
        assertThat(manifest.descriptor()).isEqualTo(Descriptor.of(MediaType.OCI_MANIFEST, digest(sha256), size));
    }

    private static Digest digest(String sha256) {
        return Digest.parse("sha256:" + sha256).orElseThrow();
    }
}
