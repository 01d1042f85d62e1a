package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two formats that Bulla writes itself, read back by others. */
class ArchiveBytesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_534, 65_535, 65_536, 131_070, 200_001})
    void rfc1951_storedBlocksOfAnyLengthReadBack(int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StoredGzip gzip = new StoredGzip(out);
        for (int from = 0; from < length; from += 10_007) {
            gzip.write(content, from, Math.min(10_007, length - from));
        }
        gzip.finish();

        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void theBytesDoNotDependOnHowTheyWereHandedOver() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        byte[] content = "stored".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
        StoredGzip a = new StoredGzip(whole);
        a.write(content, 0, content.length);
        a.finish();
        StoredGzip b = new StoredGzip(single);
        for (byte value : content) {
            b.write(value);
        }
        b.finish();

        assertThat(single.toByteArray()).isEqualTo(whole.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 158, 991, 992, 993})
    void posixTar_namesOfAnyLengthReadBack(int length) throws IOException {
        String name = "n".repeat(length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        tar.file(name, Bytes.utf8("content"));
        tar.finish();

        assertThat(out.size() % 10_240).isZero();
        assertThat(out.size()).isEqualTo(10_240);
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()), "UTF-8")) {
            TarArchiveEntry entry = in.getNextEntry();
            assertThat(entry.getName()).isEqualTo(name);
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
            assertThat(in.getNextEntry()).isNull();
        }
    }

    @Test
    void posixTar_aFileBeyondEightGibibytesGetsAPaxSize() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);

        assertThatThrownBy(() -> tar.file("large", 9_000_000_000L, InputStream.nullInputStream()))
                .hasMessage("entry large ends 9000000000 bytes early");
        assertThat(out.toString(StandardCharsets.US_ASCII)).contains("19 size=9000000000\n");
    }

    @Test
    void aFileMustHaveTheLengthThatItsHeaderSays() {
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());

        assertThatThrownBy(() -> tar.file("x", 3, Bytes.utf8("four").newInputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 3 bytes");
    }
}
