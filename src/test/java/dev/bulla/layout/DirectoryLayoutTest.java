package dev.bulla.layout;

import static dev.bulla.layout.Layouts.annotation;
import static dev.bulla.layout.Layouts.assertRefused;
import static dev.bulla.layout.Layouts.blob;
import static dev.bulla.layout.Layouts.entries;
import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.StorageException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a layout directory is on the disk (image-spec 1.1, "Image Layout"), and what the disk may do to it. */
class DirectoryLayoutTest {
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

    @Test
    void aLayoutIsTheFilesThatTheSpecificationNames() throws IOException {
        assertThat(Files.readString(layout.resolve("oci-layout"))).isEqualTo("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(Layouts.files(layout))
                .hasSize(7)
                .contains(
                        "oci-layout",
                        "index.json",
                        "index.json.lock",
                        "blobs/sha256/" + image.digest().hex());
        assertThat(Files.readAllBytes(blob(layout, image.digest())))
                .isEqualTo(image.manifest().raw().toByteArray());
        assertThat(entries(layout)).hasSize(1);
        assertThat(annotation(entries(layout).get(0), LayoutIndex.REF_NAME)).contains("v1");
    }

    @Test
    void contentOfTheLongerHashHasAFolderOfItsOwn() {
        Bytes content = Samples.bytes(4, 5000);
        Descriptor blob = Samples.layer(HashFunction.SHA512, content);
        write(place, store -> store.pushBlob(blob, Content.of(content)));
        assertThat(blob(layout, blob.digest())).hasBinaryContent(content.toByteArray());
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.blobBytes(blob, 5000)).isEqualTo(content);
        }
    }

    @Test
    void aDirectoryThatIsAbsentCannotBeReadAndIsMadeByTheFirstWrite() {
        Place.LayoutPlace absent = Layouts.directory(folder.resolve("a/b"));
        assertThatThrownBy(() -> LayoutStore.reading(absent))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("is no image layout");
        try (Store store = LayoutStore.writing(absent)) {
            assertThat(store.manifest(V1)).isEmpty();
            assertThat(store.hasBlob(Samples.layer(Bytes.empty()))).isFalse();
            assertThat(folder.resolve("a")).doesNotExist();
            image.pushTo(store);
        }
        Layouts.read(
                absent, source -> assertThat(source.hasManifest(image.digest())).isTrue());
    }

    @Test
    void somebodysDirectoryIsNotFilled() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(home.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> write(Layouts.directory(home), store -> image.pushTo(store)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("neither an image layout nor empty");
        assertThat(Layouts.files(home)).containsExactly("letter.txt");
    }

    @Attack("P10")
    @Test
    void aPoisonedBlobIsRefusedWhenReadAndReplacedByTheRightOne_P10() throws IOException {
        Bytes content = image.blobs().get(0);
        Descriptor blob = Samples.layer(content);
        for (Bytes poison : new Bytes[] {Samples.bytes(9, content.length()), Bytes.utf8("short"), Bytes.empty()}) {
            Files.write(blob(layout, blob.digest()), poison.toByteArray());
            try (Source source = LayoutStore.reading(place)) {
                assertThat(source.hasBlob(blob)).isFalse();
                assertRefused(ReasonCode.HASH_MISMATCH, () -> source.blob(blob).readAllBytes());
            }
            write(place, store -> store.pushBlob(blob, Content.of(content)));
            assertThat(blob(layout, blob.digest())).hasBinaryContent(content.toByteArray());
        }
    }

    @Attack("P10")
    @Test
    void aPoisonedManifestIsRefusedWhenReadAndReplacedByTheRightOne_P10() throws IOException {
        Bytes other = Samples.image(2).manifest().raw();
        Files.write(blob(layout, image.digest()), other.toByteArray());
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.hasManifest(image.digest())).isFalse();
            assertRefused(ReasonCode.HASH_MISMATCH, () -> source.manifest(image.digest()));
            assertRefused(ReasonCode.HASH_MISMATCH, () -> source.manifest(V1));
        }
        write(place, store -> store.pushManifest(image.manifest()));
        assertThat(blob(layout, image.digest()))
                .hasBinaryContent(image.manifest().raw().toByteArray());
    }

    @Attack("P6")
    @Test
    void contentThatTurnsOutWrongLeavesNoFileBehind() throws IOException {
        List<Path> before = files();
        Descriptor expected = Samples.layer(Bytes.utf8("expected"));
        try (Store store = LayoutStore.writing(place)) {
            for (String wrong : List.of("reversed", "short", "longer than expected")) {
                assertRefused(ReasonCode.HASH_MISMATCH, () -> store.pushBlob(expected, Content.of(Bytes.utf8(wrong))));
                assertThat(files()).isEqualTo(before);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(layout)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Attack("O16")
    @Test
    void aTagWhoseManifestIsGoneIsIncompleteNotAbsent() throws IOException {
        Files.delete(blob(layout, image.digest()));
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.INCOMPLETE, () -> source.manifest(V1));
            assertThat(source.manifest(image.digest())).isEmpty();
        }
    }

    @Test
    void anOversizedManifestIsNotReadIntoMemory() throws IOException {
        Files.write(blob(layout, image.digest()), new byte[(4 << 20) + 1]);
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> source.manifest(image.digest()));
        }
    }

    @Attack("O23")
    @Test
    void whatIsNoFileIsNotOpened() throws IOException {
        Files.delete(blob(layout, image.digest()));
        Files.createDirectory(blob(layout, image.digest()));
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.MALFORMED, () -> source.manifest(image.digest()));
        }
    }

    @Test
    void aWriterThatWasKilledLeavesAWholeLayoutAndItsRemainsAreSwept() throws IOException {
        Path remains = Files.writeString(layout.resolve(".bulla-1-1.part"), "half a blob");
        Path recent = Files.writeString(layout.resolve(".bulla-2-1.part"), "half a blob");
        Files.setLastModifiedTime(remains, FileTime.fromMillis(0));
        Layouts.read(place, source -> assertThat(source.manifest(V1)).isPresent());
        write(place, store -> Samples.image(2).pushTo(store));
        assertThat(remains).doesNotExist();
        assertThat(recent).as("may still be written").exists();
    }

    @Test
    void aWriterKilledBeforeItsFirstTagLeavesAnEmptyLayoutThatTheNextContinues() throws IOException {
        Path fresh = folder.resolve("fresh");
        LayoutStore abandoned = LayoutStore.writing(Layouts.directory(fresh));
        image.pushTo(abandoned);
        Layouts.read(
                Layouts.directory(fresh),
                source -> assertThat(source.manifest(V1)).isEmpty());
        Files.delete(fresh.resolve("oci-layout"));
        assertThatThrownBy(() -> LayoutStore.reading(Layouts.directory(fresh))).isInstanceOf(NotFoundException.class);
        write(Layouts.directory(fresh), store -> store.tag(image.pushTo(store).manifest(), V1));
        Layouts.read(
                Layouts.directory(fresh),
                source -> assertThat(source.manifest(V1).map(Manifest::digest)).contains(image.digest()));
        abandoned.close();
    }

    @Test
    void anIndexKeepsThePermissionsItHas() throws IOException {
        Files.setPosixFilePermissions(layout.resolve("index.json"), PosixFilePermissions.fromString("rw-r-----"));
        write(place, store -> store.tag(image.manifest(), new Tag("v2")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.resolve("index.json"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aDamagedOrMissingManifestCanStillBeDeleted() throws IOException {
        Files.writeString(blob(layout, image.digest()), "damaged");
        write(place, store -> store.delete(image.digest()));
        assertThat(blob(layout, image.digest())).doesNotExist();
        assertThat(entries(layout)).isEmpty();
        write(place, store -> {
            store.tag(image.manifest(), V1);
            assertThatThrownBy(() -> store.delete(Samples.image(2).digest())).isInstanceOf(NotFoundException.class);
        });
        Files.delete(blob(layout, image.digest()));
        write(place, store -> store.delete(image.digest()));
        assertThat(entries(layout)).isEmpty();
    }

    @Test
    void whatWasOpenedForReadingCannotBeWrittenTo() {
        try (Source source = LayoutStore.reading(place)) {
            Store forced = (Store) source;
            assertThatThrownBy(() -> image.pushTo(forced)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> forced.delete(image.digest())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void afterCloseNothingWorks() {
        LayoutStore store = LayoutStore.writing(place);
        store.close();
        store.close();
        assertThatThrownBy(() -> store.manifest(V1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.tag(image.manifest(), V1)).isInstanceOf(IllegalStateException.class);
    }
}
