package dev.bulla.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Layouts on the disk as tests make, read and spoil them: through the file system, not through the store. */
final class Layouts {
    private Layouts() {}

    static Place.LayoutPlace directory(Path path) {
        return new Place.LayoutPlace(path, false);
    }

    static Place.LayoutPlace tar(Path path) {
        return new Place.LayoutPlace(path, true);
    }

    static void write(Place.LayoutPlace place, Consumer<Store> work) {
        try (Store store = LayoutStore.writing(place)) {
            work.accept(store);
        }
    }

    static void read(Place.LayoutPlace place, Consumer<Source> look) {
        try (Source source = LayoutStore.reading(place)) {
            look.accept(source);
        }
    }

    static Path blob(Path layout, Digest digest) {
        return layout.resolve("blobs").resolve(digest.algorithm().wireName()).resolve(digest.hex());
    }

    static Json.Obj index(Path layout) throws IOException {
        return JsonReader.with(JsonLimits.manifest())
                .readObject(Bytes.adopt(Files.readAllBytes(layout.resolve("index.json"))));
    }

    static void index(Path layout, Json document) throws IOException {
        Files.write(layout.resolve("index.json"), PlainWriter.write(document).toByteArray());
    }

    static List<Json> entries(Path layout) throws IOException {
        return ((Json.Arr) index(layout).get("manifests").orElseThrow()).items();
    }

    /** Value of an annotation of an entry of the index. */
    static Optional<String> annotation(Json entry, String name) {
        return ((Json.Obj) entry)
                .get("annotations")
                .flatMap(annotations -> ((Json.Obj) annotations).get(name))
                .map(text -> ((Json.Text) text).value());
    }

    /** All files below a directory, as text relative to it. */
    static List<String> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    static void assertRefused(ReasonCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).as(e.getMessage()).isEqualTo(code));
    }
}
