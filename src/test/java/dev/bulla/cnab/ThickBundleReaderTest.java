package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.StorageException;
import dev.bulla.testkit.MemoryStore;
import dev.bulla.testkit.Vectors;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ThickBundleReaderTest {
    private final SampleBundle sample = new SampleBundle();

    @Test
    void section10_1_theArchiveOfAnotherToolIsReadPlainAndGzipped() throws IOException {
        Bytes tar = TestArchive.of(sample).tar();

        for (Bytes archive : new Bytes[] {tar, TestArchive.gzip(tar)}) {
            ThickBundle thick = TestArchive.read(archive).orThrow();

            assertThat(thick.bundle().raw()).isEqualTo(sample.bundle.raw());
            assertThat(thick.images()).isEqualTo(sample.thin.images());
            assertThat(thick.extras()).isEmpty();
            assertThat(thick.attachments()).isEmpty();
            assertThat(thick.checks()).noneMatch(check -> check.result() == Check.Result.FAILED);
            StoredBundle thin = thick.thin().orThrow();
            assertThat(thin.index().index()).isEqualTo(sample.thin.index());
            assertThat(RepresentationCheck.examineDeep(sample.trusted(), thin, thick.source())
                            .refusal())
                    .isEmpty();
        }
    }

    @Test
    void theArchiveServesAsOneRepositoryWithTheThinFormInIt() throws IOException {
        ThickBundle thick = TestArchive.read(TestArchive.of(sample).gzip()).orThrow();

        assertThat(thick.source().place()).hasToString("oci:shop.tgz");
        assertThat(thick.source().manifest(sample.web.digest()).orElseThrow()).isEqualTo(sample.web);
        assertThat(thick.source().manifest(sample.thin.index().digest())).contains(sample.thin.index());
        assertThat(thick.source().hasManifest(sample.thin.configManifest().digest()))
                .isTrue();
        assertThat(thick.source().hasManifest(sample.bundle.digest())).isFalse();
        assertThat(thick.source().hasBlob(sample.thin.configBlob())).isTrue();
        try (InputStream in = thick.source().blob(sample.thin.configBlob())) {
            assertThat(in.readAllBytes()).isEqualTo(sample.bundle.raw().toByteArray());
        }
        for (Descriptor layer : sample.api.successors()) {
            try (InputStream in = thick.source().blob(layer)) {
                assertThat(in.readAllBytes()).hasSize((int) layer.size());
            }
        }
        assertThat(thick.source().manifest(new Tag("docker.io/acme/api"))).isEmpty();
    }

    @Test
    void section10_1_theRealArchiveOfSignyIsReadAndItsIndexIsThePublishedOne() {
        Step<ThickBundle> own = TestArchive.read(TestArchive.of(sample).gzip());
        assertThat(own.orThrow().bundle().name()).isEqualTo("shop");

        Vectors.bytes("signy/cnab/helloworld-0.1.1.tgz").ifPresent(archive -> {
            MemoryStore spool = new MemoryStore("spool");
            ThickBundle thick = TestArchive.read(archive, spool).orThrow();
            assertThat(thick.bundle().raw()).isEqualTo(Examples.E1);
            assertThat(thick.thin().orThrow().index().index().digest())
                    .hasToString("sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268");
            assertThat(thick.extras()).isEmpty();
            assertThat(spool.blobs()).hasSize(5);
        });
    }

    @Test
    void section10_3_filesAndBlobsThatBelongToNothingAreReported() {
        Bytes blob = Bytes.utf8("nobody needs this");
        TestArchive archive = TestArchive.of(sample)
                .blob(blob)
                .file("charts/shop.yaml", "x")
                .file("artifacts/layout/blobs/sha256/notes.txt", "x");

        assertThat(TestArchive.read(archive.tar()).orThrow().extras())
                .containsExactlyInAnyOrder(
                        "charts/shop.yaml",
                        "artifacts/layout/blobs/sha256/notes.txt",
                        "artifacts/layout/blobs/sha256/" + Digest.of(blob).hex());
    }

    @Test
    void section9_aRelocationMapInTheArchiveMustAgreeWithTheBundle() {
        String honest = RelocationMap.derive(sample.bundle, sample.store.place())
                .orThrow()
                .toBytes()
                .asUtf8()
                .orElseThrow();

        Bytes agreeing =
                TestArchive.of(sample).file("relocation-mapping.json", honest).tar();
        assertThat(TestArchive.read(agreeing).orThrow().extras()).isEmpty();
        Bytes lying = TestArchive.of(sample)
                .file("relocation-map.json", honest.replace(sample.api.digest().hex(), "0".repeat(64)))
                .tar();
        assertThat(Examples.refusal(TestArchive.read(lying)).code()).isEqualTo(ReasonCode.REPRESENTATION);
    }

    @Test
    void aBundleWithSeveralInvocationImagesIsReadAlthoughNoIndexHoldsIt() {
        String text = sample.bundle.raw().asUtf8().orElseThrow();
        int start = text.indexOf("\"invocationImages\":[") + "\"invocationImages\":[".length();
        String image = text.substring(start, text.indexOf("]", start));
        Bytes archive = TestArchive.of(sample)
                .replace("bundle.json", text.replace(image, image + "," + image))
                .tar();

        ThickBundle thick = TestArchive.read(archive).orThrow();

        assertThat(thick.images()).hasSize(4);
        assertThat(Examples.refusal(thick.thin()).message()).contains("2 invocation images");
    }

    @Test
    void section10_2_aBundleIndexInTheArchiveIsTakenAsItIsAndExamined() {
        ThinBundle list = ThinBundle.of(sample.bundle, ConfigTier.OCI_CONFIG, IndexForm.MANIFEST_LIST)
                .orThrow();
        String roots = root(list.index()) + "," + root(list.configManifest());
        TestArchive archive = TestArchive.of(sample)
                .blob(list.index().raw())
                .blob(list.configManifest().raw())
                .blob(sample.bundle.raw())
                .replace("artifacts/layout/index.json", layout(roots));

        ThickBundle thick = TestArchive.read(archive.tar()).orThrow();

        assertThat(thick.thin().orThrow().index().index()).isEqualTo(list.index());
        assertThat(thick.checks()).anyMatch(check -> check.name().equals("cnab.8.8"));
        assertThat(thick.extras()).isEmpty();
    }

    @Test
    void section8_aBundleIndexInTheArchiveThatNamesOtherImagesIsRefused() {
        Manifest forged = sample.indexWith(
                sample.api.digest().toString(), sample.invocation.digest().toString());
        Bytes archive = TestArchive.of(sample)
                .blob(sample.thin.configManifest().raw())
                .blob(sample.bundle.raw())
                .replace("artifacts/layout/index.json", layout(root(forged)))
                .tar();

        assertThat(Examples.refusal(TestArchive.read(archive)).code()).isEqualTo(ReasonCode.REPRESENTATION);
    }

    @Test
    void anArchiveThatCannotBeReadIsAFailureOfStorageNotOfTheBundle() {
        assertThatThrownBy(() -> ThickBundleReader.read(
                        () -> {
                            throw new IOException("no such file");
                        },
                        TestArchive.place(),
                        new MemoryStore("spool")))
                .isInstanceOf(StorageException.class)
                .hasMessage("opening oci:shop.tgz failed: no such file");
        InputStream failing = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("disk is gone");
            }
        };
        assertThatThrownBy(() -> ThickBundleReader.read(() -> failing, TestArchive.place(), new MemoryStore("spool")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("disk is gone");
    }

    static String layout(String roots) {
        return "{\"schemaVersion\":2,\"manifests\":[" + roots + "]}";
    }

    static String root(Manifest manifest) {
        return "{\"mediaType\":\"" + manifest.mediaType() + "\",\"digest\":\"" + manifest.digest() + "\",\"size\":"
                + manifest.raw().length() + "}";
    }
}
