package dev.bulla.testkit.tuf;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.Capsule;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.List;

/**
 * A simulated publisher whose repository lies in a registry or layout: role files in a head manifest or capsule, with the
 * members that Bulla adds to signed roles. It checks nothing.
 */
public final class SimulatedNamespace {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final String origin;

    /** Roles for {@code origin}. */
    public SimulatedNamespace(String origin) {
        this.origin = origin;
        publisher.set("root", "x-origin", Json.text(origin));
        publisher.roots().set(0, publisher.signed("root"));
        publisher.set("timestamp", "x-origin", Json.text(origin));
        nameRoot();
    }

    /** The publisher behind it, to be edited. */
    public SimulatedPublisher publisher() {
        return publisher;
    }

    /** The first root. */
    public Bytes root() {
        return publisher.roots().get(0);
    }

    /** Lets timestamp name the newest root. */
    public SimulatedNamespace nameRoot() {
        Bytes newest = publisher.roots().get(publisher.roots().size() - 1);
        publisher.set(
                "timestamp",
                "x-root",
                Json.Obj.empty()
                        .with("version", Json.whole(publisher.roots().size()))
                        .with(
                                "sha256",
                                Json.text(HashFunction.SHA256.hash(newest).hex())));
        return this;
    }

    /** Lists the manifest as a target of {@code role} and publishes new versions. */
    public SimulatedNamespace sign(String role, String name, Manifest artifact) {
        publisher.entry(role, name, entry(artifact.raw(), "oci-manifest", artifact));
        publisher.publish(role);
        return this;
    }

    /** Lists a bundle by its {@code bundle.json} as a target of {@code role} and publishes new versions. */
    public SimulatedNamespace signBundle(String role, String name, Bytes bundle, Manifest index) {
        publisher.entry(role, name, entry(bundle, "cnab-bundle", index));
        publisher.publish(role);
        return this;
    }

    private static Json.Obj entry(Bytes content, String kind, Manifest artifact) {
        return Json.Obj.empty()
                .with("length", Json.whole(content.length()))
                .with(
                        "hashes",
                        Json.Obj.empty()
                                .with(
                                        "sha256",
                                        Json.text(HashFunction.SHA256
                                                .hash(content)
                                                .hex())))
                .with(
                        "custom",
                        Json.Obj.empty()
                                .with("kind", Json.text(kind))
                                .with("oci", artifact.descriptor().plain().toJson()));
    }

    /** The files of all roles as they stand. */
    public List<RoleLayer> layers() {
        List<RoleLayer> layers = new ArrayList<>();
        for (int i = 0; i < publisher.roots().size(); i++) {
            layers.add(RoleLayer.of(RoleName.ROOT, i + 1L, publisher.roots().get(i)));
        }
        for (String role : publisher.roles()) {
            if (!role.equals("root")) {
                layers.add(RoleLayer.of(new RoleName(role), publisher.version(role), publisher.signed(role)));
            }
        }
        return layers;
    }

    /** Makes the present state the head of a TUF repository. */
    public ImageManifest publish(Store trust) {
        ArtifactBuilder head = HeadManifest.builder(origin, layers());
        return put(trust, head);
    }

    /** Makes this the head. */
    public static ImageManifest put(Store trust, ArtifactBuilder head) {
        store(trust, head);
        ImageManifest manifest = head.build();
        trust.pushManifest(manifest);
        trust.tag(manifest, RoleTags.HEAD);
        return manifest;
    }

    /** Attaches the present state to an artifact. */
    public ImageManifest attach(Store artifacts, Descriptor subject, String name) {
        return attach(artifacts, subject, name, layers());
    }

    /** Attaches these role files to an artifact. */
    public ImageManifest attach(Store artifacts, Descriptor subject, String name, List<RoleLayer> files) {
        TrustRepository repository = new TrustRepository(new Place.RegistryPlace("origin.example", "acme/tuf"));
        ArtifactBuilder capsule = Capsule.builder(subject, name, repository, files);
        store(artifacts, capsule);
        ImageManifest manifest = capsule.build();
        artifacts.attach(manifest);
        return manifest;
    }

    private static void store(Store store, ArtifactBuilder builder) {
        builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
    }
}
