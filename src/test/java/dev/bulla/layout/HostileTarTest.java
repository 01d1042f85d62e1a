package dev.bulla.layout;

import static dev.bulla.layout.Layouts.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were made to do harm, or broke on their way (threats T18, T19). */
class HostileTarTest {
    @TempDir
    Path folder;

    private Path file;
    private Place.LayoutPlace place;

    @BeforeEach
    void nameFile() throws IOException {
        file = Files.createDirectory(folder.resolve("sub")).resolve("layout.tar");
        place = Layouts.tar(file);
    }

    @Attack("T18")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escape",
                "blobs/../../escape",
                "blobs/..",
                "..",
                "/etc/passwd",
                "/",
                "//x",
                "././x",
                "./../x",
                "a//b",
                "a/./b",
                "",
                "..\\escape",
                "C:\\x"
            })
    void namesThatLeaveTheArchiveAreRefused(String name) throws IOException {
        new Tars().layout().file(name, "evil").to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.writing(place));
        assertNothingEscaped();
    }

    @Test
    void namesInExtendedHeadersAreHeldToTheSameRules() throws IOException {
        for (String name : new String[] {"../escape", "/escape", "index.json"}) {
            new Tars()
                    .layout()
                    .member("PaxHeaders/x", 'x', Tars.pax("path", name), "")
                    .file("harmless", "evil")
                    .to(file);
            assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
            new Tars()
                    .layout()
                    .member("././@LongLink", 'L', Bytes.utf8(name + "\0"), "")
                    .file("harmless", "evil")
                    .to(file);
            assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
        }
        assertNothingEscaped();
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '6', 'K', 'V', 'M', 'Z'})
    void linksAndDevicesAreRefused(char type) throws IOException {
        new Tars()
                .layout()
                .member("blobs/sha256/x", type, Bytes.empty(), "../../etc/passwd")
                .to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.json", "./index.json", "oci-layout", "./oci-layout"})
    void twoMembersOfOneNameAreRefused(String name) throws IOException {
        new Tars().layout().file(name, "{}").to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void aDirectoryWithContentIsRefused() throws IOException {
        new Tars().layout().member("blobs/", '5', Bytes.utf8("x"), "").to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
        new Tars().layout().file("blobs/", "x").to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void anArchiveThatEndsEarlyIsRefusedWhereverItWasCut() throws IOException {
        byte[] whole = new Tars()
                .layout()
                .file("blobs/sha256/x", Samples.bytes(1, 2000))
                .unended();
        for (int length = 0; length <= whole.length; length += 100) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
        }
        Files.write(file, whole);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void aSizeBeyondTheFileIsRefused() throws IOException {
        for (long size : new long[] {4096, 0x7F_0000_0000L, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            Files.write(file, new Tars().layout().claiming("x", size).ended());
            assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
        }
        Files.write(file, new Tars().layout().claiming("x", 4096).ended());
        assertThatThrownBy(() -> LayoutStore.reading(place)).hasMessageEndingWith("ends inside a member");
        new Tars()
                .layout()
                .member("PaxHeaders/x", 'x', Tars.pax("size", "999999999999"), "")
                .file("x", "12345")
                .to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "5",
                "5 x=y",
                "99 path=x\n",
                "0 path=x\n",
                "-9 path=x\n",
                "9999999999999999999 path=x\n",
                "8 path=x\u0000",
                "10 size=-1\n",
                "10 size=1x\n",
                "10 =novalue\n"
            })
    void extendedHeadersThatCannotBeReadAreRefused(String records) throws IOException {
        new Tars()
                .layout()
                .member("PaxHeaders/x", 'x', Bytes.utf8(records), "")
                .file("x", "12345")
                .to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void aGlobalHeaderThatNamesMembersIsRefused() throws IOException {
        new Tars().layout().member("GlobalHead", 'g', Tars.pax("path", "x"), "").to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void anExtendedHeaderThatFillsTheMemoryIsRefusedBeforeItIsRead() throws IOException {
        new Tars()
                .layout()
                .member("PaxHeaders/x", 'x', Tars.pax("comment", "x".repeat(65_536)), "")
                .file("x", "")
                .to(file);
        assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> LayoutStore.reading(place));
        new Tars()
                .layout()
                .member("././@LongLink", 'L', Bytes.utf8("x".repeat(1025)), "")
                .file("x", "")
                .to(file);
        assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> LayoutStore.reading(place));
    }

    @Test
    void moreMembersThanTheLimitAreRefused() throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            for (int i = 0; i <= TarRules.MAX_MEMBERS; i++) {
                members.writeBytes(new Tars().file("m" + i, "").unended());
            }
            members.writeBytes(new byte[1024]);
            members.writeTo(out);
        }
        assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> LayoutStore.reading(place));
    }

    @Test
    void compressedArchivesAreRefusedInClearWords() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new Tars().layout().ended());
        }
        Files.write(file, zipped.toByteArray());
        assertThatThrownBy(() -> LayoutStore.reading(place))
                .hasMessageEndingWith("layout.tar is compressed with gzip; decompress it first");
        Files.write(file, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0, 0, 0});
        assertThatThrownBy(() -> LayoutStore.reading(place)).hasMessageContaining("compressed with zstd");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 4096})
    void noiseIsNoArchive(int size) throws IOException {
        Files.write(file, Samples.bytes(size, size).toByteArray());
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void whateverIsChangedInAHeaderItIsReadOrRefusedAndNeverElse() throws IOException {
        byte[] archive = new Tars()
                .layout()
                .member("PaxHeaders/x", 'x', Tars.pax("path", "blobs/sha256/y"), "")
                .file("x", "12345")
                .ended();
        java.util.Random random = new java.util.Random(11);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] changed = archive.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            Files.write(file, changed);
            try (Source source = LayoutStore.reading(place)) {
                assertThat(source.manifest(new Tag("v1"))).isEmpty();
            } catch (dev.bulla.outcome.RejectedException | NotFoundException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void anArchiveThatIsNoLayoutIsNotFound() throws IOException {
        new Tars().file("manifest.json", "[]").to(file);
        assertThatThrownBy(() -> LayoutStore.reading(place)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> LayoutStore.writing(place)).isInstanceOf(NotFoundException.class);
        Files.delete(file);
        assertThatThrownBy(() -> LayoutStore.reading(place)).isInstanceOf(NotFoundException.class);
        Files.createDirectory(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    @Test
    void anArchiveWithoutIndexIsMalformed() throws IOException {
        new Tars().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}").to(file);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
    }

    private void assertNothingEscaped() throws IOException {
        assertThat(Layouts.files(folder)).allMatch(name -> name.startsWith("sub/"));
        assertThat(Path.of("/escape")).doesNotExist();
    }
}
