package dev.bulla.layout;

import static dev.bulla.layout.Layouts.assertRefused;
import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layout as a tar file: what is written, when it appears, and what stays as it was. */
class TarLayoutTest {
    private static final Tag V1 = new Tag("v1");

    @TempDir
    Path folder;

    private Path file;
    private Place.LayoutPlace place;
    private Image image;

    @BeforeEach
    void name() {
        file = folder.resolve("layout.tar");
        place = Layouts.tar(file);
        image = Samples.image(1);
    }

    @Test
    void headersSayNothingOfWhoWroteItAndWhen() throws IOException {
        Bytes content = Bytes.utf8("by the longer hash");
        write(place, store -> {
            store.pushBlob(Samples.layer(HashFunction.SHA512, content), Content.of(content));
            store.tag(image.pushTo(store).manifest(), V1);
        });
        List<String> headers = Tars.headers(Files.readAllBytes(file));
        assertThat(headers).hasSize(8);
        assertThat(headers)
                .allMatch(header -> header.endsWith("mode 0000644 ids 0000000,0000000 time 00000000000 names '',''"));
        assertThat(headers.get(headers.size() - 1)).startsWith("index.json type 0");
    }

    @Test
    void theSameContentInTheSameOrderIsTheSameFile() throws IOException {
        Path second = folder.resolve("second.tar");
        for (Path each : List.of(file, second)) {
            write(Layouts.tar(each), store -> {
                store.tag(image.pushTo(store).manifest(), V1);
                Samples.attachment(image.manifest().descriptor(), 1).attachTo(store);
            });
        }
        assertThat(second).hasSameBinaryContentAs(file);
    }

