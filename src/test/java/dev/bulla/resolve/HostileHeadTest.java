package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that serves a TUF repository as it pleases (tuf.md 15, the OCI column): head, layers and blobs are hints. */
class HostileHeadTest {
    private static final RoleName ROLE = new RoleName("targets/releases");

    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedMemory memory =
            SimulatedMemory.pinned(publisher.roots().get(0));
    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final Store store = RegistryStore.open(
            new Place.RegistryPlace(registry.host(), "acme/tuf"),
            RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))
                    .withRetries(0)));

    HostileHeadTest() {
        publisher.delegate("targets", ROLE.value(), entry -> entry.with("paths", RoleDocuments.texts("dir/*")));
        publisher.target(ROLE.value(), "dir/file", "content").publish("targets");
    }

    @AfterEach
    void stop() {
        store.close();
        registry.close();
    }

    /** The current files of all roles. */
    private Map<RoleName, RoleLayer> files() {
        Map<RoleName, RoleLayer> files = new TreeMap<>();
        for (String role : publisher.roles()) {
            Bytes file = role.equals("root")
                    ? publisher.roots().get(publisher.roots().size() - 1)
                    : publisher.signed(role);
            files.put(new RoleName(role), RoleLayer.of(new RoleName(role), publisher.version(role), file));
        }
        return files;
    }

    private void push(Map<RoleName, RoleLayer> files) {
        List<RoleLayer> layers = new ArrayList<>(files.values());
        for (int i = 1; i < publisher.roots().size(); i++) {
            layers.add(RoleLayer.of(RoleName.ROOT, i, publisher.roots().get(i - 1)));
        }
        ArtifactBuilder head = HeadManifest.builder("example.com/acme", layers);
        head.contents().forEach((blob, content) -> store.pushBlob(blob, Content.of(content)));
        ImageManifest manifest = head.build();
        store.pushManifest(manifest);
        store.tag(manifest, RoleTags.HEAD);
    }

    private Step<Found> look() {
        return look(SimulatedPublisher.NOW);
    }

    private Step<Found> look(Instant at) {
        HeadSource source = HeadSource.at(store).orElseThrow();
        return new Client(source, memory, TufLimits.defaults(), line -> {})
                .refresh(at)
                .then(lookup -> lookup.find(new TargetPath("dir/file")));
    }

    private void accepted() {
        assertThat(look()).isInstanceOf(Step.Done.class);
    }

    private void refused(ReasonCode code) {
        assertThat(SimulatedClient.reasonOf(look()).code()).isEqualTo(code);
    }

    @Test
    void anHonestHeadLeadsToTheTarget() {
        push(files());

        accepted();
        assertThat(memory.files()).containsOnlyKeys("root", "timestamp", "snapshot", "targets", ROLE.value());
    }

    @Attack("S3")
    @ParameterizedTest
    @CsvSource({
        "timestamp, THRESHOLD",
        "snapshot, HASH_MISMATCH",
        "targets, HASH_MISMATCH",
        "targets/releases, HASH_MISMATCH"
    })
    void aLayerThatAnAttackerSignedAndPutUnderTheSameNameIsRefused(String role, ReasonCode code) {
        Map<RoleName, RoleLayer> files = files();
        Bytes forged = RoleDocuments.sign(publisher.document(role), List.of(TestKeys.seeded("thief")));
        RoleName name = new RoleName(role);
        files.put(name, RoleLayer.of(name, publisher.version(role), forged));
        push(files);

        refused(code);
        assertThat(memory.files()).doesNotContainValue(forged);
    }

    @Attack({"T3", "S13"})
    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "targets", "targets/releases"})
    void filesOfTwoGenerationsDoNotMix(String role) {
        Map<RoleName, RoleLayer> old = files();
        publisher.publish("targets", ROLE.value());
        Map<RoleName, RoleLayer> mixed = files();
        RoleName name = new RoleName(role);
        // the old file under the name of the new version, as annotations are for anybody to write
        Bytes file =
                Optional.ofNullable(old.get(name)).flatMap(RoleLayer::content).orElseThrow();
        mixed.put(name, RoleLayer.of(name, publisher.version(role), file));
        push(mixed);

        refused(ReasonCode.HASH_MISMATCH);
    }

    @Attack("S15")
    @Test
    void anOldHeadUnderTheTagIsARollbackForWhoHasSeenTheNewOne() {
        Map<RoleName, RoleLayer> old = files();
        publisher.publish("targets");
        push(files());
        accepted();

        push(old);
        refused(ReasonCode.ROLLBACK);
    }

    @Attack("S12")
    @Test
    void anOldHeadUnderTheTagFreezesAtMostUntilTheTimestampExpires() {
        push(files());
        Step<Found> later = look(SimulatedPublisher.NOW.plusSeconds(31L * 24 * 3600));

        assertThat(SimulatedClient.reasonOf(later).code()).isEqualTo(ReasonCode.EXPIRED);
    }

    @Test
    void aRoleThatTheHeadLeavesOutIsNotTakenForAbsentButFetchedByTheHashItsParentLists() {
        push(files());
        Map<RoleName, RoleLayer> without = files();
        without.remove(ROLE);
        push(without);

        accepted();
    }

    @Attack("O16")
    @Test
    void aRoleThatIsNowhereEndsTheSearch() {
        Map<RoleName, RoleLayer> without = files();
        without.remove(ROLE);
        push(without);

        assertThatExceptionOfType(BullaException.class).isThrownBy(this::look).withMessageContaining(ROLE.value());
    }

    @Attack({"T15", "S18"})
    @Test
    void aRevocationInANewRootThatTheHeadHidesIsMissedOnlyAsLongAsTheOldTimestampLasts() {
        Map<RoleName, RoleLayer> before = files();
        push(before);
        accepted();
        publisher
                .rekey("timestamp", 1, TestKeys.seeded("new timestamp"))
                .publishRoot()
                .publish("targets");
        Map<RoleName, RoleLayer> after = files();
        after.put(RoleName.ROOT, Optional.ofNullable(before.get(RoleName.ROOT)).orElseThrow());
        List<Bytes> all = new ArrayList<>(publisher.roots());
        publisher.roots().remove(1);
        push(after);

        refused(ReasonCode.THRESHOLD);
        publisher.roots().add(all.get(1));
        push(files());
        accepted();
    }

    @Attack({"O19", "S12"})
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500})
    void anAnswerThatIsNot404IsNoAbsence(int status) {
        push(files());
        registry.faults().on(Kind.MANIFEST_GET).always().status(status);

        assertThatExceptionOfType(BullaException.class).isThrownBy(this::look);
        registry.faults().clear();
        accepted();
    }

    @Attack("O17")
    @Test
    void blobsThatAreNotTheirDigestAreRefused() {
        publisher.set("snapshot", "x", Json.text("y".repeat(9000))); // too long to be inlined
        publisher.relist();
        push(files());
        registry.faults().on(Kind.BLOB_GET).swapByte(100);

        refused(ReasonCode.HASH_MISMATCH);
    }
}
