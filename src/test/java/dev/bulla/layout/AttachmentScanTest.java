package dev.bulla.layout;

import static dev.bulla.layout.Layouts.assertRefused;
import static dev.bulla.layout.Layouts.blob;
import static dev.bulla.layout.Layouts.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.Samples.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attachments that other tools brought along are found by looking at manifests, and only at those (oci-graph 4, 7, 9). */
class AttachmentScanTest {
    @TempDir
    Path layout;

    private Place.LayoutPlace place;
    private Image subject;
    private Image note;

    @BeforeEach
    void makeLayout() {
        place = Layouts.directory(layout);
        subject = Samples.image(1);
        note = Samples.attachment(subject.manifest().descriptor(), 1);
        write(place, store -> store.tag(subject.pushTo(store).manifest(), new Tag("v1")));
    }

    @Test
    void anAttachmentThatOnlyACarrierListsIsFound() {
        write(place, store -> {
            note.pushTo(store);
            store.tag(Samples.index(List.of(note.manifest())), Tag.carrierOf(subject.digest()));
        });
        try (Source source = LayoutStore.reading(place)) {
            ReferrerList list = source.referrers(subject.digest());
            assertThat(list.path()).isEqualTo(ReferrerList.Path.LAYOUT);
            assertThat(list.entries()).hasSize(1);
            assertThat(list.entries().get(0).digest()).isEqualTo(note.digest());
            assertThat(list.entries().get(0).artifactType()).contains(Samples.ARTIFACT);
        }
    }

    @Test
    void anAttachmentThatACopyToolTaggedIsFound() {
        write(place, store -> store.tag(note.pushTo(store).manifest(), new Tag("some-tag")));
        assertFound();
    }

    @Test
    void whatTheEntryOfTheIndexClaimsIsNotBelieved() throws IOException {
        write(place, store -> note.attachTo(store));
        String text = Files.readString(layout.resolve("index.json"))
                .replace(Samples.ARTIFACT.value(), "application/vnd.example.other")
                .replace("\"com.example.seed\":\"1\"", "\"com.example.seed\":\"2\"");
        Files.writeString(layout.resolve("index.json"), text);
        Descriptor entry = assertFound();
        assertThat(entry.artifactType()).contains(Samples.ARTIFACT);
        assertThat(entry.annotations()).containsEntry("com.example.seed", "1");
    }

    @Test
    void absentDamagedAndForeignManifestsArePassedOver() throws IOException {
        Image damaged = Samples.image(2);
        Image absent = Samples.image(3);
        Image noManifest = Samples.image(4);
        write(place, store -> {
            note.attachTo(store);
            for (Image each : List.of(damaged, absent, noManifest)) {
                each.pushTo(store);
            }
            store.tag(
                    Samples.index(List.of(damaged.manifest(), absent.manifest(), noManifest.manifest())),
                    new Tag("index"));
        });
        Files.writeString(blob(layout, damaged.digest()), "damaged");
        Files.delete(blob(layout, absent.digest()));
        Files.writeString(blob(layout, noManifest.digest()), "<html>");
        assertFound();
    }

    @Test
    void layersAndOversizedManifestsAreNotOpened() throws IOException {
        write(place, store -> note.attachTo(store));
        for (var layer : subject.blobs()) {
            Path file = blob(layout, Samples.layer(layer).digest());
            Files.delete(file);
            Files.createDirectory(file);
        }
        Descriptor huge =
                Descriptor.of(MediaType.OCI_MANIFEST, Samples.image(8).digest(), GraphLimits.MAX_MANIFEST_BYTES + 1L);
        Files.createDirectory(blob(layout, huge.digest()));
        List<Json> entries = new ArrayList<>(Layouts.entries(layout));
        entries.add(huge.toJson());
        Layouts.index(layout, Layouts.index(layout).with("manifests", new Json.Arr(entries)));
        assertFound();
    }

    @Attack("O13")
    @Test
    void indexesInIndexesAreFollowedToTheLimitAndNotBeyond() {
        try (Store store = LayoutStore.writing(place)) {
            Manifest nested = note.pushTo(store).manifest();
            for (int depth = 1; depth <= GraphLimits.MAX_DEPTH; depth++) {
                nested = Samples.index(List.of(nested));
                store.pushManifest(nested);
            }
            store.tag(nested, new Tag("deep"));
            assertThat(store.referrers(subject.digest()).entries()).hasSize(1);
            store.tag(Samples.index(List.of(nested)), new Tag("deeper"));
            assertThat(store.referrers(subject.digest()).entries())
                    .as("still reached from the other entry")
                    .hasSize(1);
            store.delete(nested.digest());
        }
        try (Store store = LayoutStore.writing(place)) {
            Manifest nested = note.manifest();
            for (int depth = 1; depth <= GraphLimits.MAX_DEPTH + 1; depth++) {
                nested = Samples.index(List.of(nested));
                store.pushManifest(nested);
            }
            store.tag(nested, new Tag("deeper"));
            assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> store.referrers(subject.digest()));
        }
    }

    @Attack("T5")
    @Test
    void moreAttachmentsThanTheLimitAreRefusedNotCut() throws IOException {
        List<Manifest> many = new ArrayList<>();
        for (int i = 0; i <= GraphLimits.MAX_REFERRERS; i++) {
            Manifest each =
                    Samples.attachment(subject.manifest().descriptor(), i).manifest();
            Files.write(blob(layout, each.digest()), each.raw().toByteArray());
            many.add(each);
        }
        Manifest flood = Samples.index(many);
        write(place, store -> store.tag(flood, new Tag("flood")));
        try (Source source = LayoutStore.reading(place)) {
            assertRefused(ReasonCode.LIMIT_EXCEEDED, () -> source.referrers(subject.digest()));
            assertThat(source.referrers(note.digest()).entries()).isEmpty();
        }
    }

    private Descriptor assertFound() {
        try (Source source = LayoutStore.reading(place)) {
            List<Descriptor> entries = source.referrers(subject.digest()).entries();
            assertThat(entries).extracting(Descriptor::digest).containsExactly(note.digest());
            return entries.get(0);
        }
    }
}
