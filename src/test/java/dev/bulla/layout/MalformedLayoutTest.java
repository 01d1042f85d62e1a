package dev.bulla.layout;

import static dev.bulla.layout.Layouts.assertRefused;
import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of a layout that are not what they should be are refused, by readers and writers, and left as they are. */
class MalformedLayoutTest {
    private static final Tag V1 = new Tag("v1");

    @TempDir
    Path layout;

    private Place.LayoutPlace place;
    private Image image;

    @BeforeEach
    void makeLayout() {
        place = Layouts.directory(layout);
        image = Samples.image(1);
        write(place, store -> store.tag(image.pushTo(store).manifest(), V1));
    }

    @Test
    void anEntryOfTheWrongSizeOrTypeIsRefused() throws IOException {
        String text = Files.readString(layout.resolve("index.json"));
        long size = image.manifest().raw().length();
        Files.writeString(layout.resolve("index.json"), text.replace("\"size\":" + size, "\"size\":" + (size + 1)));
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.HASH_MISMATCH, () -> source.manifest(V1));
        }
        int entry = text.indexOf("\"manifests\"");
        Files.writeString(
                layout.resolve("index.json"),
                text.substring(0, entry) + text.substring(entry).replace("image.manifest.v1", "image.index.v1"));
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.AMBIGUOUS, () -> source.manifest(V1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "<html>",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1,\"manifests\":[]}",
                "{\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":{}}",
                "{\"schemaVersion\":2,\"manifests\":[{}]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[]}{}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"a/b\",\"size\":1,\"digest\":\"sha1:00\"}]}"
            })
    void anIndexThatCannotBeReadIsRefusedWithItsPathByReadersAndWriters(String text) throws IOException {
        Files.writeString(layout.resolve("index.json"), text);
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.MALFORMED, () -> source.manifest(V1));
            assertThatThrownBy(() -> source.referrers(image.digest()))
                    .hasMessageStartingWith(layout.resolve("index.json").toString());
        }
        assertRefused(ReasonCode.MALFORMED, () -> write(place, store -> store.tag(image.manifest(), V1)));
        assertThat(layout.resolve("index.json")).hasContent(text);
    }

    @Test
    void anIndexThatIsSomethingElseIsAmbiguous() throws IOException {
        for (String text : List.of(
                "{\"schemaVersion\":2,\"manifests\":[],\"config\":{}}",
                "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}")) {
            Files.writeString(layout.resolve("index.json"), text);
            try (Source source = LayoutStore.reading(place)) {
                assertRefused(ReasonCode.AMBIGUOUS, () -> source.manifest(V1));
            }
        }
    }

    @Test
    void anIndexWithoutEntriesMayBeNullAndAMissingOneMayNot() throws IOException {
        Files.writeString(layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":null}");
        Layouts.read(place, source -> assertThat(source.manifest(V1)).isEmpty());
        Files.delete(layout.resolve("index.json"));
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.MALFORMED, () -> source.manifest(V1));
        }
        assertRefused(ReasonCode.MALFORMED, () -> write(place, store -> store.tag(image.manifest(), V1)));
    }

    @Test
    void anIndexBeyondTheLimitsIsNotReadAndNotWritten() throws IOException {
        String padding = " ".repeat(4 << 20);
        Files.writeString(layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}" + padding);
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> source.manifest(V1));
        }
        String nearly = "{\"schemaVersion\":2,\"manifests\":[],\"x\":\"" + "x".repeat((4 << 20) - 60) + "\"}";
        Files.writeString(layout.resolve("index.json"), nearly);
        assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> write(place, store -> store.tag(image.manifest(), V1)));
        assertThat(layout.resolve("index.json")).hasContent(nearly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"imageLayoutVersion\":\"1.0.1\"}", "{\"imageLayoutVersion\":1}", "{}", "", "1.0.0"})
    void aLayoutOfAnotherVersionIsRefused(String marker) throws IOException {
        Files.writeString(layout.resolve("oci-layout"), marker);
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.reading(place));
        assertRefused(ReasonCode.MALFORMED, () -> LayoutStore.writing(place));
    }

    @Test
    void aDirectoryWithoutMarkerIsNoLayout() throws IOException {
        Files.delete(layout.resolve("oci-layout"));
        assertThatThrownBy(() -> LayoutStore.reading(place)).isInstanceOf(NotFoundException.class);
    }
}
