package dev.bulla.adversary;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Capsule;
import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.attach.EvidencePaths;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.ThinBundle;
import dev.bulla.intoto.BundleChain;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.TrustRepository;
import dev.bulla.registry.CredentialSource;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.Login;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.NoWaits;
import dev.bulla.testkit.RegistryProfile;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registry with one namespace: the current artifact under {@code shop:1}, the one before it, another artifact of the same
 * owner, one that nobody signed, each with the roles of its time where the placement has them.
 */
final class Market implements AutoCloseable {
    static final CredentialSource LOGIN =
            CredentialSource.given(new Login(RegistryProfile.USER, RegistryProfile.PASSWORD));

    private static final RegistryOptions OPTIONS = RegistryOptions.standard(
                    HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))
                            .withRetries(3)
                            .withPacing(new NoWaits()))
            .withCredentials(LOGIN);

    private static final MediaType BLOB = new MediaType("application/octet-stream");

    final Goods goods;
    final Placement placement;
    final Stand registry;
    final String origin;
    final String shop;
    final Roles roles;
    final Manifest current;
    final Manifest old;
    final Manifest other;
    final Manifest unsigned;
    final Digest newHead;
    final Digest oldHead;
    final Digest mixedHead;
    private final Store artifacts;
    private final Store trust;
    private final Map<String, Forgery> forgeries = new HashMap<>();

    /** An artifact of a thief, and the head that lists it; in placements without a head the artifact has a capsule. */
    record Forgery(Digest artifact, Digest head) {}

    Market(Goods goods, Placement placement) {
        this(goods, placement, Stand.in(LoopbackRegistry.start()));
    }

    /** In this registry; attachments are written in the way that it has. */
    Market(Goods goods, Placement placement, Stand registry) {
        this.goods = goods;
        this.placement = placement;
        this.registry = registry;
        origin = registry.host() + "/acme";
        shop = origin + "/shop:1";
        roles = new Roles(origin);
        artifacts = open("shop");
        trust = open("tuf");
        if (placement == Placement.TAG) {
            registry.api(Api.NOT_FOUND);
        }
        other = plain("other");
        roles.sign(origin + "/other:1", other);
        old = release(1);
        List<RoleLayer> before = roles.files();
        oldHead = head(before);
        vouch(old, before);
        current = release(2);
        List<RoleLayer> after = roles.files();
        vouch(current, after);
        vouch(other, after);
        unsigned = plain("unsigned");
        mixedHead = head(mixed(before, after));
        newHead = head(after);
        if (placement == Placement.TRUST) {
            show(newHead);
        }
        artifacts.tag(current, new Tag("1"));
        if (placement == Placement.CARRIER) {
            registry.api(Api.NOT_FOUND);
        }
    }

    private Store open(String repository) {
        return RegistryStore.open(new Place.RegistryPlace(registry.host(), "acme/" + repository), OPTIONS);
    }

    private void show(Digest head) {
        trust.tag(trust.manifest(head).orElseThrow(), RoleTags.HEAD);
    }

    /** An artifact that is no bundle. */
    private Manifest plain(String text) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.artifact.v1"))
                .layer(new MediaType("text/plain"), Bytes.utf8(text), Map.of());
        return put(artifacts, builder);
    }

    private static Manifest put(Store store, ArtifactBuilder builder) {
        return new AttachmentWriter(store).push(builder);
    }

    /** Pushes and signs what the goods are; each number is other content. */
    private Manifest release(int number) {
        if (!goods.isBundle()) {
            Manifest artifact = plain("release " + number);
            roles.sign(shop, artifact);
            if (goods.isMade()) {
                made(
                        shop,
                        artifact,
                        artifact.digest(),
                        BundleChain.makingManifest(artifact.digest().hex()));
            }
            return artifact;
        }
        Samples.Image image = Samples.image(number).pushTo(artifacts);
        Bytes text = bundle(number, image);
        ThinBundle thin = ThinBundle.of(Bundle.parse(text).orThrow()).orThrow();
        artifacts.pushBlob(thin.configManifest().config(), Content.of(text));
        artifacts.pushManifest(thin.configManifest());
        artifacts.pushManifest(thin.index());
        roles.signBundle(shop, text, thin.index());
        if (goods.isMade()) {
            Digest content = Digest.of(text);
            made(shop, thin.index(), content, BundleChain.making(content.hex()));
        }
        if (goods.signsImage()) {
            String name = origin + "/web:1";
            roles.sign(name, image.manifest());
            if (goods == Goods.ALL) {
                made(
                        name,
                        image.manifest(),
                        image.digest(),
                        BundleChain.makingManifest(image.digest().hex()));
            }
        }
        return thin.index();
    }

    private Bytes bundle(int number, Samples.Image image) {
        return Bytes.utf8("{\"invocationImages\":[{\"contentDigest\":\"" + image.digest() + "\",\"image\":\"" + origin
                + "/web:1\",\"imageType\":\"oci\",\"mediaType\":\""
                + image.manifest().mediaType() + "\",\"size\":"
                + image.manifest().raw().length()
                + "}],\"name\":\"shop\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0." + number + "\"}");
    }

    /** Binds a layout and stores its documents where the placement has them. */
    private void made(String name, Manifest artifact, Digest content, BundleChain chain) {
        Map<String, Bytes> documents = roles.bind(name, content.hex(), chain);
        if (placement == Placement.TRUST) {
            documents.values().forEach(bytes -> trust.pushBlob(Descriptor.of(BLOB, bytes), Content.of(bytes)));
            return;
        }
        EvidencePaths paths = EvidencePaths.of(name);
        List<EvidenceDocument> all = List.of(
                EvidenceFiles.layout(chain.layout()).named(paths.layout("root.layout")),
                EvidenceFiles.key(chain.ownerKey()).named(paths.key("owner.pub")),
                EvidenceFiles.step(chain.tagLink(), Optional.empty(), List.of()).getFirst(),
                EvidenceFiles.step(chain.packageLink(), Optional.empty(), List.of())
                        .getFirst());
        AttachmentWriter writer = new AttachmentWriter(artifacts);
        Evidence.builders(artifact.descriptor(), Optional.of(name), all).forEach(writer::attach);
    }

    /** In placements without a head, attaches these roles. */
    private void vouch(Manifest artifact, List<RoleLayer> files) {
        if (placement != Placement.TRUST) {
            TrustRepository repository = new TrustRepository(new Place.RegistryPlace("origin.example", "acme/tuf"));
            AttachmentWriter writer = new AttachmentWriter(artifacts);
            writer.attach(Capsule.builder(artifact.descriptor(), shop, repository, files));
            if (placement == Placement.CARRIER) {
                writer.writeCarrier(artifact.digest(), Optional.empty());
            }
        }
    }

    private Digest head(List<RoleLayer> files) {
        return put(trust, HeadManifest.builder(origin, files)).digest();
    }

    /** Targets and releases of before with the snapshot and timestamp of after. */
    private static List<RoleLayer> mixed(List<RoleLayer> before, List<RoleLayer> after) {
        List<RoleLayer> mixed = new java.util.ArrayList<>();
        before.stream()
                .filter(layer -> layer.role().value().startsWith("targets"))
                .forEach(mixed::add);
        after.stream()
                .filter(layer -> !layer.role().value().startsWith("targets"))
                .forEach(mixed::add);
        return mixed;
    }

    /** What a thief of these keys makes who lists an artifact of its own in {@code role}. */
    synchronized Forgery forgery(Set<String> stolen, String role) {
        return forgeries.computeIfAbsent(role + " " + stolen, key -> {
            Api before = registry.api();
            if (placement == Placement.CARRIER) {
                registry.api(Api.SUPPORTED);
            }
            Manifest evil = plain("evil " + key);
            List<RoleLayer> files = roles.forged(stolen, role, shop, evil);
            vouch(evil, files);
            registry.api(before);
            return new Forgery(evil.digest(), head(files));
        });
    }

    @Override
    public void close() {
        artifacts.close();
        trust.close();
        registry.close();
    }
}
