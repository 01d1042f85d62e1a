package dev.bulla;

import static dev.bulla.PinnedScene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.intoto.BundleChain;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supply chain of an artifact, verified from the registry alone by a pinned root (trust.md sections 6 and 7). */
class PinnedProvenanceTest {
    private static final String RELEASES = "targets/releases";

    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;
    private Manifest artifact;
    private BundleChain chain;
    private EvidencePaths paths;

    @BeforeEach
    void aNamespaceWithAReleasesRoleAndOneArtifact() {
        scene = new PinnedScene(folder);
        shop = scene.origin + "/shop:1";
        paths = EvidencePaths.of(shop);
        SimulatedPublisher publisher = scene.acme.publisher();
        publisher.delegate(
                "targets",
                RELEASES,
                entry -> entry.with(
                        "paths",
                        RoleDocuments.texts(scene.origin + "/*:*", scene.origin + "/*/in-toto-metadata/*/*.link")));
        publisher.publish("targets");
        artifact = scene.push(shop, "one");
        chain = BundleChain.makingManifest(artifact.digest().hex());
        scene.acme.sign(RELEASES, shop, artifact);
        scene.publish();
        scene.pin();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String tagLink() {
        return paths.links(artifact.digest().hex()) + chain.tagFile();
    }

    private String packageLink() {
        return paths.links(artifact.digest().hex()) + chain.packageFile();
    }

    private Map<String, Bytes> documents() {
        return Map.of(
                paths.layout("root.layout"), chain.layout(),
                paths.key("owner.pub"), chain.ownerKey(),
                tagLink(), chain.tagLink(),
                packageLink(), chain.packageLink());
    }

    /** Top-level targets binds the layout, the releases role lists the links, and all of it is the head. */
    private void bindAndRelease() {
        Json.Obj binding = Json.Obj.empty()
                .with("applies-to", RoleDocuments.texts(scene.origin + "/shop:*"))
                .with("in-toto", RoleDocuments.texts(paths.key("owner.pub")));
        list("targets", paths.key("owner.pub"), Optional.empty());
        list("targets", paths.layout("root.layout"), Optional.of(binding));
        list(RELEASES, tagLink(), Optional.empty());
        list(RELEASES, packageLink(), Optional.empty());
        SimulatedPublisher publisher = scene.acme.publisher();
        Json.Obj targets =
                (Json.Obj) publisher.document(RELEASES).get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(shop).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        publisher.entry(
                RELEASES,
                shop,
                entry.with("custom", custom.with("in-toto", RoleDocuments.texts(tagLink(), packageLink()))));
        publisher.publish("targets", RELEASES);
        scene.publish();
    }

    private void list(String role, String path, Optional<Json.Obj> custom) {
        Bytes content = Optional.ofNullable(documents().get(path)).orElseThrow();
        Json.Obj entry = Json.Obj.empty()
                .with("length", Json.whole(content.length()))
                .with(
                        "hashes",
                        Json.Obj.empty()
                                .with(
                                        "sha256",
                                        Json.text(HashFunction.SHA256
                                                .hash(content)
                                                .hex())));
        scene.acme.publisher().entry(role, path, custom.isPresent() ? entry.with("custom", custom.get()) : entry);
    }

    /** Attaches everything to the artifact, as one does who publishes it. */
    private void attach() {
        List<EvidenceDocument> all = List.of(
                EvidenceFiles.layout(chain.layout()).named(paths.layout("root.layout")),
                EvidenceFiles.key(chain.ownerKey()).named(paths.key("owner.pub")),
                EvidenceFiles.step(chain.tagLink(), Optional.empty(), List.of()).getFirst(),
                EvidenceFiles.step(chain.packageLink(), Optional.empty(), List.of())
                        .getFirst());
        try (Store store = scene.places.writing(PinnedScene.ref(shop).place())) {
            AttachmentWriter writer = new AttachmentWriter(store);
            Evidence.builders(artifact.descriptor(), Optional.of(shop), all).forEach(writer::attach);
            writer.writeCarrier(artifact.digest(), PinnedScene.ref(shop).tag());
        }
    }

    @Test
    void aBoundLayoutThatIsMetRaisesTheLevel() {
        bindAndRelease();
        attach();

        Verdict.Trusted trusted = scene.trusted(shop);

        assertThat(trusted.level()).isEqualTo("3a");
        assertThat(trusted.vouching().orElseThrow().provenance()).hasValueSatisfying(provenance -> {
            assertThat(provenance.layout()).isEqualTo(paths.layout("root.layout"));
            assertThat(provenance.bound()).isTrue();
            assertThat(provenance.steps()).isEqualTo(2);
        });
        assertThat(trusted.atLeast("3a")).isEqualTo(trusted);
        refused(trusted.atLeast("4"), ReasonCode.LEVEL_TOO_LOW);
    }

    @Test
    void evidenceIsFoundInTheTufRepositoryToo() {
        bindAndRelease();
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            documents()
                    .values()
                    .forEach(content -> store.pushBlob(
                            Descriptor.of(new MediaType("application/octet-stream"), content), Content.of(content)));
        }

        assertThat(scene.trusted(shop).level()).isEqualTo("3a");
    }

    @Attack("P2")
    @Test
    void evidenceThatIsListedAndNowhereIsMissingThoughNobodyAskedForIt() {
        bindAndRelease();

        assertThat(scene.refused(shop, ReasonCode.INCOMPLETE).message()).contains("root.layout is listed and absent");
    }

    @Attack("P3")
    @Test
    void withoutALayoutALevelThatNeedsOneIsRefusedAndOthersAreNot() {
        Verdict.Trusted trusted = scene.trusted(shop);

        assertThat(trusted.level()).isEqualTo("1a");
        assertThat(trusted.atLeast("1a")).isEqualTo(trusted);
        refused(trusted.atLeast("2"), ReasonCode.LEVEL_TOO_LOW);
        for (String level : List.of("3a", "3b", "4")) {
            assertThat(refused(trusted.atLeast(level), ReasonCode.LAYOUT_UNBOUND)
                            .message())
                    .contains("level " + level + " needs one");
        }
    }

    @Test
    void aCopyProvesItsSupplyChainWhereItLies() {
        bindAndRelease();
        attach();
        scene.attach(shop, artifact, shop);
        String tar = "oci:" + scene.file("usb.tar") + ":1";
        new Relocator(scene.places, 3, Progress.NONE).copy(PinnedScene.ref(shop), PinnedScene.ref(tar));
        scene.pin("oci:" + scene.file("usb.tar"), scene.origin + "/shop");

        assertThat(scene.trusted(tar).level()).isEqualTo("3a");
    }
}
