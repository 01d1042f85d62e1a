package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ForwardingSource;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.DeniedException;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.loopback.ReferrersBehaviour;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles that are attached night after night leave room for those of the next (oci-graph sections 6 and 9). */
class CapsulePruningTest {
    private Nights nights = Nights.atARegistry();

    @AfterEach
    void close() {
        nights.close();
    }

    private void listsByTagOnly() {
        nights.registry.referrers().api(ReferrersBehaviour.Api.NOT_FOUND).subjectHeader(false);
    }

    @Test
    void seventyNightsLaterTheLastFiveAreListedAndTheNewestCounts() {
        nights.close();
        nights = Nights.inMemory();

        theLastFiveAreListedAfter(70);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "false, false"})
    void soItIsWhereListsAreTagsAndWhereNothingIsDeleted(boolean referrersApi, boolean deletes) {
        if (!referrersApi) {
            listsByTagOnly();
        }
        nights.registry.behaviour().deletes(deletes);

        theLastFiveAreListedAfter(8);
    }

    private void theLastFiveAreListedAfter(int count) {
        for (int night = 0; night < count; night++) {
            FreshCapsule newest = nights.pass();
            assertThat(nights.prune(newest).warning()).isEmpty();
        }
        Attachments there = nights.attachments();
        assertThat(there.of(Kind.CAPSULE)).hasSize(CapsulePruning.KEPT);
        assertThat(there.dropped()).isEmpty();
        assertThat(nights.roles().against(nights.store, there)).isEqualTo(FreshCapsule.Outcome.THERE);
        assertThat(nights.store
                        .manifest(Tag.carrierOf(nights.artifact.digest()))
                        .orElseThrow()
                        .successors())
                .extracting(Descriptor::digest)
                .containsExactlyInAnyOrderElementsOf(nights.capsules());
    }

    @Test
    void aRegistryThatListsByItselfAndDeletesNothingIsToldOfBeforeItIsFull() {
        nights.close();
        nights = Nights.inMemory();
        Store keeping = new Dying(nights.store, Integer.MAX_VALUE) {
            @Override
            public void delete(Digest manifest) {
                throw new DeniedException("this registry deletes nothing");
            }
        };
        for (int night = 1; night < 32; night++) {
            nights.pass();
        }
        assertThat(nights.prune(keeping, nights.roles())).isEqualTo(new CapsulePruning.Pruned(0, Optional.empty()));

        assertThat(nights.prune(keeping, nights.pass()).warning().orElseThrow())
                .startsWith("27 superseded capsules of " + nights.artifact.digest() + " stay listed, of 64")
                .endsWith("this registry deletes nothing");
        assertThat(nights.capsules()).hasSize(32);
    }

    @Test
    void nothingIsDeletedBeforeTheNewOneHasBeenReadBack() {
        for (int night = 0; night < 8; night++) {
            nights.pass();
        }
        nights.acme.publisher().publish();
        assertThat(nights.prune(nights.roles()).removed()).as("not attached").isZero();

        for (int i = 0; i < 60; i++) { // a role file that no manifest has room to inline
            nights.acme.publisher().target("targets", "a/long/name/of/a/target/number/" + i, "content " + i);
        }
        nights.acme.publisher().publish("targets");
        FreshCapsule large = nights.pass();
        String targets = nights.acme.layers().stream()
                .filter(layer -> layer.blob().size() > 8192)
                .map(layer -> layer.blob().digest().toString())
                .findFirst()
                .orElseThrow();
        nights.registry.content().deleteBlob("mirror/shop", targets);
        assertThat(nights.prune(large).removed()).as("a part of it is lost").isZero();
        assertThat(nights.capsules()).hasSize(9);

        nights.prune(nights.pass()); // pushes what is lost
        assertThat(nights.capsules()).hasSize(CapsulePruning.KEPT);
    }

    @Test
    void aCapsuleThatSomebodySpokeOfStays() {
        FreshCapsule first = nights.pass();
        Manifest old = nights.attachments().of(Kind.CAPSULE).get(0).manifest();
        Samples.attachment(old.descriptor(), 7).attachTo(nights.store);
        assertThat(nights.prune(first).removed()).isZero();
        for (int night = 0; night < 7; night++) {
            nights.prune(nights.pass());
        }

        assertThat(nights.capsules()).hasSize(6).contains(old.digest());
    }

    @Test
    void killedAtAnyWriteNothingIsLostAndTheNextRunEndsIt() {
        listsByTagOnly();
        for (int night = 0; night < 6; night++) {
            nights.pass();
        }
        boolean died = true;
        for (int writes = 0; died; writes++) {
            FreshCapsule newest = nights.pass();
            Dying dying = new Dying(nights.store, writes);
            try {
                nights.prune(dying, newest);
                died = false;
            } catch (IllegalStateException killed) {
                died = true;
            }
            Attachments there = nights.attachments();
            assertThat(newest.against(nights.store, there)).isEqualTo(FreshCapsule.Outcome.THERE);
            Manifest carrier = nights.store
                    .manifest(Tag.carrierOf(nights.artifact.digest()))
                    .orElseThrow();
            assertThat(carrier.successors())
                    .as("killed after %s writes", writes)
                    .allMatch(entry -> nights.store.hasManifest(entry.digest()));
            assertThat(writes).isLessThan(20);
        }

        assertThat(nights.capsules()).hasSize(CapsulePruning.KEPT);
    }

    @Test
    void whoDiesIsKilled() {
        assertThatThrownBy(() -> new Dying(nights.store, 0).delete(nights.artifact.digest()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** A writer that is killed before a certain write. */
    private static class Dying extends ForwardingSource implements Store {
        private final Store store;
        private int left;

        Dying(Store store, int left) {
            super(store);
            this.store = store;
            this.left = left;
        }

        private Store alive() {
            if (left-- <= 0) {
                throw new IllegalStateException("killed");
            }
            return store;
        }

        @Override
        public void pushBlob(Descriptor expected, Content content) {
            alive().pushBlob(expected, content);
        }

        @Override
        public boolean mountBlob(Descriptor blob, Place from) {
            return false;
        }

        @Override
        public void pushManifest(Manifest manifest) {
            alive().pushManifest(manifest);
        }

        @Override
        public void tag(Manifest manifest, Tag tag) {
            alive().tag(manifest, tag);
        }

        @Override
        public void attach(Manifest attachment) {
            alive().attach(attachment);
        }

        @Override
        public void withdraw(Digest subject, Set<Digest> attachments) {
            alive().withdraw(subject, attachments);
        }

        @Override
        public void delete(Digest manifest) {
            alive().delete(manifest);
        }
    }
}
