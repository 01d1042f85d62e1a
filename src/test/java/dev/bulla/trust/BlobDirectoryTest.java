package dev.bulla.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content by digest in the cache directory: hashed when read, bounded, and never missed (cli.md section 5). */
class BlobDirectoryTest {
    @TempDir
    Path folder;

    private static Bytes content(int number) {
        return Bytes.utf8("content " + number + " ".repeat(100));
    }

    private BlobCache cache(long most) {
        return new BlobDirectory(folder.resolve("blobs"), most);
    }

    @Test
    void whatWasKeptIsFoundByAnotherRun() {
        cache(10_000).keep(Digest.of(content(1)), content(1));

        assertThat(cache(10_000).find(Digest.of(content(1)))).contains(content(1));
        assertThat(cache(10_000).find(Digest.of(content(2)))).isEmpty();
    }

    @Test
    void contentOfAnotherDigestIsNeitherKeptNorGivenOut() throws IOException {
        BlobCache cache = cache(10_000);
        cache.keep(Digest.of(content(1)), content(2));
        assertThat(cache.find(Digest.of(content(1)))).isEmpty();

        cache.keep(Digest.of(content(1)), content(1));
        Path file = folder.resolve("blobs")
                .resolve("sha256-" + Digest.of(content(1)).hex());
        Files.writeString(file, "tampered with");

        assertThat(cache.find(Digest.of(content(1)))).isEmpty();
        cache.keep(Digest.of(content(1)), content(1));
        assertThat(cache.find(Digest.of(content(1)))).as("and kept anew").contains(content(1));
    }

    @Test
    void itStaysBelowItsBoundUpToOneInSixteenEntries() throws IOException {
        BlobCache cache = cache(3_000);
        for (int i = 0; i < 400; i++) {
            cache.keep(Digest.of(content(i)), content(i));
        }
        try (Stream<Path> files = Files.list(folder.resolve("blobs"))) {
            assertThat(files.count()).isLessThan(150);
        }
    }

    @Test
    void severalMayKeepTheSameAtOnce() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            numbers.add(i % 8);
        }
        new Parallel(8).each(numbers, i -> cache(100_000).keep(Digest.of(content(i)), content(i)));

        for (int i = 0; i < 8; i++) {
            assertThat(cache(100_000).find(Digest.of(content(i)))).contains(content(i));
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNoError() throws IOException {
        Files.writeString(folder.resolve("blobs"), "a file");

        cache(10_000).keep(Digest.of(content(1)), content(1));

        assertThat(cache(10_000).find(Digest.of(content(1)))).isEmpty();
    }
}
