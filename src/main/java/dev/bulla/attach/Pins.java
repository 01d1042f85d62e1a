package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tags that keep the manifests of an artifact from garbage collectors that delete whatever has none, what a tagged index
 * lists included (oci-graph section 6): {@code sha256-<artifact>.pin} on the artifact, {@code
 * sha256-<artifact>.pin-<32 digits>} on every manifest that belongs to it. A pin depends on digests alone, so none is ever
 * moved, and writers do not meet. Whoever deletes a manifest by its digest deletes its tags.
 */
public final class Pins {
    /** Requests at a time. */
    private static final int WIDTH = 6;

    private final Store store;
    private final Parallel parallel = new Parallel(WIDTH);

    /** Of artifacts in {@code store}. */
    public Pins(Store store) {
        this.store = store;
    }

    /**
     * Pins {@code artifact} and all that belongs to it if {@link Store#pins} says so; else nothing is asked or written.
     *
     * @param tag the artifact's tag, if it has one here
     * @throws ConflictException when a pin is taken by something else
     */
    public void keep(Digest artifact, Optional<Tag> tag) {
        if (store.pins().equals(Optional.of(PinMode.TAGS))) {
            store.manifest(artifact).ifPresent(found -> write(Belongings.of(store, found, tag)));
        }
    }

    /**
     * As {@link #keep} after something was attached: where nobody says what to do, an artifact that is pinned stays pinned
     * whole. Registries with a referrers API are not asked for that; their collectors know what a subject is.
     *
     * @param listing how the place lists what is attached
     */
    void keepUp(Digest artifact, Optional<Tag> tag, ReferrerList.Path listing) {
        boolean open = store.pins().isEmpty() && listing == ReferrerList.Path.TAG;
        if (open && store.look(Tag.pinOf(artifact)).digest().isPresent()) {
            store.manifest(artifact).ifPresent(found -> write(Belongings.of(store, found, tag)));
        } else {
            keep(artifact, tag);
        }
    }

    private record Pin(Tag tag, Digest digest) {}

    private void write(Belongings all) {
        Digest artifact = all.artifact().digest();
        List<Pin> pins = new ArrayList<>();
        for (Belongings.Part part : all.parts()) {
            Descriptor manifest = part.manifest();
            pins.add(new Pin(Tag.pinOf(artifact, manifest.digest()), manifest.digest()));
        }
        parallel.each(pins, this::write);
        // last: where it stands, everything else was pinned once
        write(new Pin(Tag.pinOf(artifact), artifact));
    }

    private void write(Pin pin) {
        Store.TagState before = store.look(pin.tag());
        if (before.digest().equals(Optional.of(pin.digest()))) {
            return;
        }
        if (before.digest().isPresent()) {
            throw new ConflictException(
                    "tag " + pin.tag() + " at " + store.place() + " holds "
                            + before.digest().get() + " and is needed for " + pin.digest()
                            + "; nothing was overwritten",
                    "delete that tag, it keeps nothing of the artifact");
        }
        Optional<Manifest> manifest = store.manifest(pin.digest());
        manifest.ifPresent(found -> store.tag(found, pin.tag(), before));
    }
}
