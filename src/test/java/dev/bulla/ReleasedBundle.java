package dev.bulla;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.Enclosed;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.ThinBundle;
import dev.bulla.intoto.BundleChain;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Store;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bundle of one image, listed with it in a releases role among any number of others; its supply chain on demand. */
final class ReleasedBundle {
    static final String RELEASES = "targets/releases";
    private static final MediaType BLOB = new MediaType("application/octet-stream");

    final PinnedScene scene;
    final String shop;
    final Bytes text;
    final ImageIndex index;
    private final Samples.Image image = Samples.image(1);

    ReleasedBundle(PinnedScene scene) {
        this.scene = scene;
        shop = scene.origin + "/shop:1";
        text = Bytes.utf8(
                "{\"invocationImages\":[{\"contentDigest\":\"" + image.digest() + "\",\"image\":\"" + scene.origin
                        + "/web:1\",\"imageType\":\"oci\",\"mediaType\":\""
                        + image.manifest().mediaType() + "\",\"size\":"
                        + image.manifest().raw().length()
                        + "}],\"name\":\"shop\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}");
        index = store();
        SimulatedPublisher publisher = scene.acme.publisher();
        publisher.delegate(
                "targets",
                RELEASES,
                entry -> entry.with(
                        "paths",
                        RoleDocuments.texts(scene.origin + "/*:*", scene.origin + "/*/in-toto-metadata/*/*.link")));
        publisher.publish("targets");
        scene.acme.sign(RELEASES, scene.origin + "/web:1", image.manifest());
        scene.acme.signBundle(RELEASES, shop, text, index);
    }

    private ImageIndex store() {
        ThinBundle thin = ThinBundle.of(Bundle.parse(text).orThrow()).orThrow();
        try (Store store = scene.places.writing(PinnedScene.ref(shop).place())) {
            image.pushTo(store);
            store.pushBlob(thin.configManifest().config(), Content.of(text));
            store.pushManifest(thin.configManifest());
            store.pushManifest(thin.index());
            store.tag(thin.index(), PinnedScene.ref(shop).tag().orElseThrow());
        }
        return thin.index();
    }

    /** Lists the bundle under so many names more, as a namespace with history has them. */
    ReleasedBundle among(int others) {
        SimulatedPublisher publisher = scene.acme.publisher();
        Json.Obj listed = (Json.Obj) publisher.document(RELEASES).get("targets").orElseThrow();
        Map<String, Json> all = new LinkedHashMap<>(listed.members());
        for (int i = 0; i < others; i++) {
            all.put(scene.origin + "/shop" + i + ":1", entry(Bytes.utf8("bundle " + i)));
        }
        publisher.set(RELEASES, "targets", new Json.Obj(all));
        publisher.publish(RELEASES);
        return this;
    }

    /** Binds a layout to the bundle and lists its two links; all of it lies beside the bundle. */
    ReleasedBundle made() {
        BundleChain chain = BundleChain.making(Digest.of(text).hex());
        EvidencePaths paths = EvidencePaths.of(shop);
        String links = paths.links(Digest.of(text).hex());
        SimulatedPublisher publisher = scene.acme.publisher();
        publisher.entry(
                "targets",
                paths.layout("root.layout"),
                entry(chain.layout())
                        .with(
                                "custom",
                                Json.Obj.empty()
                                        .with("applies-to", RoleDocuments.texts(scene.origin + "/shop:*"))
                                        .with("in-toto", RoleDocuments.texts(paths.key("owner.pub")))));
        publisher.entry("targets", paths.key("owner.pub"), entry(chain.ownerKey()));
        publisher.entry(RELEASES, links + chain.tagFile(), entry(chain.tagLink()));
        publisher.entry(RELEASES, links + chain.packageFile(), entry(chain.packageLink()));
        Json.Obj targets =
                (Json.Obj) publisher.document(RELEASES).get("targets").orElseThrow();
        Json.Obj entry = (Json.Obj) targets.get(shop).orElseThrow();
        Json.Obj custom = (Json.Obj) entry.get("custom").orElseThrow();
        publisher.entry(
                RELEASES,
                shop,
                entry.with(
                        "custom",
                        custom.with(
                                "in-toto", RoleDocuments.texts(links + chain.tagFile(), links + chain.packageFile()))));
        publisher.publish("targets", RELEASES);
        try (Store store = scene.places.writing(PinnedScene.ref(shop).place())) {
            for (Bytes document : List.of(chain.layout(), chain.ownerKey(), chain.tagLink(), chain.packageLink())) {
                store.pushBlob(Descriptor.of(BLOB, document), Content.of(document));
            }
        }
        return this;
    }

    /** Makes the roles as they stand the head, small ones inlined in it or none. */
    void publish(boolean inlined) {
        ArtifactBuilder head = HeadManifest.builder(scene.origin, scene.acme.layers());
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            Manifest manifest = SimulatedNamespace.put(store, head);
            if (!inlined) {
                publishBare(store, manifest);
            }
        }
    }

    /** The same, small roles inlined, with {@code documents} enclosed for readers. */
    void publishEnclosing(Bytes... documents) {
        ArtifactBuilder head = HeadManifest.builder(scene.origin, scene.acme.layers());
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            SimulatedNamespace.put(store, new Enclosed(List.of(documents)).in(head));
        }
    }

    /** The config manifest between index and {@code bundle.json}. */
    Bytes configManifest() {
        return ThinBundle.of(Bundle.parse(text).orThrow())
                .orThrow()
                .configManifest()
                .raw();
    }

    /** Makes the head what it would be if nothing could be inlined in it. */
    static void publishBare(Store store, Manifest head) {
        String raw = head.raw().asUtf8().orElseThrow();
        Manifest bare = Manifest.parse(
                Bytes.utf8(raw.replaceAll("\"data\":\"[^\"]*\",", "")), Optional.of(MediaType.OCI_MANIFEST));
        store.pushManifest(bare);
        store.tag(bare, RoleTags.HEAD);
    }

    private static Json.Obj entry(Bytes content) {
        return Json.Obj.empty()
                .with("length", Json.whole(content.length()))
                .with(
                        "hashes",
                        Json.Obj.empty()
                                .with(
                                        "sha256",
                                        Json.text(HashFunction.SHA256
                                                .hash(content)
                                                .hex())));
    }
}
