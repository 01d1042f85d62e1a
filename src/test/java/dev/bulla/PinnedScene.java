package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry with one namespace, its TUF repository, an artifact, and a consumer who has pinned the root. */
final class PinnedScene implements AutoCloseable {
    static final Instant NOW = SimulatedPublisher.NOW;

    final LoopbackRegistry registry = LoopbackRegistry.start();
    final Places places = new Places(Connection.standard(Map.of(), InstantSource.fixed(NOW)));
    final String origin = registry.host() + "/acme";
    final SimulatedNamespace acme = new SimulatedNamespace(origin);
    final Trust trust;
    private final Path folder;

    PinnedScene(Path folder) {
        this.folder = folder;
        this.trust = new Trust(places, folder.resolve("trust"), Optional.empty());
    }

    /** A file in the scene's folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    static Reference ref(String text) {
        return Reference.parse(text);
    }

    /** An artifact under a reference. */
    Manifest push(String reference, String content) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.artifact.v1"))
                .layer(new MediaType("text/plain"), Bytes.utf8(content), Map.of());
        try (Store store = places.writing(ref(reference).place())) {
            builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
            Manifest manifest = builder.build();
            store.pushManifest(manifest);
            ref(reference).tag().ifPresent(tag -> store.tag(manifest, tag));
            return manifest;
        }
    }

    /** Moves a tag. */
    void tag(String reference, Manifest manifest) {
        try (Store store = places.writing(ref(reference).place())) {
            store.tag(manifest, ref(reference).tag().orElse(Tag.LATEST));
        }
    }

    /** Pushes and signs an artifact and publishes the roles. */
    Manifest signed(String reference, String content) {
        Manifest manifest = push(reference, content);
        acme.sign("targets", reference, manifest);
        publish();
        return manifest;
    }

    /** Makes the namespace's present state its head. */
    void publish() {
        try (Store store = places.writing(Namespace.parse(origin).trustRepository())) {
            acme.publish(store);
        }
    }

    /** Makes the namespace's present state the head of another place. */
    Manifest publishAt(String namespace) {
        try (Store store = places.writing(Namespace.parse(namespace).trustRepository())) {
            return acme.publish(store);
        }
    }

    /** Makes these files the head: an earlier state of the namespace, for one. */
    void publish(List<RoleLayer> files) {
        try (Store store = places.writing(Namespace.parse(origin).trustRepository())) {
            SimulatedNamespace.put(store, HeadManifest.builder(origin, files));
        }
    }

    /** Attaches the namespace's present state to an artifact. */
    void attach(String reference, Manifest subject, String name) {
        try (Store store = places.writing(ref(reference).place())) {
            acme.attach(store, subject.descriptor(), name);
        }
    }

    /** Pins the first root by its fingerprint. */
    Trust.Pinned pin() {
        return trust.add(
                new Trust.Wish(
                        Namespace.parse(origin),
                        Optional.of(Digest.of(acme.root())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                NOW);
    }

    /** Pins the first root by its file for another place. */
    Trust.Pinned pin(String namespace, String sameAs) {
        return trust.add(
                new Trust.Wish(
                        Namespace.parse(namespace),
                        Optional.empty(),
                        Optional.of(acme.root()),
                        Optional.of(sameAs),
                        Optional.empty()),
                NOW);
    }

    Verdict verify(String reference) {
        return verify(reference, NOW);
    }

    Verdict verify(String reference, Instant at) {
        return new Verifier(places, false, Progress.NONE).verify(ref(reference), trust, Optional.empty(), at);
    }

    /** With so little patience that a registry which fails is not asked again for long. */
    Verdict verifyImpatiently(String reference) {
        Connection standard = Connection.standard(Map.of(), InstantSource.fixed(NOW));
        Places impatient = new Places(new Connection(
                standard.environment(),
                standard.login(),
                standard.extraRoots(),
                false,
                false,
                Duration.ofMillis(400),
                standard.clock(),
                standard.trace()));
        Trust same = new Trust(impatient, folder.resolve("trust"), Optional.empty());
        return new Verifier(impatient, false, Progress.NONE).verify(ref(reference), same, Optional.empty(), NOW);
    }

    Verdict.Trusted trusted(String reference) {
        Verdict verdict = verify(reference);
        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Trusted.class);
        return (Verdict.Trusted) verdict;
    }

    Reason refused(String reference, ReasonCode code) {
        return refused(verify(reference), code);
    }

    static Reason refused(Verdict verdict, ReasonCode code) {
        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Rejected.class);
        Reason reason = ((Verdict.Rejected) verdict).reason();
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        return reason;
    }

    @Override
    public void close() {
        registry.close();
    }
}
