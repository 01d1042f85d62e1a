package dev.bulla.resolve;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.TrustRepository;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.MemoryStore;
import dev.bulla.testkit.NoWaits;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** An artifact that gets the roles of the day every night, as a copy does it. */
final class Nights implements AutoCloseable {
    static final Tag TAG = new Tag("1");
    static final String NAME = "origin.example/acme/shop:1";
    static final TrustRepository REPOSITORY =
            new TrustRepository(new Place.RegistryPlace("origin.example", "acme/tuf"));

    final LoopbackRegistry registry = LoopbackRegistry.start();
    final SimulatedNamespace acme = new SimulatedNamespace("origin.example/acme");
    final Store store;
    final Manifest artifact;

    private Nights(boolean inMemory) {
        store = inMemory
                ? new MemoryStore("mirror/shop")
                : RegistryStore.open(
                        new Place.RegistryPlace(registry.host(), "mirror/shop"),
                        RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))
                                .withPacing(new NoWaits())));
        artifact = Samples.image(1).pushTo(store).manifest();
        store.tag(artifact, TAG);
        acme.sign("targets", NAME, artifact);
    }

    /** The artifact is in a registry whose behaviour the test changes. */
    static Nights atARegistry() {
        return new Nights(false);
    }

    /** The artifact is somewhere that answers at once. */
    static Nights inMemory() {
        return new Nights(true);
    }

    /** The roles as they stand. */
    FreshCapsule roles() {
        return new FreshCapsule(NAME, REPOSITORY, acme.layers());
    }

    /** New roles are published and attached; the carrier is true afterwards. */
    FreshCapsule pass() {
        acme.publisher().publish();
        FreshCapsule fresh = roles();
        fresh.attachTo(store, artifact.descriptor(), attachments());
        new AttachmentWriter(store).writeCarrier(artifact.digest(), Optional.of(TAG));
        return fresh;
    }

    CapsulePruning.Pruned prune(FreshCapsule newest) {
        return prune(store, newest);
    }

    CapsulePruning.Pruned prune(Store through, FreshCapsule newest) {
        return new CapsulePruning(through, artifact.digest(), Optional.of(TAG)).supersededBy(newest);
    }

    Attachments attachments() {
        return Attachments.of(store, artifact.digest(), Optional.of(TAG));
    }

    /** Addresses of the capsules that are listed. */
    List<Digest> capsules() {
        return attachments().of(Kind.CAPSULE).stream()
                .map(one -> one.manifest().digest())
                .toList();
    }

    @Override
    public void close() {
        store.close();
        registry.close();
    }
}
