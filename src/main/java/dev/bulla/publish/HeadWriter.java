package dev.bulla.publish;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.RejectedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The verified write of a head (oci-graph section 5 rule 5, trust.md section 11), for registries that know no conditional
 * write. A writer first announces its generation under the tag of that generation, waits longer than any writer needs
 * between looking and writing, and goes on only if the announcement is still its own: of two writers upon one head, one
 * goes on. The head tag is written last, then looked at again; whoever finds another head there that lacks the change makes
 * the change again upon it.
 */
public final class HeadWriter {
    private final Store store;
    private final WritePace pace;

    /** The registry refused {@code artifactType}: it is given the form that older registries take (oci-graph section 2). */
    private boolean older;

    /** A writer of the head in {@code store}, a TUF repository. */
    public HeadWriter(Store store, WritePace pace) {
        this.store = store;
        this.pace = pace;
    }

    /**
     * What came of a write.
     *
     * @param head the head that holds the change; empty when there is none, and the change needs none
     * @param tries how often it was made; 1 when nobody else was writing, 0 when there was nothing to do
     */
    public record Written(Optional<Manifest> head, int tries) {}

    /**
     * Makes {@code change}.
     *
     * @throws ConflictException when the change excludes what others published, or others are faster for as many tries as
     *     the pace allows; what they published stands
     */
    public Written write(HeadChange change) {
        return write(change, Optional.empty());
    }

    /**
     * As {@link #write(HeadChange)}, first upon a head that was read before.
     *
     * @param seen the head a moment ago; that it stands still is seen before it is replaced
     */
    Written write(HeadChange change, Optional<Manifest> seen) {
        for (int lost = 0; lost < pace.tries(); lost++) {
            Optional<Manifest> before = lost == 0 && seen.isPresent() ? seen : store.manifest(RoleTags.HEAD);
            if (lost > 0 && before.filter(change::isIn).isPresent()) {
                return new Written(before, lost);
            }
            Optional<Generation> possible = change.upon(before);
            if (possible.isEmpty()) {
                return new Written(before, lost);
            }
            Generation next = possible.get();
            store(next, before);
            if (claims(next, before, change)) {
                ImageManifest made = form(next.head());
                Store.TagState head = store.look(RoleTags.HEAD);
                if (head.digest().equals(before.map(Manifest::digest))) {
                    publish(next, made, head);
                    pace.waitToSettle();
                    Optional<Manifest> after = after(made);
                    if (after.filter(now -> now.digest().equals(made.digest()) || change.isIn(now))
                            .isPresent()) {
                        return new Written(after, lost + 1);
                    }
                }
            }
            pace.backOff(lost);
        }
        throw new ConflictException(
                "the head at " + store.place() + " is changed by others faster than it can be written, " + pace.tries()
                        + " tries",
                "run the command again; nothing of theirs was overwritten");
    }

    /** What the head names is there before anybody hears of it, and what is named beside it as well. */
    private void store(Generation next, Optional<Manifest> before) {
        Set<Digest> there = new HashSet<>();
        before.ifPresent(head -> head.successors().forEach(blob -> there.add(blob.digest())));
        AttachmentWriter writer = new AttachmentWriter(store);
        writer.store(next.head(), there);
        next.beside().values().forEach(builder -> writer.store(builder, there));
        next.bins().values().forEach(builder -> writer.store(builder, there));
    }

    private ImageManifest form(ArtifactBuilder builder) {
        return older ? builder.buildLegacy() : builder.build();
    }

    /** As the method of more arguments, in a form that the registry takes. */
    private boolean claims(Generation next, Optional<Manifest> before, HeadChange change) {
        try {
            return claims(next.number(), form(next.head()), before, change);
        } catch (RejectedException e) {
            if (older || !AttachmentWriter.isRefusalOfForm(e)) {
                throw e;
            }
            older = true;
            return claims(next.number(), form(next.head()), before, change);
        }
    }

    /** What stands when others had time to write; it is not transferred if it is what was written. */
    private Optional<Manifest> after(ImageManifest made) {
        return store.look(RoleTags.HEAD).digest().equals(Optional.of(made.digest()))
                ? Optional.of(made)
                : store.manifest(RoleTags.HEAD);
    }

    /** Announces {@code made} and says whether the announcement stood. */
    private boolean claims(long number, ImageManifest made, Optional<Manifest> before, HeadChange change) {
        Tag tag = RoleTags.generation(number);
        long looked = pace.pacing().nanos();
        Store.TagState claim = store.look(tag);
        if (claim.digest().filter(other -> !other.equals(made.digest())).isPresent()) {
            Optional<Manifest> theirs = store.manifest(tag);
            pace.waitForClaims(Duration.ZERO);
            pace.waitToSettle();
            looked = pace.pacing().nanos();
            if (!stillIs(before)
                    || theirs.filter(other -> completes(other, tag, before, change))
                            .isPresent()) {
                return false;
            }
            claim = store.look(tag);
        }
        if (!moved(tag, made, claim)) {
            return false;
        }
        pace.waitForClaims(Duration.ofNanos(pace.pacing().nanos() - looked));
        return isAt(tag, made.digest());
    }

    /** The writer of {@code claim} has stopped half-way: its generation is made the head if it is whole. */
    private boolean completes(Manifest claim, Tag tag, Optional<Manifest> before, HeadChange change) {
        if (before.isEmpty() || !isAt(tag, claim.digest()) || !change.follows(claim, before.get())) {
            return false;
        }
        moved(RoleTags.HEAD, claim, store.look(RoleTags.HEAD));
        return true;
    }

    /** Rule 7 of oci-graph section 5: what the head names is there before the head; the head is last. */
    private void publish(Generation next, ImageManifest made, Store.TagState head) {
        next.beside().forEach((tag, builder) -> moved(tag, form(builder), store.look(tag)));
        next.bins().forEach((tag, builder) -> store.replace(form(builder), tag));
        moved(RoleTags.HEAD, made, head);
    }

    /** False when another writer was seen; what stands then is looked at again by the caller. */
    private boolean moved(Tag tag, Manifest to, Store.TagState before) {
        try {
            if (!before.digest().equals(Optional.of(to.digest()))) {
                store.tag(to, tag, before);
            }
            return true;
        } catch (ConflictException otherWriter) {
            return false;
        }
    }

    private boolean stillIs(Optional<Manifest> before) {
        return store.look(RoleTags.HEAD).digest().equals(before.map(Manifest::digest));
    }

    private boolean isAt(Tag tag, Digest digest) {
        return store.look(tag).digest().equals(Optional.of(digest));
    }
}
