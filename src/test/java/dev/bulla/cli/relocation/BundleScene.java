package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Two registries; in the first a namespace with one signed bundle; a machine that has pinned its root. */
final class BundleScene implements AutoCloseable {
    final LoopbackRegistry home = LoopbackRegistry.start();
    final LoopbackRegistry away = LoopbackRegistry.start();
    final String acme;
    final String shop;
    final String mirror;
    final String copied;
    final SimulatedNamespace namespace;
    final Samples.Image installer = Samples.image(1);
    final Samples.Image web = Samples.image(2);
    final Samples.Image api = Samples.image(3);
    final TestWorld world;
    final Manifest index;
    private final Path folder;

    BundleScene(Path folder) {
        this(folder, Optional.empty(), Optional.empty());
    }

    /** With other registries in the place of {@link #home} and {@link #away}. */
    BundleScene(Path folder, Optional<String> homeHost, Optional<String> awayHost) {
        this.folder = folder;
        this.acme = homeHost.orElse(home.host()) + "/acme";
        this.shop = acme + "/shop:1.4.0";
        this.mirror = awayHost.orElse(away.host()) + "/mirror";
        this.copied = mirror + "/shop:1.4.0";
        this.namespace = new SimulatedNamespace(acme);
        this.world = TestWorld.in(folder).at(SimulatedPublisher.NOW);
        write("root.json", namespace.root());
        this.index = release(shop, "shop");
        run(0, "trust", "add", acme, "--root", "root.json");
    }

    /** Pushes a bundle of this name, signs it as {@code reference} and publishes; its index. */
    Manifest release(String reference, String name) {
        Manifest pushed = push(reference, name);
        namespace.signBundle("targets", reference, bundle(name), pushed);
        publish();
        return pushed;
    }

    /** Pushes a bundle of this name with its images; nothing is signed. */
    Manifest push(String reference, String name) {
        try (Store store = places().writing(Reference.parse(reference).place())) {
            installer.pushTo(store);
            web.pushTo(store);
            api.pushTo(store);
        }
        write(name + ".json", bundle(name));
        run(0, "push", name + ".json", reference);
        return manifest(reference);
    }

    void publish() {
        try (Store store = places().writing(Namespace.parse(acme).trustRepository())) {
            namespace.publish(store);
        }
    }

    /** Attaches the roles as they stand to the bundle at home, and lists them in its carrier. */
    void attach() {
        attach(shop, index);
    }

    /** As {@link #attach()} to another artifact. */
    void attach(String reference, Manifest artifact) {
        Reference parsed = Reference.parse(reference);
        try (Store store = places().writing(parsed.place())) {
            namespace.attach(store, artifact.descriptor(), reference);
            new AttachmentWriter(store).writeCarrier(artifact.digest(), parsed.tag());
        }
    }

    /** The bundle that is called so. */
    Bytes bundle(String name) {
        return Bytes.utf8("{\"images\":{\"api\":{" + members("api", api) + ",\"description\":\"\"},\"web\":{"
                + members("web", web) + ",\"description\":\"\"}},\"invocationImages\":[{"
                + members("installer", installer) + "}],\"name\":\"" + name
                + "\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.4.0\"}");
    }

    private static String members(String name, Samples.Image image) {
        return "\"contentDigest\":\"" + image.digest() + "\",\"image\":\"example.com/acme/" + name
                + ":1.0.0\",\"imageType\":\"oci\",\"mediaType\":\""
                + image.manifest().mediaType() + "\",\"size\":"
                + image.manifest().raw().length();
    }

    /** Runs the program, which must end with this exit code. */
    Run run(int status, String... words) {
        Run run = world.run(words);
        assertThat(run.status())
                .as(String.join(" ", words) + "\n" + run.out() + run.err())
                .isEqualTo(status);
        return run;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void write(String name, Bytes content) {
        try {
            Files.write(file(name), content.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Places places() {
        return new Places(Connection.standard(Map.of(), InstantSource.fixed(SimulatedPublisher.NOW)));
    }

    /** What a reference names now. */
    static Manifest manifest(String reference) {
        Reference parsed = Reference.parse(reference);
        try (Source source = places().reading(parsed.place())) {
            return source.manifest(parsed).orElseThrow();
        }
    }

    Digest digest() {
        return index.digest();
    }

    @Override
    public void close() {
        home.close();
        away.close();
    }
}
