package dev.bulla.layout;

import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import dev.bulla.testkit.WritersContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that share a layout, are killed, or have little memory. */
class LayoutProcessesTest {
    private static final int ROUNDS = WritersContract.WRITERS * WritersContract.ROUNDS;

    @TempDir
    Path folder;

    private final Image subject = Samples.image(1);

    @ParameterizedTest
    @ValueSource(strings = {"layout", "layout.tar"})
    void twoProcessesLoseNothing(String name) throws IOException, InterruptedException {
        Place.LayoutPlace place = place(name);
        String path = place.path().toString();
        try (LayoutProcess one = LayoutProcess.start(64, "rounds", path, "0", "" + ROUNDS / 2);
                LayoutProcess two = LayoutProcess.start(64, "rounds", path, "" + ROUNDS / 2, "" + ROUNDS / 2)) {
            one.finish();
            two.finish();
        }
        Layouts.read(place, source -> WritersContract.assertNothingLost(source, subject));
    }

    @ParameterizedTest
    @ValueSource(strings = {"layout", "layout.tar"})
    void aKilledProcessLeavesAWholeLayout(String name) throws IOException, InterruptedException {
        Place.LayoutPlace place = place(name);
        int done = 0;
        for (int rounds = 1; rounds <= 3; rounds++) {
            try (LayoutProcess writer =
                    LayoutProcess.start(64, "rounds", place.path().toString(), "" + done, "100000")) {
                for (int i = 0; i < rounds; i++) {
                    assertThat(writer.line()).isEqualTo("round " + done++);
                }
                writer.kill();
            }
            int whole = done;
            Layouts.read(place, source -> assertWhole(source, whole));
        }
        write(place, store -> store.tag(subject.pushTo(store).manifest(), new Tag("after")));
        Layouts.read(
                place, source -> assertThat(source.manifest(new Tag("after"))).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"layout", "layout.tar"})
    void aBlobLargerThanTheMemoryGoesInAndOut(String name) throws IOException, InterruptedException {
        Place.LayoutPlace place = place(name);
        try (LayoutProcess writer =
                LayoutProcess.start(32, "large", place.path().toString(), "160")) {
            assertThat(writer.line()).isEqualTo("read " + (160L << 20));
            writer.finish();
        }
    }

    @Test
    void aLockFileThatWasLeftBehindLocksNobodyOut() throws IOException {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Files.createFile(layout.resolve("index.json.lock"));
        Files.createFile(folder.resolve(".layout.tar.lock"));
        for (String name : new String[] {"layout", "layout.tar"}) {
            write(place(name), store -> store.tag(subject.pushTo(store).manifest(), new Tag("v1")));
            Layouts.read(
                    place(name),
                    source -> assertThat(source.manifest(new Tag("v1"))).isPresent());
        }
    }

    /** The rounds that were reported are there, and every tag leads to all of its content. */
    private static void assertWhole(Source source, int rounds) {
        for (int round = 0; round < rounds; round++) {
            Manifest image = source.manifest(new Tag("image-" + round)).orElseThrow();
            for (Descriptor blob : image.successors()) {
                assertThat(source.hasBlob(blob)).isTrue();
            }
        }
        assertThat(source.referrers(Samples.image(1).digest()).entries()).hasSizeGreaterThanOrEqualTo(rounds);
        for (Descriptor note : source.referrers(Samples.image(1).digest()).entries()) {
            source.manifest(note.digest())
                    .orElseThrow()
                    .successors()
                    .forEach(blob -> assertThat(source.hasBlob(blob)).isTrue());
        }
    }

    private Place.LayoutPlace place(String name) {
        return new Place.LayoutPlace(folder.resolve(name), name.endsWith(".tar"));
    }
}
