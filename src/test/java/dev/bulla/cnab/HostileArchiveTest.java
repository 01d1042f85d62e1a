package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks of cnab.md section 13, number 21, and of threat T18. */
class HostileArchiveTest {
    private final SampleBundle sample = new SampleBundle();
    private final TestArchive archive = TestArchive.of(sample);

    @Attack("T18")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../bundle.json",
                "artifacts/../../x",
                "artifacts/layout/../x",
                "..",
                "/etc/passwd",
                "/bundle.json",
                "a//b",
                "./././x",
                "a/./b",
                "a\\..\\b",
                "a\u0007b",
                "a\u009bb",
                "a\u202eb",
            })
    void section13_21_aNameThatIsNoPlainRelativePathIsRefused(String name) {
        assertRefused(archive.file(name, "x").tar(), ReasonCode.MALFORMED, "is not a plain relative path");
    }

    @Attack("T18")
    @Test
    void section13_21_linksDevicesAndSparseFilesAreRefused() {
        byte[] types = {
            TarConstants.LF_SYMLINK,
            TarConstants.LF_LINK,
            TarConstants.LF_CHR,
            TarConstants.LF_BLK,
            TarConstants.LF_FIFO,
            TarConstants.LF_CONTIG,
            TarConstants.LF_GNUTYPE_SPARSE
        };
        for (byte type : types) {
            Bytes tar = TestArchive.of(sample)
                    .special("artifacts/layout/blobs/x", type, entry -> entry.setLinkName("/etc/passwd"))
                    .tar();
            Reason reason = Examples.refusal(TestArchive.read(tar));
            assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        }
        Bytes link = archive.without("bundle.json")
                .special("bundle.json", TarConstants.LF_SYMLINK, entry -> entry.setLinkName("other.json"))
                .tar();
        assertRefused(link, ReasonCode.MALFORMED, "neither a plain file nor a directory");
    }

    @Test
    void section13_21_everyNameIsThereOnceAndBundleJsonNowhereElse() {
        String bundle = sample.bundle.raw().asUtf8().orElseThrow();
        assertRefused(
                TestArchive.of(sample).file("bundle.json", bundle).tar(),
                ReasonCode.MALFORMED,
                "'bundle.json' is there twice");
        assertRefused(
                TestArchive.of(sample).file("inner/bundle.json", bundle).tar(),
                ReasonCode.MALFORMED,
                "second bundle.json, 'inner/bundle.json'");
        assertRefused(
                new TestArchive().file("shop/bundle.json", bundle).tar(),
                ReasonCode.MALFORMED,
                "not at the root but at");
        assertRefused(archive.without("bundle.json").tar(), ReasonCode.MALFORMED, "no bundle.json");
    }

    @Test
    void section10_1_theOlderFormIsRecognisedAndRefused() {
        Bytes older = new TestArchive()
                .file("bundle.json", sample.bundle.raw())
                .file("cnab/run", "#!/bin/sh")
                .tar();

        assertRefused(older, ReasonCode.MALFORMED, "older form without an image layout");
        assertRefused(
                new TestArchive().file("bundle.json", sample.bundle.raw()).tar(),
                ReasonCode.MALFORMED,
                "there is no image layout");
        assertRefused(TestArchive.of(sample).without("oci-layout").tar(), ReasonCode.MALFORMED, "there is no");
        assertRefused(
                archive.replace("artifacts/layout/oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}")
                        .tar(),
                ReasonCode.MALFORMED,
                "version '2.0.0'");
    }

    @Test
    void section13_21_aBlobThatIsNotWhatItsNameSaysIsRefused() {
        Bytes lying = archive.file("artifacts/layout/blobs/sha256/" + "0".repeat(64), "x")
                .gzip();

        assertRefused(lying, ReasonCode.HASH_MISMATCH, "hashes to");
    }

    @Test
    void section13_21_aMissingImageOrPartOfOneIsRefused() {
        String api = sample.api.digest().hex();
        String layer = ((ImageManifest) sample.api).layers().get(0).digest().hex();
        String platform = ((ImageIndex) sample.web).manifests().get(0).digest().hex();

        Reason reason = assertRefused(
                TestArchive.of(sample).without(api).tar(), ReasonCode.INCOMPLETE, "component 'api' needs manifest");
        assertThat(reason.facts()).containsEntry("component", "component 'api'");
        assertRefused(TestArchive.of(sample).without(platform).tar(), ReasonCode.INCOMPLETE, "component 'web'");
        assertRefused(TestArchive.of(sample).without(layer).tar(), ReasonCode.INCOMPLETE, layer);
    }

    @Test
    void theLayoutMayListOnlyWhatIsThere() {
        Digest nowhere = Digest.of(Bytes.utf8("nowhere"));
        String root = "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + nowhere
                + "\",\"size\":7}";

        assertRefused(
                archive.replace("artifacts/layout/index.json", ThickBundleReaderTest.layout(root))
                        .tar(),
                ReasonCode.INCOMPLETE,
                "root sha256:");
    }

    @Test
    void section13_21_aLayoutCannotPointOutsideOfTheArchive() {
        for (String digest :
                new String[] {"sha256:../../../bundle.json", "sha256:" + "A".repeat(64), "file:///etc/passwd"}) {
            String root = "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + digest
                    + "\",\"size\":7}";
            assertRefused(
                    TestArchive.of(sample)
                            .replace("artifacts/layout/index.json", ThickBundleReaderTest.layout(root))
                            .tar(),
                    ReasonCode.MALFORMED,
                    "is not sha256 or sha512");
        }
    }

    @Test
    void section13_21_aTruncatedArchiveIsRefusedWhereverItIsCut() {
        Bytes tar = archive.tar();
        Bytes gzip = TestArchive.gzip(tar);
        for (Bytes whole : new Bytes[] {tar, gzip}) {
            for (int i = 0; i < 40; i++) {
                int cut = (int) ((long) whole.length() * i / 40);
                Reason reason = Examples.refusal(TestArchive.read(whole.slice(0, cut)));
                assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
            }
        }
        assertRefused(gzip.slice(0, gzip.length() - 1), ReasonCode.MALFORMED, "cut off");
        assertRefused(Bytes.empty(), ReasonCode.MALFORMED, "ends before its end");
        assertRefused(Bytes.utf8("<html>" + " ".repeat(2000)), ReasonCode.MALFORMED, "thick bundle:");
    }

    @Test
    void whatFollowsTheArchiveIsRefused() {
        Bytes tar = archive.tar();
        Bytes gzip = TestArchive.gzip(tar);

        assertRefused(tar.concat(Bytes.utf8("x")), ReasonCode.MALFORMED, "something follows");
        assertRefused(gzip.concat(Bytes.utf8("garbage")), ReasonCode.MALFORMED, "damaged or cut off");
        assertRefused(gzip.concat(TestArchive.gzip(Bytes.utf8("more"))), ReasonCode.MALFORMED, "something follows");
        assertThat(TestArchive.read(tar.concat(Bytes.adopt(new byte[4096])))
                        .orThrow()
                        .extras())
                .isEmpty();
    }

    @Attack("T19")
    @Test
    void section13_21_aBombIsRefusedLongBeforeItHasExpanded() throws IOException {
        Bytes start = TestArchive.of(sample).tar();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            start.slice(0, 512).writeTo(gzip); // a directory; then what looks like the end of the archive
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                gzip.write(zeros);
            }
        }

        assertRefused(Bytes.adopt(bytes.toByteArray()), ReasonCode.LIMIT_EXCEEDED, "expands to more than 200 times");
    }

    @Test
    void section10_3_entriesAndSizesAreLimited() {
        Bytes tar = archive.tar();

        assertLimited(tar, new ArchiveLimits(5, 1 << 20, 1 << 20, 200), "more than 5 entries");
        assertLimited(tar, new ArchiveLimits(100, 500, 1 << 20, 200), "at most 500 are read");
        assertLimited(tar, new ArchiveLimits(100, 1 << 20, 2048, 200), "more than 2048 bytes uncompressed");
        Bytes longName = new TestArchive().file("x/".repeat(600) + "y", "").tar();
        assertLimited(longName, ArchiveLimits.standard(), "a name of more than 1024");
        Bytes longHeader = new TestArchive()
                .pax("comment", "x".repeat(300_000))
                .file("y", "")
                .tar();
        assertLimited(longHeader, ArchiveLimits.standard(), "bytes of headers before one entry");
        Bytes large = TestArchive.of(new SampleBundle("x".repeat(5000)))
                .replace("artifacts/layout/oci-layout", " ".repeat(5000))
                .tar();
        assertLimited(large, ArchiveLimits.standard(), "at most 4096 are read");
    }

    /** Seeded, so that a failure can be repeated: the name of the test is the seed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noDamageGetsPastTheReaderOrOutOfItAsAnotherFailure(long seed) {
        Random random = new Random(seed);
        byte[] sound = archive.tar().toByteArray();
        for (int round = 0; round < 150; round++) {
            byte[] damaged = sound.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                // headers are where the parsing is
                int at = random.nextInt(damaged.length / 512) * 512 + random.nextInt(345);
                damaged[at] = (byte) random.nextInt(256);
            }
            Step<ThickBundle> result = TestArchive.read(Bytes.adopt(damaged));
            if (result instanceof Step.Done<ThickBundle> done) {
                ThickBundle thick = done.value();
                TrustedBundle itself = TrustedBundle.ofBytes(thick.bundle().raw());
                Representation whole =
                        RepresentationCheck.examineDeep(itself, thick.thin().orThrow(), thick.source());
                assertThat(whole.refusal()).isEmpty();
            } else {
                assertThat(Examples.refusal(result).message()).doesNotContain("\n");
            }
        }
    }

    private static Reason assertRefused(Bytes archive, ReasonCode code, String message) {
        Reason reason = Examples.refusal(TestArchive.read(archive));
        assertThat(reason.message()).contains(message);
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        return reason;
    }

    private static void assertLimited(Bytes archive, ArchiveLimits limits, String message) {
        Reason reason = Examples.refusal(
                ThickBundleReader.read(Content.of(archive), TestArchive.place(), new MemoryStore("spool"), limits));
        assertThat(reason.message()).contains(message);
        assertThat(reason.code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }
}
