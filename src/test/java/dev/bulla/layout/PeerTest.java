package dev.bulla.layout;

import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import dev.bulla.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other programs read what is written here, and what they write is read here. */
class PeerTest {
    private static final Tag V1 = new Tag("v1");

    @TempDir
    Path folder;

    private Manifest image;
    private Manifest second;
    private Manifest index;
    private Image note;

    static List<Peer> peers() {
        return Peer.all();
    }

    @BeforeEach
    void makeManifests() {
        image = image(1);
        second = image(2);
        index = Samples.index(List.of(image, second));
        note = Samples.attachment(index.descriptor(), 1);
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aPeerReadsADirectoryAndItsDirectoryIsRead(Peer peer) throws IOException {
        goThrough(peer, Layouts.directory(folder.resolve("ours")), Layouts.directory(folder.resolve("theirs")));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aPeerReadsATarAndItsTarIsRead(Peer peer) throws IOException {
        goThrough(peer, Layouts.tar(folder.resolve("ours.tar")), Layouts.tar(folder.resolve("theirs.tar")));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void attachmentsThatAPeerCopiedWithTheirCarrierAreFound(Peer peer) throws IOException {
        Place.LayoutPlace ours = Layouts.directory(folder.resolve("ours"));
        Place.LayoutPlace theirs = Layouts.directory(folder.resolve("theirs"));
        fill(ours);
        peer.copy(ours, "v1", theirs);
        Layouts.read(
                theirs,
                source -> assertThat(source.referrers(index.digest()).entries())
                        .as("the tag alone brings no attachments")
                        .isEmpty());
        peer.copy(ours, "v1.signed", theirs);
        Layouts.read(
                theirs,
                source -> assertThat(source.referrers(index.digest()).entries())
                        .extracting(Descriptor::digest)
                        .containsExactly(note.digest()));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void attachmentsStayWhenAPeerAddsSomethingElse(Peer peer) throws IOException {
        Place.LayoutPlace ours = Layouts.directory(folder.resolve("ours"));
        Place.LayoutPlace more = Layouts.directory(folder.resolve("more"));
        fill(ours);
        write(more, store -> {
            pushImage(store, 5);
            store.tag(image(5), new Tag("five"));
        });
        peer.copy(more, "five", ours);
        try (Source source = LayoutStore.reading(ours)) {
            assertThat(source.manifest(new Tag("five")).map(Manifest::raw)).contains(image(5).raw());
            assertThat(source.manifest(V1).map(Manifest::raw)).contains(index.raw());
            assertThat(source.referrers(index.digest()).entries()).hasSize(1);
        }
        write(ours, store -> store.tag(image, new Tag("five")));
        Layouts.read(
                ours,
                source -> assertThat(source.manifest(new Tag("five")).map(Manifest::digest))
                        .contains(image.digest()));
    }

    @Test
    void aLayoutThatRepeatsItsEntriesIsReadAndWrittenWithoutLosingThem() throws IOException {
        Path layout = Files.createDirectory(folder.resolve("repeated"));
        Optional<Path> real = Vectors.path("cnab-go/hello-world-layout");
        if (real.isPresent()) {
            copyTree(real.get(), layout);
        } else {
            repeated(layout);
        }
        Place.LayoutPlace place = Layouts.directory(layout);
        List<Json> before = Layouts.entries(layout);
        assertThat(before).hasSize(8);
        write(place, store -> {
            pushImage(store, 1);
            store.tag(image, V1);
            Samples.attachment(image.descriptor(), 1).attachTo(store);
        });
        assertThat(Layouts.entries(layout).subList(0, 8)).isEqualTo(before);
        Descriptor listed = LayoutIndex.parse(Bytes.adopt(Files.readAllBytes(layout.resolve("index.json"))), "test")
                .descriptors()
                .get(0);
        try (Source source = LayoutStore.reading(place)) {
            Manifest manifest = source.manifest(listed.digest()).orElseThrow();
            assertThat(manifest.descriptor().pointsAtSameAs(listed)).isTrue();
            for (Descriptor below : manifest.successors()) {
                assertThat(source.blobBytes(below, 1 << 20).length()).isEqualTo((int) below.size());
            }
        }
    }

    private void goThrough(Peer peer, Place.LayoutPlace ours, Place.LayoutPlace theirs) throws IOException {
        fill(ours);
        peer.copy(ours, "v1", theirs);
        try (Source source = LayoutStore.reading(theirs)) {
            assertThat(source.manifest(V1).map(Manifest::raw)).contains(index.raw());
            for (Manifest child : List.of(image, second)) {
                assertThat(source.manifest(child.digest()).map(Manifest::raw)).contains(child.raw());
                for (Descriptor below : child.successors()) {
                    assertThat(source.blobBytes(below, 10_000).length()).isEqualTo((int) below.size());
                }
            }
        }
    }

    private void fill(Place.LayoutPlace place) {
        write(place, store -> {
            pushImage(store, 1);
            pushImage(store, 2);
            store.tag(index, V1);
            note.attachTo(store);
            store.tag(Samples.index(List.of(note.manifest())), new Tag("v1.signed"));
        });
    }

    private void repeated(Path layout) throws IOException {
        write(Layouts.directory(layout), store -> {
            pushImage(store, 9);
            store.tag(image(9), new Tag("name"));
        });
        String name = "docker.io/library/hello@" + image(9).digest();
        Json entry = ((Json.Obj) Layouts.entries(layout).get(0))
                .with("annotations", Descriptor.annotationsJson(Map.of(LayoutIndex.REF_NAME, name)));
        Layouts.index(layout, Layouts.index(layout).with("manifests", new Json.Arr(Collections.nCopies(8, entry))));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }

    /** An image that every tool takes for one. */
    private static Manifest image(long seed) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.whole(2));
        members.put("mediaType", Json.text(MediaType.OCI_MANIFEST.value()));
        members.put("config", config(seed).toJson());
        members.put("layers", new Json.Arr(List.of(layer(seed).toJson())));
        return Samples.manifest(members);
    }

    private static Descriptor config(long seed) {
        return Descriptor.of(new MediaType("application/vnd.oci.image.config.v1+json"), configBytes(seed));
    }

    private static Bytes configBytes(long seed) {
        return Bytes.utf8(
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Digest.of(Samples.bytes(seed, 5000)) + "\"]}}");
    }

    private static Descriptor layer(long seed) {
        return Descriptor.of(new MediaType("application/vnd.oci.image.layer.v1.tar+gzip"), zipped(seed));
    }

    /** Tools compress layers that are not compressed, and change the digest. */
    private static Bytes zipped(long seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            Samples.bytes(seed, 5000).writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.adopt(out.toByteArray());
    }

    private static void pushImage(Store store, long seed) {
        store.pushBlob(layer(seed), Content.of(zipped(seed)));
        store.pushBlob(config(seed), Content.of(configBytes(seed)));
        store.pushManifest(image(seed));
    }
}
