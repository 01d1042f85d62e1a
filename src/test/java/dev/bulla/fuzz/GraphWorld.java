package dev.bulla.fuzz;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image layout with signed artifacts, what signed them before, and everything that an attacker may have put beside them:
 * unsigned artifacts, roles of his own with the same names, capsules of both on anything. The consumer has pinned the
 * publisher's root and has seen the newest generation.
 */
final class GraphWorld {
    private static final String ORIGIN = "example.com/acme";
    private static final String NAME = ORIGIN + "/shop";

    private final Path layout;
    private final Places places =
            new Places(Connection.standard(Map.of(), InstantSource.fixed(SimulatedPublisher.NOW)));
    private final Trust trust;

    /** What the newest roles list as {@code :1}. */
    private final Digest good;

    GraphWorld(Path folder) {
        this.layout = folder.resolve("world");
        this.trust = new Trust(places, folder.resolve("trust"), Optional.empty());
        SimulatedNamespace acme = new SimulatedNamespace(ORIGIN);
        SimulatedNamespace thief = thief();
        try (Store store = places.writing(place())) {
            Manifest old = push(store, "old");
            Manifest evil = push(store, "evil");
            Manifest now = push(store, "now");
            this.good = now.digest();
            acme.sign("targets", NAME + ":1", old);
            acme.attach(store, old.descriptor(), NAME + ":1");
            acme.attach(store, evil.descriptor(), NAME + ":1");
            acme.sign("targets", NAME + ":1", now);
            thief.sign("targets", NAME + ":1", evil);
            for (Manifest each : List.of(old, evil, now)) {
                acme.attach(store, each.descriptor(), NAME + ":1");
                thief.attach(store, each.descriptor(), NAME + ":1");
            }
            thief.publish(store);
            acme.publish(store);
            store.tag(old, new Tag("old"));
            store.tag(evil, new Tag("evil"));
            store.tag(now, new Tag("1"));
        }
        trust.add(
                new Trust.Wish(
                        Namespace.of(place()),
                        Optional.empty(),
                        Optional.of(acme.root()),
                        Optional.of(NAME),
                        Optional.empty()),
                SimulatedPublisher.NOW);
        Verdict honest = verify(":1");
        Held.that(honest instanceof Verdict.Trusted, "the untouched world is refused: " + honest);
    }

    /** Roles for the same namespace under other keys throughout. */
    private static SimulatedNamespace thief() {
        SimulatedNamespace thief = new SimulatedNamespace(ORIGIN);
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            thief.publisher().rekey(role, 1, TestKeys.seeded("thief of " + role));
        }
        thief.publisher().roots().set(0, thief.publisher().signed("root"));
        return thief.nameRoot();
    }

    private Place.LayoutPlace place() {
        return new Place.LayoutPlace(layout, false);
    }

    private static Manifest push(Store store, String content) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.artifact.v1"))
                .layer(new MediaType("text/plain"), Bytes.utf8(content), Map.of());
        builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
        Manifest manifest = builder.build();
        store.pushManifest(manifest);
        return manifest;
    }

    /** Where its files lie. */
    Path layout() {
        return layout;
    }

    /** The only artifact that may be trusted. */
    Digest good() {
        return good;
    }

    /** Judges {@code :TAG} or {@code @DIGEST} of the layout. */
    Verdict verify(String suffix) {
        return new Verifier(places, false, Progress.NONE)
                .verify(Reference.parse(place() + suffix), trust, Optional.empty(), SimulatedPublisher.NOW);
    }
}
