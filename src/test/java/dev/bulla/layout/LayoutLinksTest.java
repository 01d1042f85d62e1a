package dev.bulla.layout;

import static dev.bulla.layout.Layouts.assertRefused;
import static dev.bulla.layout.Layouts.blob;
import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in a layout directory: those that others put there, and those that save a copy (threats T18). */
class LayoutLinksTest {
    private static final Tag V1 = new Tag("v1");

    @TempDir
    Path folder;

    private Path layout;
    private Place.LayoutPlace place;
    private Image image;

    @BeforeEach
    void makeLayout() {
        layout = folder.resolve("layout");
        place = Layouts.directory(layout);
        image = Samples.image(1);
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
    }

    @Attack("O23")
    @ParameterizedTest
    @ValueSource(strings = {"blobs/sha256/HEX", "blobs/sha256", "blobs"})
    void linksThatLeadOutOfTheLayoutAreNotFollowed(String linked) throws IOException {
        Path name = layout.resolve(linked.replace("HEX", image.digest().hex()));
        Path outside = folder.resolve("outside");
        Files.move(name, outside);
        Files.createSymbolicLink(name, outside);
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.MALFORMED, () -> source.manifest(image.digest()));
            assertRefused(
                    ReasonCode.MALFORMED,
                    () -> source.blob(Samples.layer(image.manifest().raw())));
        }
    }

    @Attack("O23")
    @ParameterizedTest
    @ValueSource(strings = {"blobs/sha256", "blobs", "blobs/sha512"})
    void nothingIsWrittenThroughALinkThatLeadsOut(String linked) throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path name = layout.resolve(linked);
        if (Files.exists(name)) {
            Files.move(name, folder.resolve("aside"));
        }
        Files.createSymbolicLink(name, outside);
        Bytes content = Bytes.utf8("content");
        for (HashFunction algorithm : HashFunction.values()) {
            if (!linked.startsWith("blobs/") || linked.endsWith(algorithm.wireName())) {
                Descriptor blob = Samples.layer(algorithm, content);
                assertRefused(
                        ReasonCode.MALFORMED, () -> write(place, store -> store.pushBlob(blob, Content.of(content))));
            }
        }
        assertThat(Layouts.files(outside)).isEmpty();
    }

    @Test
    void linksThatStayInsideAreFollowedAndVerified() throws IOException {
        Path name = blob(layout, image.digest());
        Path inside = layout.resolve("blobs/kept-elsewhere");
        Files.move(name, inside);
        Files.createSymbolicLink(name, inside);
        Layouts.read(place, source -> assertThat(source.manifest(V1)).isPresent());
        Files.writeString(inside, "other");
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.HASH_MISMATCH, () -> source.manifest(V1));
        }
        write(place, store -> store.pushManifest(image.manifest()));
        assertThat(Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(inside).hasContent("other");
    }

    @Attack("P10")
    @Test
    void aBlobOfALayoutOnTheSameDiskIsLinkedAfterItWasChecked() throws IOException {
        Place.LayoutPlace second = Layouts.directory(folder.resolve("second"));
        Descriptor good = Samples.layer(image.blobs().get(0));
        Descriptor bad = Samples.layer(image.blobs().get(1));
        Files.writeString(blob(layout, bad.digest()), "poison");
        try (Store store = LayoutStore.writing(second)) {
            assertThat(store.mountBlob(good, place)).isTrue();
            assertThat(store.mountBlob(good, place)).as("again").isTrue();
            assertThat(store.mountBlob(bad, place)).isFalse();
            assertThat(store.mountBlob(Samples.layer(Bytes.utf8("absent")), place))
                    .isFalse();
            assertThat(store.mountBlob(good, new Place.RegistryPlace("localhost", "a")))
                    .isFalse();
            assertThat(store.hasBlob(good)).isTrue();
            assertThat(store.hasBlob(bad)).isFalse();
        }
        assertThat(Layouts.files(second.path())).noneMatch(name -> name.endsWith(".part"));
    }
}
