package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.attach.EvidenceTypes;
import dev.bulla.attach.EvidenceUse;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.BundleChain;
import dev.bulla.intoto.EvidenceAddress;
import dev.bulla.intoto.EvidenceAddress.Parent;
import dev.bulla.json.Json;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of evidence: read, attached, written again as they were (intoto.md 11.3). */
class EvidenceFolderTest {
    private final BundleChain chain = BundleChain.making("00".repeat(32));

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("in");
    }

    private void file(String name, Bytes content) throws IOException {
        Path file = folder().resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        Files.write(file, content.toByteArray());
    }

    private void plain() throws IOException {
        file("root.layout", chain.layout());
        file("owner.pub", chain.ownerKey());
        file(chain.tagFile(), chain.tagLink());
        file(chain.packageFile(), chain.packageLink());
    }

    private static Map<String, Bytes> files(Path folder) throws IOException {
        Map<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Bytes.adopt(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private Path attachedAndExported() {
        Path out = temporary.resolve("out");
        Place.LayoutPlace place = new Place.LayoutPlace(temporary.resolve("place"), false);
        try (Store store = LayoutStore.writing(place)) {
            Samples.Image image = Samples.image(1);
            Manifest artifact = image.pushTo(store).manifest();
            Reference asked = new Reference(place, Optional.empty(), Optional.of(artifact.digest()));
            EvidenceAttaching.Target target = EvidenceAttaching.target(store, asked, Optional.empty());
            EvidenceAttaching.attach(
                    store, target, EvidenceFolder.read(folder()).documents());
            EvidenceExport.write(AttachedProvenance.of(store, asked).evidence(), out);
        }
        return out;
    }

    @Test
    void aPlainFolderComesBackAsItWas() throws IOException {
        plain();

        assertThat(files(attachedAndExported())).isEqualTo(files(folder()));
    }

    @Test
    void foldersOfSublayoutsComeBackBelowThem() throws IOException {
        plain();
        String sublayout = "vendor.parts." + BundleChain.OWNER.keyId().value().substring(0, 8);
        file(sublayout + ".link", chain.layout());
        file(sublayout + "/" + chain.tagFile(), chain.tagLink());

        Parent parent = new Parent("vendor.parts", BundleChain.OWNER.keyId());
        assertThat(EvidenceFolder.read(folder()).documents())
                .filteredOn(document -> document.use() == EvidenceUse.STEP)
                .extracting(EvidenceDocument::address)
                .contains(Optional.of(new EvidenceAddress(List.of(parent), "tag", BundleChain.ALICE.keyId())));
        assertThat(files(attachedAndExported())).isEqualTo(files(folder()));
    }

    @Test
    void whatIsNoEvidenceIsLeftOutAndSaid() throws IOException {
        plain();
        file("README", Bytes.utf8("hello"));
        file("stray.00000000/" + chain.tagFile(), chain.tagLink());
        Files.createSymbolicLink(folder().resolve("tag.ffffffff.link"), Path.of("README"));

        EvidenceFolder.Contents contents = EvidenceFolder.read(folder());

        assertThat(contents.ignored()).containsExactly("README", "stray.00000000/", "tag.ffffffff.link");
        assertThat(contents.documents()).hasSize(4);
    }

    @Test
    void twoAuthorisedKeysThatShareEightDigitsAreRefusedWithAdvice() throws IOException {
        KeyId other = new KeyId(BundleChain.ALICE.keyId().value().substring(0, 8) + "00");
        file("root.layout", chain.edit(layout -> withSecondKey(layout, other)).layout());

        assertThatThrownBy(() -> EvidenceFolder.read(folder())).isInstanceOfSatisfying(RejectedException.class, e -> {
            assertThat(e.reason().code()).isEqualTo(ReasonCode.AMBIGUOUS);
            assertThat(e.reason().hints()).singleElement().asString().contains("whole id is kept");
        });
    }

    private static Json.Obj withSecondKey(Json.Obj layout, KeyId id) {
        Json.Obj keys = (Json.Obj) layout.get("keys").orElseThrow();
        Json.Obj second = BundleChain.BOB.publicKey().toJson().with("keyid", Json.text(id.value()));
        List<Json> steps = ((Json.Arr) layout.get("steps").orElseThrow()).items();
        Json.Obj tag = ((Json.Obj) steps.get(0))
                .with(
                        "pubkeys",
                        new Json.Arr(List.of(Json.text(BundleChain.ALICE.keyId().value()), Json.text(id.value()))));
        return layout.with("keys", keys.with(id.value(), second))
                .with("steps", new Json.Arr(List.of(tag, steps.get(1))));
    }

    @Test
    void aLinkThatIsNotWhatItsFileSaysIsRefusedByItsPath() throws IOException {
        file("other." + chain.tagFile().substring(4), chain.tagLink());

        assertThatThrownBy(() -> EvidenceFolder.read(folder()))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("other.")
                .hasMessageContaining("is a link of step 'tag'");
    }

    @Test
    void exportOverwritesNothing() throws IOException {
        plain();
        Path out = attachedAndExported();
        Files.writeString(out.resolve("root.layout"), "mine");

        assertThatThrownBy(this::attachedAndExported)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("nothing was written");
        assertThat(out.resolve("root.layout")).hasContent("mine");
    }

    @Attack("T18")
    @Test
    void namesThatLeadElsewhereNeverBecomeFiles() {
        Place.LayoutPlace place = new Place.LayoutPlace(temporary.resolve("place"), false);
        try (Store store = LayoutStore.writing(place)) {
            Descriptor artifact = Samples.image(1).pushTo(store).manifest().descriptor();
            Reference asked = new Reference(place, Optional.empty(), Optional.of(artifact.digest()));
            EvidenceAttaching.Target target = EvidenceAttaching.target(store, asked, Optional.empty());
            EvidenceDocument hostile = EvidenceFiles.layout(chain.layout()).named("../../evil.layout");
            EvidenceDocument step = EvidenceDocument.of(EvidenceUse.STEP, EvidenceTypes.LINK, chain.tagLink())
                    .at(new EvidenceAddress(List.of(), "../evil", new KeyId("aa")));
            EvidenceAttaching.attach(store, target, List.of(hostile));
            EvidenceExport.write(AttachedProvenance.of(store, asked).evidence(), temporary.resolve("a"));
            EvidenceAttaching.attach(store, target, List.of(step));

            assertThat(temporary.resolve("a/evil.layout")).exists();
            assertThatThrownBy(() -> EvidenceExport.write(
                            AttachedProvenance.of(store, asked).evidence(), temporary.resolve("b")))
                    .isInstanceOf(RejectedException.class);
            assertThat(temporary.resolve("b")).doesNotExist();
        }
    }
}