    @Test
    void whatTheFileHeldIsCarriedOver() throws IOException {
        new Tars()
                .layout()
                .file("manifest.json", "[]")
                .member("blobs/", '5', Bytes.empty(), "")
                .file("blobs/sha256/" + Digest.of(Bytes.utf8("old")).hex(), "old")
                .to(file);
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        write(place, store -> store.tag(Samples.image(2).pushTo(store).manifest(), new Tag("v2")));
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.blobBytes(Samples.layer(Bytes.utf8("old")), 3)).isEqualTo(Bytes.utf8("old"));
            assertThat(source.manifest(V1)).isPresent();
            assertThat(source.manifest(new Tag("v2"))).isPresent();
        }
        assertThat(Tars.headers(Files.readAllBytes(file)))
                .anyMatch(header -> header.startsWith("manifest.json type 0"));
    }

    @Test
    void nothingAppearsBeforeTheStoreIsClosed() throws IOException {
        LayoutStore store = LayoutStore.writing(place);
        store.tag(image.pushTo(store).manifest(), V1);
        assertThat(store.manifest(V1)).isPresent();
        assertThat(file).doesNotExist();
        store.close();
        assertThat(file).exists();
        assertThat(Layouts.files(folder)).containsExactly(".layout.tar.lock", "layout.tar");
    }

    @Test
    void contentThatNoEntryLeadsToIsNotPublished() throws IOException {
        write(place, image::pushTo);
        assertThat(file).doesNotExist();
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> write(place, store -> {
                    Samples.image(2).pushTo(store);
                    store.pushBlob(Samples.layer(Bytes.utf8("right")), Content.of(Bytes.utf8("wrong")));
                }))
                .isInstanceOf(RejectedException.class);
        assertThat(file).hasBinaryContent(before);
        assertThat(Layouts.files(folder)).containsExactly(".layout.tar.lock", "layout.tar");
    }

    @Test
    void aRefusedBlobLeavesNoBytesInTheFile() throws IOException {
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        Path other = folder.resolve("other.tar");
        write(Layouts.tar(other), store -> {
            Descriptor large = Samples.layer(Samples.bytes(3, 200_000));
            assertRefused(ReasonCode.HASH_MISMATCH, () -> store.pushBlob(large, Content.of(Samples.bytes(4, 200_000))));
            assertRefused(ReasonCode.HASH_MISMATCH, () -> store.pushBlob(large, Content.of(Samples.bytes(3, 100_000))));
            assertRefused(ReasonCode.HASH_MISMATCH, () -> store.pushBlob(large, Content.of(Samples.bytes(3, 300_000))));
            store.tag(image.pushTo(store).manifest(), V1);
        });
        assertThat(other).hasSameBinaryContentAs(file);
    }

    @Test
    void aWriterThatWasKilledLeavesTheOldFile() throws IOException {
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        byte[] before = Files.readAllBytes(file);
        Path copy = folder.resolve("crash");
        LayoutStore abandoned = LayoutStore.writing(place);
        abandoned.tag(Samples.image(2).pushTo(abandoned).manifest(), V1);
        Files.createDirectory(copy);
        for (String name : List.of("layout.tar", ".layout.tar.lock")) { // what a crash leaves, seen by the next process
            Files.copy(folder.resolve(name), copy.resolve(name));
        }
        assertThat(file).hasBinaryContent(before);
        Place.LayoutPlace afterwards = Layouts.tar(copy.resolve("layout.tar"));
        write(afterwards, store -> store.tag(Samples.image(3).pushTo(store).manifest(), V1));
        Layouts.read(
                afterwards,
                source -> assertThat(source.manifest(V1).map(Manifest::digest))
                        .contains(Samples.image(3).digest()));
        abandoned.close();
    }

    @Test
    void aReaderKeepsWhatItOpenedWhenTheFileIsReplaced() {
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        try (Source before = LayoutStore.reading(place)) {
            write(place, store -> store.tag(Samples.image(2).pushTo(store).manifest(), V1));
            assertThat(before.manifest(V1).map(Manifest::digest)).contains(image.digest());
            assertThat(before.blobBytes(Samples.layer(image.blobs().get(0)), 5000))
                    .isEqualTo(image.blobs().get(0));
        }
    }

    @Test
    void aFileThatAnotherProgramReplacedMeanwhileIsNotOverwritten() throws IOException {
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        LayoutStore store = LayoutStore.writing(place);
        store.tag(Samples.image(2).pushTo(store).manifest(), V1);
        Files.delete(file);
        new Tars().layout().file("theirs", "work").to(file);
        byte[] theirs = Files.readAllBytes(file);
        assertThatThrownBy(store::close).isInstanceOf(ConflictException.class);
        assertThat(file).hasBinaryContent(theirs);

        Place.LayoutPlace fresh = Layouts.tar(folder.resolve("fresh.tar"));
        LayoutStore first = LayoutStore.writing(fresh);
        first.tag(image.pushTo(first).manifest(), V1);
        Files.write(fresh.path(), theirs);
        assertThatThrownBy(first::close).isInstanceOf(ConflictException.class);
        assertThat(fresh.path()).hasBinaryContent(theirs);
    }

    @Attack("P10")
    @Test
    void aPoisonedBlobIsRefusedWhenReadAndReplacedByTheRightOne_P10() throws IOException {
        Bytes content = image.blobs().get(0);
        Descriptor blob = Samples.layer(content);
        new Tars()
                .layout()
                .file("blobs/sha256/" + blob.digest().hex(), "poison")
                .to(file);
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.hasBlob(blob)).isFalse();
            assertRefused(ReasonCode.HASH_MISMATCH, () -> source.blob(blob).readAllBytes());
        }
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        Layouts.read(place, source -> assertThat(source.blobBytes(blob, 5000)).isEqualTo(content));
    }

    @Test
    void whatWasPushedAndDeletedInOneGoIsNotInTheFile() throws IOException {
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        Path other = folder.resolve("other.tar");
        write(Layouts.tar(other), store -> {
            store.pushManifest(Samples.image(2).manifest());
            store.delete(Samples.image(2).digest());
            store.tag(image.pushTo(store).manifest(), V1);
            store.pushManifest(Samples.image(3).manifest());
            store.delete(Samples.image(3).digest());
        });
        assertThat(other).hasSameBinaryContentAs(file);
    }

    @Test
    void aLinkToAFileStaysALinkAndPermissionsStay() throws IOException {
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(folder.resolve("link.tar"), file);
        write(
                Layouts.tar(link),
                store -> store.tag(Samples.image(2).pushTo(store).manifest(), V1));
        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Layouts.read(
                place,
                source -> assertThat(source.manifest(V1).map(Manifest::digest))
                        .contains(Samples.image(2).digest()));
    }

    @Test
    void namesMayBeginWithADotAndHeadersMayBeExtended() throws IOException {
        Bytes content = Bytes.utf8("content");
        Digest long_ = Digest.of(HashFunction.SHA512, content);
        Digest gnu = Digest.of(HashFunction.SHA512, image.manifest().raw());
        Descriptor entry = Descriptor.of(
                image.manifest().mediaType(), gnu, image.manifest().raw().length());
        LayoutIndex index = LayoutIndex.empty().withTag(V1, entry, digest -> false);
        new Tars()
                .member("pax_global_header", 'g', Tars.pax("comment", "made by hand"), "")
                .member("./", '5', Bytes.empty(), "")
                .file("./oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .member("./blobs/", '5', Bytes.empty(), "")
                .member("x", 'x', Tars.pax("mtime", "1.5").concat(Tars.pax("path", name(long_))), "")
                .file("blobs/sha512/cut", content)
                .member("././@LongLink", 'L', Bytes.utf8("./" + name(gnu) + "\0"), "")
                .file("./blobs/sha512/cut", image.manifest().raw())
                .file("./index.json", index.toBytes())
                .to(file);
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.blobBytes(Samples.layer(HashFunction.SHA512, content), 10))
                    .isEqualTo(content);
            assertThat(source.manifest(V1).map(Manifest::raw))
                    .contains(image.manifest().raw());
        }
    }

    @Test
    void aMissingFolderIsMadeAndAFolderThatCannotBeMadeIsAnErrorOfTheDisk() throws IOException {
        Place.LayoutPlace deep = Layouts.tar(folder.resolve("a/b/c.tar"));
        write(deep, store -> store.tag(image.pushTo(store).manifest(), V1));
        assertThat(deep.path()).exists();
        Files.writeString(folder.resolve("plain"), "file");
        assertThatThrownBy(() -> LayoutStore.writing(Layouts.tar(folder.resolve("plain/x.tar"))))
                .isInstanceOf(StorageException.class);
    }

    private static String name(Digest digest) {
        return "blobs/" + digest.algorithm().wireName() + "/" + digest.hex();
    }
}
