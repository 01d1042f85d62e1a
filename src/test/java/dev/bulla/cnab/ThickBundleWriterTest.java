package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class ThickBundleWriterTest {
    private final SampleBundle sample = new SampleBundle();

    @Test
    void section10_2_entriesAreInByteOrderWithoutOwnerAndTime() throws IOException {
        Bytes archive = write(sample, List.of());

        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(archive.newInputStream()), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
                assertThat(entry.isCheckSumOK()).isTrue();
                assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
                assertThat(entry.getUserName() + entry.getGroupName()).isEmpty();
                assertThat(entry.getLastModifiedTime().toMillis()).isZero();
                assertThat(entry.getMode()).isEqualTo(entry.isDirectory() ? 0755 : 0644);
                assertThat(entry.getExtraPaxHeaders()).isEmpty();
            }
        }
        assertThat(names).isSorted().doesNotHaveDuplicates();
        assertThat(names.subList(0, 4))
                .containsExactly(
                        "artifacts/", "artifacts/layout/", "artifacts/layout/blobs/", "artifacts/layout/blobs/sha256/");
        assertThat(names).endsWith("artifacts/layout/index.json", "artifacts/layout/oci-layout", "bundle.json");
        assertThat(archive.slice(0, 10).hex()).isEqualTo("1f8b08000000000000ff");
    }

    @Test
    void section13_6_twoRunsFromTwoRepositoriesGiveTheSameBytes() throws IOException {
        SampleBundle elsewhere = new SampleBundle();
        Manifest first = sample.attachment(sample.thin.index(), "signature 1");
        Manifest second = sample.attachment(sample.thin.index(), "signature 2");
        elsewhere.attachment(elsewhere.thin.index(), "signature 2");
        elsewhere.attachment(elsewhere.thin.index(), "signature 1");

        Bytes here = write(sample, List.of(first.digest(), second.digest()));

        assertThat(write(sample, List.of(first.digest(), second.digest()))).isEqualTo(here);
        assertThat(write(elsewhere, List.of(second.digest(), first.digest(), second.digest())))
                .isEqualTo(here);
        assertThat(write(sample, List.of(first.digest()))).isNotEqualTo(here);
    }

    /** Fixed here so that a change of the format is seen: archives of different versions of Bulla must agree. */
    @Test
    void section10_2_theBytesAreTheSameOnEveryMachine() throws IOException {
        assertThat(Digest.of(write(sample, List.of())))
                .hasToString("sha256:93e56c5d6338454088e5ed7bf33fedc702ec325f7d55105075a769c606acd5a1");
    }

    @Test
    void section13_5_thinToThickToThinKeepsEveryDigestAndEverySignature() throws IOException {
        Manifest signature = sample.attachment(sample.thin.index(), "signature");
        Manifest countersignature = sample.attachment(signature, "countersignature");

        Bytes archive = write(sample, List.of(signature.digest(), countersignature.digest()));
        ThickBundle thick = TestArchive.read(archive).orThrow();

        assertThat(thick.bundle().raw()).isEqualTo(sample.bundle.raw());
        assertThat(thick.thin().orThrow().index().index()).isEqualTo(sample.thin.index());
        assertThat(thick.thin().orThrow().configManifest()).isEqualTo(sample.thin.configManifest());
        assertThat(thick.attachments())
                .extracting(Descriptor::digest)
                .containsExactlyInAnyOrder(signature.digest(), countersignature.digest());
        assertThat(thick.extras()).isEmpty();
        assertThat(thick.source().referrers(sample.thin.index().digest()).entries())
                .extracting(Descriptor::digest)
                .containsExactly(signature.digest());
        assertThat(thick.source().referrers(signature.digest()).entries())
                .extracting(found -> found.artifactType().orElseThrow().value())
                .containsExactly("application/vnd.bulla.signature.v1+json");
        assertThat(writeFrom(
                        thick.thin().orThrow(),
                        thick.attachments().stream().map(Descriptor::digest).toList(),
                        thick.source()))
                .isEqualTo(archive);
    }

    @Test
    void section10_2_theLayoutNamesImagesByTheirOriginalReference() throws IOException {
        ThickBundle thick = TestArchive.read(write(sample, List.of())).orThrow();

        assertThat(thick.checks()).noneMatch(check -> check.name().equals("cnab.10.1"));
        String index = entry(write(sample, List.of()), "artifacts/layout/index.json");
        assertThat(index)
                .startsWith(
                        "{\"manifests\":[{\"digest\":\"" + sample.thin.index().digest() + "\"")
                .contains("{\"org.opencontainers.image.ref.name\":\"docker.io/acme/api:1\"}")
                .doesNotContain("memory.example");
    }

    @Test
    void section10_1_theRealArchiveBecomesTheSameThickBundleFromWhereverItIsTaken() throws IOException {
        ThickBundle own = TestArchive.read(TestArchive.of(sample).gzip()).orThrow();
        assertThat(writeFrom(own.thin().orThrow(), List.of(), own.source())).isEqualTo(write(sample, List.of()));

        if (Vectors.bytes("signy/cnab/helloworld-0.1.1.tgz").isPresent()) {
            Bytes real = Vectors.bytes("signy/cnab/helloworld-0.1.1.tgz").get();
            ThickBundle thick = TestArchive.read(real).orThrow();
            Bytes written = writeFrom(thick.thin().orThrow(), List.of(), thick.source());
            ThickBundle again = TestArchive.read(written).orThrow();
            assertThat(again.bundle().raw()).isEqualTo(Examples.E1);
            assertThat(writeFrom(again.thin().orThrow(), List.of(), again.source()))
                    .isEqualTo(written);
        }
    }

    @Test
    void whatIsAbsentOrFalseIsRefusedWhileWriting() {
        Digest layer = ((ImageManifest) sample.api).layers().get(0).digest();
        Digest nowhere = Digest.of(Bytes.utf8("nowhere"));

        assertThatThrownBy(() -> write(sample, List.of(nowhere)))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.INCOMPLETE));
        sample.store.blobs().put(layer, Bytes.utf8("other"));
        assertThatThrownBy(() -> write(sample, List.of()))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
        ImageIndex forged = (ImageIndex) sample.indexWith(
                sample.api.digest().toString(), sample.invocation.digest().toString());
        StoredBundle stored = StoredBundle.fetch(sample.store, forged).orThrow();
        assertThatThrownBy(() -> writeFrom(stored, List.of(), sample.store))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.REPRESENTATION));
    }

    private static Bytes write(SampleBundle from, List<Digest> attachments) throws IOException {
        return writeFrom(from.stored(), attachments, from.store);
    }

    private static Bytes writeFrom(StoredBundle stored, List<Digest> attachments, Source source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ThickBundleWriter.write(stored, attachments, source, out);
        return Bytes.adopt(out.toByteArray());
    }

    private static String entry(Bytes archive, String name) throws IOException {
        try (InputStream in = new GZIPInputStream(archive.newInputStream());
                TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return Bytes.adopt(tar.readAllBytes()).asUtf8().orElseThrow();
                }
            }
        }
        throw new AssertionError(name);
    }
}
