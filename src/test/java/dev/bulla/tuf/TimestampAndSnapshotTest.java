package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF 5.4 and 5.5. */
class TimestampAndSnapshotTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedClient client = new SimulatedClient(publisher);

    @Test
    void s5_4_2_aTimestampNeedsTheThresholdOfRoot() {
        publisher.signers("timestamp").clear();

        client.refused(ReasonCode.THRESHOLD, "timestamp", "5.4.2");
        assertThat(client.requests()).containsExactly("2.root.json", "timestamp.json");
    }

    @Attack("U10")
    @Test
    void s5_4_3_1_aLowerTimestampIsARollback() {
        publisher.publish();
        client.refreshed();
        publisher.version("timestamp", 1);

        Reason reason = client.refused(ReasonCode.ROLLBACK, "timestamp", "5.4.3.1");

        assertThat(reason.facts()).containsEntry("seen", 2L).containsEntry("offered", 1L);
    }

    @Test
    void s5_4_3_1_anEqualTimestampIsDiscardedAndTheUpdateGoesOnWithTheOldOne() {
        client.refreshed();
        Bytes old = publisher.signed("timestamp");
        publisher.set("timestamp", "x-note", Json.text("same version, other content"));

        client.refreshed();

        assertThat(client.memory().files()).containsEntry("timestamp", old);
        assertThat(client.memory().writes()).isEmpty();
    }

    @Test
    void s5_4_3_1_afterAnEqualTimestampWhateverItNamesIsLoaded() {
        publisher.version("snapshot", 2).relist();
        publisher.version("snapshot", 1); // named by the timestamp, but not there yet
        assertThat(client.memory().files()).doesNotContainKey("timestamp");
        org.assertj.core.api.Assertions.assertThatThrownBy(client::refresh)
                .isInstanceOf(dev.bulla.outcome.NotFoundException.class);
        assertThat(client.memory().files()).containsKey("timestamp");

        publisher.version("snapshot", 2);

        assertThat(client.refreshed().roles().snapshot().role().version()).isEqualTo(2);
    }

    @Test
    void s5_4_3_2_aTimestampThatNamesALowerSnapshotIsARollback() {
        publisher.publish();
        client.refreshed();
        publisher.version("timestamp", 3).version("snapshot", 1).relist();

        client.refused(ReasonCode.ROLLBACK, "timestamp", "5.4.3.2");
    }

    @Test
    void s5_4_4_anExpiredTimestampIsRefusedAndNotRemembered() {
        publisher.expire("timestamp", SimulatedPublisher.NOW);

        client.refused(ReasonCode.EXPIRED, "timestamp", "5.4.4");
    }

    @Test
    void s5_4_4_anExpiredRememberedTimestampStillBoundsTheNewOne() {
        publisher.version("timestamp", 5).expire("timestamp", SimulatedPublisher.NOW.plusSeconds(10));
        client.refreshed();
        client.at(SimulatedPublisher.NOW.plusSeconds(20));
        Json later = publisher.document("root").get("expires").orElseThrow();

        client.refused(ReasonCode.EXPIRED, "timestamp", "5.4.4");
        publisher.version("timestamp", 4).set("timestamp", "expires", later);
        client.refused(ReasonCode.ROLLBACK, "timestamp", "5.4.3.1");
        publisher.version("timestamp", 6);
        assertThat(client.refreshed().roles().timestamp().role().version()).isEqualTo(6);
    }

    @Test
    void s5_5_1_aSnapshotThatIsRememberedAndCurrentIsNotRequestedAgain() {
        client.refreshed();
        publisher.version("timestamp", 2).relist();

        client.refreshed();

        assertThat(client.requests()).containsExactly("2.root.json", "timestamp.json");
        assertThat(client.memory().writes()).containsExactly("timestamp");
    }

    @Test
    void s5_5_2_aSnapshotWithAnotherHashIsRefusedBeforeItIsParsed() {
        publisher.replace(
                "1.snapshot.json",
                Bytes.utf8("x".repeat(publisher.signed("snapshot").length())));

        client.refused(ReasonCode.HASH_MISMATCH, "snapshot", "5.5.2");
    }

    @Test
    void s5_5_2_aSnapshotWithAnotherLengthIsRefused() {
        publisher.replace("1.snapshot.json", Bytes.utf8("{}"));

        client.refused(ReasonCode.HASH_MISMATCH, "snapshot", "5.5.2");
    }

    @Attack("T30")
    @Test
    void s5_5_2_allListedHashesThatAreKnownMustMatch() {
        publisher.edit(
                "timestamp",
                timestamp -> timestamp.with(
                        "meta",
                        Json.Obj.empty()
                                .with(
                                        "snapshot.json",
                                        Json.Obj.empty()
                                                .with("version", Json.whole(1))
                                                .with(
                                                        "hashes",
                                                        Json.Obj.empty()
                                                                .with(
                                                                        "sha256",
                                                                        Json.text(dev.bulla.bytes.HashFunction.SHA256
                                                                                .hash(publisher.signed("snapshot"))
                                                                                .hex()))
                                                                .with("sha512", Json.text("00"))))));

        client.refused(ReasonCode.HASH_MISMATCH, "snapshot", "5.5.2");
    }

    @Test
    void s5_5_2_aListWithoutAKnownHashProvesNothing() {
        Json.Obj entry = Json.Obj.empty()
                .with("version", Json.whole(1))
                .with("hashes", Json.Obj.empty().with("md5", Json.text("00")));
        publisher.set("timestamp", "meta", Json.Obj.empty().with("snapshot.json", entry));

        client.refused(ReasonCode.UNKNOWN_HASH, "snapshot", "5.5.2");
    }

    @Test
    void s5_5_3_aSnapshotNeedsTheThresholdOfRoot() {
        publisher.signers("snapshot").set(0, TestKeys.seeded("thief"));
        publisher.relist();

        client.refused(ReasonCode.THRESHOLD, "snapshot", "5.5.3");
    }

    @Test
    void s5_5_4_aSnapshotOfAnotherVersionThanTheTimestampNamesIsRefused() {
        publisher.listsHashes(false).relist();
        Bytes second = RoleDocuments.sign(
                publisher.document("snapshot").with("version", Json.whole(2)), publisher.signers("snapshot"));
        publisher.replace("1.snapshot.json", second);

        client.refused(ReasonCode.VERSION_MISMATCH, "snapshot", "5.5.4");
    }

    @Attack({"U10", "U20"})
    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_5_5_aLoweredRoleIsARollback(String role) {
        publisher.delegate("targets", "delegated", entry -> entry).publish("targets", "delegated");
        client.refreshed();
        publisher.version(role, 1).publish();

        assertThat(client.refused(ReasonCode.ROLLBACK, "snapshot", "5.5.5").facts())
                .containsEntry("lowered", role)
                .containsEntry("seen", 2L)
                .containsEntry("offered", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_5_5_aRoleThatIsNoLongerListedIsRefused(String role) {
        publisher.delegate("targets", "delegated", entry -> entry).publish("targets", "delegated");
        client.refreshed();
        publisher.publish();
        publisher.edit(
                "snapshot",
                snapshot ->
                        snapshot.with("meta", ((Json.Obj) snapshot.get("meta").orElseThrow()).without(role + ".json")));
        publisher.set(
                "timestamp",
                "meta",
                Json.Obj.empty()
                        .with(
                                "snapshot.json",
                                Json.Obj.empty().with("version", Json.whole(publisher.version("snapshot")))));

        client.refused(ReasonCode.ROLE_REMOVED, "snapshot", "5.5.5");
    }

    @Test
    void s5_5_5_theRememberedSnapshotNeedNotBeTheOneThatTheNewTimestampNames() {
        publisher.publish("targets");
        client.refreshed();
        publisher.version("targets", 1).publish();

        client.refused(ReasonCode.ROLLBACK, "snapshot", "5.5.5");
    }

    @Test
    void s5_5_6_anExpiredSnapshotIsRefusedAndNotRemembered() {
        publisher.expire("snapshot", SimulatedPublisher.NOW.minusSeconds(1)).relist();

        client.refused(ReasonCode.EXPIRED, "snapshot", "5.5.6");
    }

    @Test
    void s5_5_6_anExpiredRememberedSnapshotIsAskedForAgain() {
        publisher.expire("snapshot", SimulatedPublisher.NOW.plusSeconds(5)).relist();
        client.refreshed();
        client.at(SimulatedPublisher.NOW.plusSeconds(6));

        client.refused(ReasonCode.EXPIRED, "snapshot", "5.5.6");
        assertThat(client.requests()).contains("1.snapshot.json");
    }

    @Test
    void rememberedFilesThatNoLongerVerifyCountAsNeverSeen() {
        publisher.version("timestamp", 9).relist();
        client.refreshed();
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            client.memory().files().put(role, Bytes.utf8("{\"broken\":"));
        }
        publisher.version("timestamp", 3).relist();

        assertThat(client.refreshed().roles().timestamp().role().version()).isEqualTo(3);
    }
}
