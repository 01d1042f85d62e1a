package dev.bulla.layout;

import static dev.bulla.layout.Layouts.annotation;
import static dev.bulla.layout.Layouts.assertRefused;
import static dev.bulla.layout.Layouts.entries;
import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file {@code index.json}: tags, attachments, and what others keep there (oci-graph 4). */
class IndexFileTest {
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
    void entriesAndMembersOfOthersAreKeptWithTheirValueAndOrder() throws IOException {
        Json foreign =
                parse("{\"digest\":\"" + Samples.image(7).digest() + "\",\"x-first\":[1.50,null,{\"b\":1,\"a\":2}],"
                        + "\"size\":10,\"mediaType\":\"application/vnd.example.unknown\","
                        + "\"annotations\":{\"z\":\"\u00e4\",\"org.opencontainers.image.ref.name\":\"host/x@sha256:1\",\"a\":\"\"},"
                        + "\"platform\":{\"os\":\"linux\",\"os.version\":\"1\"}}");
        Json.Obj document = Layouts.index(layout);
        List<Json> entries = new ArrayList<>(entries(layout));
        entries.add(0, foreign);
        Layouts.index(
                layout,
                document.with("manifests", new Json.Arr(entries))
                        .with("annotations", parse("{\"k\":\"v\"}"))
                        .with("x-last", parse("1e400")));
        write(place, store -> {
            store.tag(Samples.image(2).pushTo(store).manifest(), V1);
            Samples.attachment(image.manifest().descriptor(), 1).attachTo(store);
            store.tag(image.manifest(), new Tag("other"));
        });
        assertThat(Layouts.index(layout).members().keySet())
                .containsExactly("schemaVersion", "mediaType", "manifests", "annotations", "x-last");
        assertThat(Layouts.index(layout).get("annotations")).contains(parse("{\"k\":\"v\"}"));
        assertThat(Layouts.index(layout).get("x-last")).contains(parse("1e400"));
        assertThat(text(entries(layout).get(0))).isEqualTo(text(foreign));
    }

    @Test
    void aMovedTagLeavesNoEntryThatNobodyNeeds() throws IOException {
        write(place, store -> store.tag(Samples.image(2).pushTo(store).manifest(), V1));
        assertThat(digests()).containsExactly(Samples.image(2).digest().toString());
        assertThat(Layouts.blob(layout, image.digest())).exists();
    }

    @Test
    void anEntryThatLosesItsNameStaysWhenSomethingIsAttachedToItOrToAChildOfIt() throws IOException {
        Manifest index = Samples.index(List.of(image.manifest()));
        Image note = Samples.attachment(image.manifest().descriptor(), 1);
        write(place, store -> {
            store.tag(index, V1);
            note.attachTo(store);
            store.tag(Samples.image(2).pushTo(store).manifest(), V1);
        });
        assertThat(digests())
                .containsExactlyInAnyOrder(
                        index.digest().toString(),
                        note.digest().toString(),
                        Samples.image(2).digest().toString());
        assertThat(entries(layout).stream()
                        .filter(entry -> annotation(entry, LayoutIndex.REF_NAME).isPresent()))
                .hasSize(1);
    }

    @Test
    void aCarrierThatLosesItsNameStaysWhileItAloneLeadsToAnAttachment() throws IOException {
        Image first = Samples.attachment(image.manifest().descriptor(), 1);
        Image second = Samples.attachment(image.manifest().descriptor(), 2);
        Manifest one = Samples.index(List.of(first.manifest()));
        Manifest both = Samples.index(List.of(first.manifest(), second.manifest()));
        Manifest onlySecond = Samples.index(List.of(second.manifest()));
        Tag carrier = Tag.carrierOf(image.digest());
        write(place, store -> {
            first.pushTo(store);
            second.pushTo(store);
            store.tag(one, carrier);
            store.tag(both, carrier);
        });
        assertThat(digests()).doesNotContain(one.digest().toString());
        write(place, store -> store.tag(onlySecond, carrier));
        assertThat(digests())
                .contains(both.digest().toString(), onlySecond.digest().toString());
        Layouts.read(
                place,
                source -> assertThat(source.referrers(image.digest()).entries())
                        .extracting(Descriptor::digest)
                        .containsExactlyInAnyOrder(first.digest(), second.digest()));
    }

