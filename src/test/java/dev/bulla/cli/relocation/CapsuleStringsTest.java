package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a capsule tells the place that it is copied to about the publisher's other artifacts (threats T29). */
class CapsuleStringsTest {
    @TempDir
    private Path folder;

    private TestWorld world = TestWorld.in(Path.of("unset"));

    @BeforeEach
    void aNamespaceOfTwoRepositories() throws IOException {
        world = TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE, "test only");
        Files.writeString(folder.resolve("shop.txt"), "shop");
        Files.writeString(folder.resolve("merger.txt"), "a sibling that nobody is to hear of");
        run("key new root");
        run("key new release");
        run("init oci:work --root-key root --key release");
    }

    private Run run(String line) {
        Run run = world.run(line.split(" "));
        assertThat(run.status()).as(line + "\n" + run.out() + run.err()).isZero();
        return run;
    }

    private void publish(String tag, String file) {
        run("push " + file + " oci:work:" + tag + " --artifact-type application/vnd.example.note");
        run("sign oci:work:" + tag + " --key release");
    }

    private Set<String> stringsOfTheCapsule(String tag) {
        Set<String> strings = new TreeSet<>();
        try (Source layout = LayoutStore.reading(new Place.LayoutPlace(folder.resolve("work"), false))) {
            Manifest artifact = layout.manifest(new Tag(tag)).orElseThrow();
            Attachments attached = Attachments.of(layout, artifact.digest(), Optional.of(new Tag(tag)));
            for (Attachment capsule : attached.of(Kind.CAPSULE)) {
                JsonReader reader = JsonReader.with(JsonLimits.manifest());
                collect(reader.read(capsule.manifest().raw()), strings);
                for (Descriptor file : capsule.manifest().successors()) {
                    collect(reader.read(layout.blobBytes(file, 1 << 20)), strings);
                }
            }
        }
        return strings;
    }

    private static void collect(Json value, Set<String> strings) {
        switch (value) {
            case Json.Obj object ->
                object.members().forEach((name, member) -> {
                    strings.add(name);
                    collect(member, strings);
                });
            case Json.Arr array -> array.items().forEach(item -> collect(item, strings));
            case Json.Text text -> strings.add(text.value());
            default -> {}
        }
    }

    private String digest(String tag) {
        try (Source layout = LayoutStore.reading(new Place.LayoutPlace(folder.resolve("work"), false))) {
            return layout.manifest(new Tag(tag)).orElseThrow().digest().hex();
        }
    }

    @Attack("T29")
    @Test
    void t29_withARoleForEachRepositoryACapsuleNamesNoArtifactOfAnother() {
        run("role add oci:work targets/shop --key release --paths oci:work:shop-* --sign-key release --yes");
        run("role add oci:work targets/r2 --key release --paths oci:work:m* --sign-key release --yes");
        publish("merger-with-acme", "merger.txt");
        publish("shop-1", "shop.txt");

        Set<String> strings = stringsOfTheCapsule("shop-1");

        assertThat(strings).contains("oci:work:shop-1", "targets/shop");
        assertThat(strings)
                .noneMatch(text -> text.contains("merger"))
                .noneMatch(text -> text.contains(digest("merger-with-acme")));
        // what it cannot hide: that there is another role, and which pattern is delegated to it
        assertThat(strings).contains("targets/r2", "oci:work:m*");
    }

    @Attack("T29")
    @Test
    void t29_withBinsACapsuleHasNoPatternsAndNoneButTheNamesOfItsBin() {
        run("role add oci:work bin --bins 3 --key release --sign-key release --yes");
        publish("merger-with-acme", "merger.txt");
        publish("shop-1", "shop.txt");

        Set<String> strings = stringsOfTheCapsule("shop-1");

        assertThat(strings).contains("oci:work:shop-1");
        assertThat(strings)
                .noneMatch(text -> text.contains("merger"))
                .noneMatch(text -> text.contains(digest("merger-with-acme")));
    }

    @Test
    void inOneRoleForAllTheSiblingsAreSeen() {
        publish("merger-with-acme", "merger.txt");
        publish("shop-1", "shop.txt");

        assertThat(stringsOfTheCapsule("shop-1")).contains("oci:work:merger-with-acme");
    }
}
