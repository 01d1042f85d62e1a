package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF 5.6.1 to 5.6.6: top-level targets and delegated roles pass exactly the same checks. */
class TargetsRoleTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher()
            .delegate("targets", "delegated", entry -> entry)
            .target("delegated", "file", "content")
            .publish();
    private final SimulatedClient client = new SimulatedClient(publisher);

    private Reason refused(ReasonCode code, String role, String section) {
        Map<String, Bytes> before = Map.copyOf(client.memory().files());
        Step<?> step = client.refresh().then(lookup -> lookup.find(new TargetPath("file")));
        Reason reason = SimulatedClient.reasonOf(step);
        assertThat(reason.code()).as(reason.message()).isEqualTo(code);
        assertThat(reason.facts()).containsEntry("role", role).containsEntry("section", section);
        assertThat(client.memory().files().get(role)).isEqualTo(before.get(role));
        return reason;
    }

    @Attack("U13")
    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_1_aRoleThatTheSnapshotDoesNotListDoesNotExist(String role) {
        publisher.edit(
                "snapshot",
                snapshot ->
                        snapshot.with("meta", ((Json.Obj) snapshot.get("meta").orElseThrow()).without(role + ".json")));
        publisher.listsHashes(false);
        publisher.set(
                "timestamp",
                "meta",
                Json.Obj.empty()
                        .with(
                                "snapshot.json",
                                Json.Obj.empty().with("version", Json.whole(publisher.version("snapshot")))));

        refused(ReasonCode.ROLE_NOT_IN_SNAPSHOT, role, "5.6.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_1_aListedLengthThatPromisesTooMuchIsRefusedBeforeTheRequest(String role) {
        publisher.edit("snapshot", snapshot -> {
            Json.Obj meta = (Json.Obj) snapshot.get("meta").orElseThrow();
            Json.Obj info = (Json.Obj) meta.get(role + ".json").orElseThrow();
            return snapshot.with("meta", meta.with(role + ".json", info.with("length", Json.whole(1L << 31))));
        });
        publisher.set(
                "timestamp",
                "meta",
                Json.Obj.empty()
                        .with(
                                "snapshot.json",
                                Json.Obj.empty().with("version", Json.whole(publisher.version("snapshot")))));

        refused(ReasonCode.LIMIT_EXCEEDED, role, "5.6.1");
        assertThat(client.requests()).doesNotContain(publisher.version(role) + "." + role + ".json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_1_noMoreThanTheListedLengthIsRead(String role) {
        publisher.set(role, "x-more", Json.text("longer than it was listed"));

        refused(ReasonCode.LIMIT_EXCEEDED, role, "5.6.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_2_anotherLengthIsRefused(String role) {
        publisher.replace(publisher.version(role) + "." + role + ".json", Bytes.utf8("{}"));

        refused(ReasonCode.HASH_MISMATCH, role, "5.6.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_2_equalLengthAndAnotherHashIsRefused(String role) {
        publisher.replace(
                publisher.version(role) + "." + role + ".json",
                Bytes.utf8("x".repeat(publisher.signed(role).length())));

        refused(ReasonCode.HASH_MISMATCH, role, "5.6.2");
    }

    @Attack("U22")
    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_3_anUnsignedRoleIsRefused(String role) {
        publisher.signers(role).clear();
        publisher.publish(role);

        refused(ReasonCode.THRESHOLD, role, "5.6.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_3_aRoleSignedByAnotherKeyIsRefused(String role) {
        publisher.signers(role).set(0, TestKeys.seeded("thief"));
        publisher.publish(role);

        refused(ReasonCode.THRESHOLD, role, "5.6.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_4_anotherVersionThanListedIsRefused(String role) {
        publisher.listsHashes(false).publish();
        publisher.replace(
                publisher.version(role) + "." + role + ".json",
                RoleDocuments.sign(publisher.document(role).with("version", Json.whole(7)), publisher.signers(role)));

        assertThat(refused(ReasonCode.VERSION_MISMATCH, role, "5.6.4").facts())
                .containsEntry("seen", 1L)
                .containsEntry("offered", 7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_5_anExpiredRoleIsRefused(String role) {
        publisher.expire(role, SimulatedPublisher.NOW).publish(role);

        refused(ReasonCode.EXPIRED, role, "5.6.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_5_aRememberedRoleThatHasExpiredIsRefused(String role) {
        publisher.expire(role, SimulatedPublisher.NOW.plusSeconds(5)).publish(role);
        client.found("file");
        client.at(SimulatedPublisher.NOW.plusSeconds(5));

        refused(ReasonCode.EXPIRED, role, "5.6.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void s5_6_6_aVerifiedRoleIsRememberedAsReceivedAndNotRequestedAgain(String role) {
        client.found("file");
        assertThat(client.memory().files()).containsEntry(role, publisher.signed(role));

        client.found("file");

        assertThat(client.requests()).containsExactly("2.root.json", "timestamp.json");
    }

    @Attack({"P19", "U21"})
    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void aFailureAtOneStepIsHealedByTheNextUpdate(String role) {
        List<String> failed = new ArrayList<>();
        publisher.publish(role);
        String file = publisher.version(role) + "." + role + ".json";
        publisher.replace(file, Bytes.utf8("{}"));
        failed.add(refused(ReasonCode.HASH_MISMATCH, role, "5.6.2").message());
        publisher.replace(file, publisher.signed(role));

        assertThat(client.found("file").info().length()).isEqualTo(7);
        assertThat(failed).hasSize(1);
    }

    @Attack("U17")
    @Test
    void aTargetThatIsListedWithoutHashIsMalformed() {
        publisher
                .entry(
                        "delegated",
                        "file",
                        Json.Obj.empty().with("length", Json.whole(7)).with("hashes", Json.Obj.empty()))
                .publish("delegated");

        refused(ReasonCode.MALFORMED, "delegated", "4");
    }

    @Attack("U17")
    @Test
    void aRoleThatIsListedWithEmptyHashesIsMalformed() {
        Json.Obj info = Json.Obj.empty().with("version", Json.whole(1)).with("hashes", Json.Obj.empty());
        publisher.set("timestamp", "meta", Json.Obj.empty().with("snapshot.json", info));

        refused(ReasonCode.MALFORMED, "timestamp", "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void aRoleOfAnotherTypeIsRefused(String role) {
        publisher.set(role, "_type", Json.text("snapshot")).publish(role);

        refused(ReasonCode.MALFORMED, role, "4");
    }

    @Attack("U25")
    @ParameterizedTest
    @ValueSource(strings = {"targets", "delegated"})
    void aVersionOfTheLargestSizeIsValidAndOneMoreIsNot(String role) {
        publisher.version(role, TufLimits.MAX_VERSION).publish();
        client.found("file");

        publisher.listsHashes(false).publish();
        publisher.replace(
                publisher.version(role) + "." + role + ".json",
                RoleDocuments.sign(
                        publisher.document(role).with("version", Json.whole(1L << 31)), publisher.signers(role)));
        client.memory().files().remove(role);

        refused(ReasonCode.MALFORMED, role, "4");
    }
}
