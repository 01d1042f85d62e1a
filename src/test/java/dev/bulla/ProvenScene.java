package dev.bulla;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.intoto.BundleChain;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An artifact with a supply chain, in a registry: a layout that top-level targets binds, and links that a releases role lists. */
final class ProvenScene {
    static final String RELEASES = "targets/releases";

    final PinnedScene scene;
    final String shop;
    final Manifest artifact;
    final EvidencePaths paths;
    BundleChain chain;

    /** A namespace with a releases role that lists one artifact; its evidence is nowhere yet. */
    ProvenScene(PinnedScene scene) {
        this.scene = scene;
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
    }

    String tagLink() {
        return paths.links(artifact.digest().hex()) + chain.tagFile();
    }

    String packageLink() {
        return paths.links(artifact.digest().hex()) + chain.packageFile();
    }

    Map<String, Bytes> documents() {
        return Map.of(
                paths.layout("root.layout"), chain.layout(),
                paths.key("owner.pub"), chain.ownerKey(),
                tagLink(), chain.tagLink(),
                packageLink(), chain.packageLink());
    }

    /** Top-level targets binds the layout, the releases role lists the links, and all of it is the head. */
    void bindAndRelease() {
        Json.Obj binding = Json.Obj.empty()
                .with("applies-to", RoleDocuments.texts(scene.origin + "/shop:*"))
                .with("in-toto", RoleDocuments.texts(paths.key("owner.pub")));
        list("targets", paths.key("owner.pub"), Optional.empty());
        list("targets", paths.layout("root.layout"), Optional.of(binding));
        list(RELEASES, tagLink(), Optional.empty());
        list(RELEASES, packageLink(), Optional.empty());
        name(tagLink(), packageLink());
    }

    /** The artifact's entry names these and nothing else; published. */
    private void name(String... listed) {
        SimulatedPublisher publisher = scene.acme.publisher();
        Json.Obj targets =
                (Json.Obj) publisher.document(RELEASES).get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(shop).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        publisher.entry(RELEASES, shop, entry.with("custom", custom.with("in-toto", RoleDocuments.texts(listed))));
        publisher.publish("targets", RELEASES);
        scene.publish();
    }

    /** As plain CNAB-Sec 301 has it: top-level targets lists the layout and binds it to nothing, the entry names it. */
    void onlyList() {
        Json.Obj keys = Json.Obj.empty().with("in-toto", RoleDocuments.texts(paths.key("owner.pub")));
        list("targets", paths.layout("root.layout"), Optional.of(keys));
        name(paths.layout("root.layout"), tagLink(), packageLink());
    }

    void list(String role, String path, Optional<Json.Obj> custom) {
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
    void attach() {
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
}