    @Test
    void anAnnotationOfAnAttachmentIsNotTakenForATag() throws IOException {
        Json.Obj honest = (Json.Obj) parse(Samples.attachment(image.manifest().descriptor(), 1)
                .manifest()
                .raw()
                .asUtf8()
                .orElseThrow());
        Manifest claims = Samples.manifest(honest.with(
                        "annotations", Descriptor.annotationsJson(Map.of(LayoutIndex.REF_NAME, "v1", "kept", "yes")))
                .members());
        write(place, store -> {
            Samples.attachment(image.manifest().descriptor(), 1).pushTo(store);
            store.attach(claims);
        });
        try (Source source = LayoutStore.reading(place)) {
            assertThat(source.manifest(V1).map(Manifest::digest)).contains(image.digest());
            assertThat(source.referrers(image.digest()).entries().get(0).annotations())
                    .containsEntry("kept", "yes");
        }
        assertThat(annotation(entries(layout).get(1), LayoutIndex.REF_NAME)).isEmpty();
        assertThat(annotation(entries(layout).get(1), "kept")).contains("yes");
    }

    @Test
    void namesWithSlashesAreTagsOfALayout() {
        Tag head = new Tag("tuf/latest");
        write(place, store -> store.tag(image.manifest(), head));
        Layouts.read(place, source -> assertThat(source.manifest(head)).isPresent());
    }

    @Test
    void anEntryThatIsRepeatedIsOneTag() throws IOException {
        Json entry = entries(layout).get(0);
        Layouts.index(layout, Layouts.index(layout).with("manifests", new Json.Arr(List.of(entry, entry, entry))));
        Layouts.read(place, source -> assertThat(source.manifest(V1)).isPresent());
        write(place, store -> store.tag(Samples.image(2).pushTo(store).manifest(), V1));
        assertThat(digests()).containsExactly(Samples.image(2).digest().toString());
    }

    @Test
    void aNameThatMeansTwoManifestsIsRefusedUntilItIsGivenAnew() throws IOException {
        write(place, store -> store.tag(Samples.image(2).pushTo(store).manifest(), new Tag("v2")));
        String text = Files.readString(layout.resolve("index.json")).replace("\"v2\"", "\"v1\"");
        Files.writeString(layout.resolve("index.json"), text);
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.AMBIGUOUS, () -> source.manifest(V1));
        }
        write(place, store -> store.tag(image.manifest(), V1));
        Layouts.read(
                place,
                source -> assertThat(source.manifest(V1).map(Manifest::digest)).contains(image.digest()));
    }

    @Test
    void withoutTagTheOnlyArtifactIsMeant() {
        Reference unnamed = new Reference(place, Optional.empty(), Optional.empty());
        write(place, store -> {
            Image note = Samples.attachment(image.manifest().descriptor(), 1).attachTo(store);
            store.tag(Samples.index(List.of(note.manifest())), Tag.carrierOf(image.digest()));
            store.tag(Samples.image(5).pushTo(store).manifest(), new Tag("tuf/latest"));
        });
        Layouts.read(
                place,
                source -> assertThat(source.manifest(unnamed).map(Manifest::digest))
                        .contains(image.digest()));
        write(place, store -> store.tag(Samples.image(2).pushTo(store).manifest(), new Tag("v2")));
        try (Source source = LayoutStore.reading(place)) {
            assertThatThrownBy(() -> source.manifest(unnamed)).isInstanceOf(UsageException.class);
        }
        write(place, store -> store.tag(Samples.image(3).pushTo(store).manifest(), Tag.LATEST));
        Layouts.read(
                place,
                source -> assertThat(source.manifest(unnamed).map(Manifest::digest))
                        .contains(Samples.image(3).digest()));
    }

    private List<String> digests() throws IOException {
        return entries(layout).stream()
                .map(entry -> ((Json.Text) ((Json.Obj) entry).get("digest").orElseThrow()).value())
                .toList();
    }

    private static Json parse(String text) {
        return JsonReader.with(JsonLimits.manifest()).read(Bytes.utf8(text));
    }

    private static String text(Json json) {
        return PlainWriter.write(json).asUtf8().orElseThrow();
    }
}
