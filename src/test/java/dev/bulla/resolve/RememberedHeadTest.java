package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Content;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.tuf.RoleName;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A head that is remembered: fetched again when the tag moved, and then only. */
class RememberedHeadTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final Store store = RegistryStore.open(
            new Place.RegistryPlace(registry.host(), "acme/tuf"),
            RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))));

    /** How many delegated roles the head lists. */
    private int roles = 100;

    @AfterEach
    void stop() {
        store.close();
        registry.close();
    }

    @Test
    void aHeadThatTheTagStillNamesIsNotFetchedAgain() {
        publish();
        RememberedHead first = RememberedHead.of(store, Optional.empty());
        assertThat(HeadSource.at(first)).isPresent();
        int before = registry.log().count(Kind.MANIFEST_GET);

        RememberedHead again = RememberedHead.of(store, first.fetched());

        assertThat(HeadSource.at(again).orElseThrow().timestamp(16_384)).isEqualTo(publisher.signed("timestamp"));
        assertThat(registry.log().count(Kind.MANIFEST_GET)).isEqualTo(before);
        assertThat(again.fetched()).isEmpty();
    }

    @Test
    void aTagThatMovedLeadsToTheNewHead() {
        publish();
        RememberedHead first = RememberedHead.of(store, Optional.empty());
        assertThat(HeadSource.at(first)).isPresent();
        publisher.publish("targets");
        publish();

        RememberedHead again = RememberedHead.of(store, first.fetched());

        assertThat(HeadSource.at(again).orElseThrow().timestamp(16_384)).isEqualTo(publisher.signed("timestamp"));
        assertThat(again.fetched()).isPresent().isNotEqualTo(first.fetched());
    }

    @Test
    void aRegistryThatDoesNotSayWhatATagNamesIsAskedForTheManifest() {
        publish();
        RememberedHead first = RememberedHead.of(store, Optional.empty());
        assertThat(HeadSource.at(first)).isPresent();
        registry.faults().on(Kind.MANIFEST_HEAD).status(405);

        assertThat(HeadSource.at(RememberedHead.of(store, first.fetched()))
                        .orElseThrow()
                        .files()
                        .root(1))
                .isPresent();
    }

    @Test
    void aSmallHeadIsNotWorthRemembering() {
        roles = 0;
        publish();
        RememberedHead first = RememberedHead.of(store, Optional.empty());

        assertThat(HeadSource.at(first)).isPresent();
        assertThat(first.fetched()).isEmpty();
    }

    private void publish() {
        List<RoleLayer> layers = new ArrayList<>();
        layers.add(RoleLayer.of(RoleName.ROOT, 1, publisher.roots().get(0)));
        layers.add(RoleLayer.of(RoleName.TIMESTAMP, publisher.version("timestamp"), publisher.signed("timestamp")));
        for (int i = 0; i < roles; i++) {
            layers.add(RoleLayer.of(new RoleName("role " + i), 1, publisher.signed("targets")));
        }
        var head = HeadManifest.builder("example.com/acme", layers);
        head.contents().forEach((blob, content) -> store.pushBlob(blob, Content.of(content)));
        ImageManifest manifest = head.build();
        store.pushManifest(manifest);
        store.tag(manifest, RoleTags.HEAD);
    }
}
