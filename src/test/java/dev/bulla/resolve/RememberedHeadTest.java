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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A head that is remembered: fetched again when the tag moved, and then only. */
class RememberedHeadTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final Store store = RegistryStore.open(
            new Place.RegistryPlace(registry.host(), "acme/tuf"),
            RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))));

    @AfterEach
    void stop() {
        store.close();
        registry.close();
    }

    @Test
    void aHeadThatTheTagStillNamesIsNotFetchedAgain() {
        publish();
        HeadSource first = HeadSource.at(store).orElseThrow();
        int before = registry.log().count(Kind.MANIFEST_GET);

        HeadSource again = HeadSource.at(store, first.files()).orElseThrow();

        assertThat(again.timestamp(16_384)).isEqualTo(publisher.signed("timestamp"));
        assertThat(registry.log().count(Kind.MANIFEST_GET)).isEqualTo(before);
    }

    @Test
    void aTagThatMovedLeadsToTheNewHead() {
        publish();
        HeadSource first = HeadSource.at(store).orElseThrow();
        publisher.publish("targets");
        publish();

        HeadSource again = HeadSource.at(store, first.files()).orElseThrow();

        assertThat(again.timestamp(16_384)).isEqualTo(publisher.signed("timestamp"));
    }

    @Test
    void aRegistryThatDoesNotSayWhatATagNamesIsAskedForTheManifest() {
        publish();
        HeadSource first = HeadSource.at(store).orElseThrow();
        registry.faults().on(Kind.MANIFEST_HEAD).status(405);

        assertThat(HeadSource.at(store, first.files()).orElseThrow().files().digest())
                .isEqualTo(first.files().digest());
    }

    private void publish() {
        var head = HeadManifest.builder(
                "example.com/acme",
                List.of(
                        RoleLayer.of(RoleName.ROOT, 1, publisher.roots().get(0)),
                        RoleLayer.of(
                                RoleName.TIMESTAMP, publisher.version("timestamp"), publisher.signed("timestamp"))));
        head.contents().forEach((blob, content) -> store.pushBlob(blob, Content.of(content)));
        ImageManifest manifest = head.build();
        store.pushManifest(manifest);
        store.tag(manifest, RoleTags.HEAD);
    }
}
