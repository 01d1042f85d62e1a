package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TAP 13: a consumer says where the search begins and whose keys sign that role. The repository is run by a third party;
 * the pinned role is its tenant {@code acme}.
 */
class PinnedRoleTest {
    private static final LocalSigner OWNER = TestKeys.seeded("acme");
    private static final LocalSigner SECOND = TestKeys.seeded("acme second");
    private static final LocalSigner THIEF = TestKeys.seeded("thief");

    private final SimulatedPublisher publisher = new SimulatedPublisher();

    @BeforeEach
    void acmeIsATenant() {
        publisher.delegate("targets", "acme", entry -> entry.with("paths", RoleDocuments.texts("acme/*")));
        publisher.target("acme", "acme/app", "genuine").publish("targets", "acme");
    }

    private SimulatedClient pinned() {
        return new SimulatedClient(publisher).startingAt("acme", 1, OWNER);
    }

    private static String sha256(String content) {
        return Hashes.sha256Of(dev.bulla.bytes.Bytes.utf8(content)).prefix();
    }

    @Test
    void theSearchBeginsAtThePinnedRole() {
        SimulatedClient client = pinned();

        Found found = client.found("acme/app");

        assertThat(found.chain()).containsExactly(new RoleName("acme"));
        assertThat(found.info().hashes().prefix()).isEqualTo(sha256("genuine"));
        assertThat(client.requests()).doesNotContain("2.targets.json");
    }

    @Test
    void thePathsOfTheDelegationDoNotBindAPinnedRole() {
        publisher.target("acme", "elsewhere/tool", "tool").publish("acme");

        assertThat(pinned().found("elsewhere/tool").chain()).containsExactly(new RoleName("acme"));
    }

    @Test
    void topLevelTargetsCannotAddToWhatThePinnedRoleLists() {
        publisher.target("targets", "acme/other", "planted").publish("targets");

        assertThat(new SimulatedClient(publisher).found("acme/other").chain()).containsExactly(RoleName.TARGETS);
        pinned().notFound("acme/other", ReasonCode.NOT_A_TARGET);
    }

    @Test
    void topLevelTargetsCannotReplaceWhatThePinnedRoleLists() {
        publisher.target("targets", "acme/app", "planted").publish("targets");

        assertThat(new SimulatedClient(publisher)
                        .found("acme/app")
                        .info()
                        .hashes()
                        .prefix())
                .isEqualTo(sha256("planted"));
        assertThat(pinned().found("acme/app").info().hashes().prefix()).isEqualTo(sha256("genuine"));
    }

    @Attack("S17")
    @Test
    void aRootThatHandsEveryTopLevelRoleToAThiefCannotSpeakForThePinnedRole() {
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            publisher.rekey(role, 1, THIEF);
        }
        publisher.publishRoot();
        publisher.signers("acme").clear();
        publisher.signers("acme").add(THIEF);
        publisher.target("acme", "acme/app", "planted").publish("targets", "acme");

        Reason reason = pinned().refused(ReasonCode.THRESHOLD, "acme", "5.6.3");

        assertThat(reason.message()).contains("acme v3");
    }

    @Test
    void aDelegatorThatListsOtherKeysForThePinnedRoleChangesNothing() {
        publisher.signers("acme").add(THIEF);
        publisher.delegate(
                "targets",
                "acme",
                entry -> RoleDocuments.roleKeys(1, List.of(THIEF))
                        .with("name", entry.get("name").orElseThrow())
                        .with("paths", RoleDocuments.texts("acme/*")));
        publisher.signers("acme").remove(OWNER);
        publisher.publish("targets", "acme");

        pinned().refused(ReasonCode.THRESHOLD, "acme", "5.6.3");
    }

    @Test
    void theThresholdIsTheConsumersOwn() {
        SimulatedClient two = new SimulatedClient(publisher).startingAt("acme", 2, OWNER, SECOND);
        two.refused(ReasonCode.THRESHOLD, "acme", "5.6.3");

        publisher.signers("acme").add(SECOND);
        publisher.publish("acme");

        assertThat(two.found("acme/app").chain()).containsExactly(new RoleName("acme"));
    }

    @Test
    void theTopLevelTargetsRoleItselfCanBePinned() {
        SimulatedClient client = new SimulatedClient(publisher).startingAt("targets", 1, TestKeys.seeded("targets"));
        assertThat(client.found("acme/app").chain()).containsExactly(RoleName.TARGETS, new RoleName("acme"));

        publisher.rekey("targets", 1, THIEF).publishRoot().publish("targets");

        client.refused(ReasonCode.THRESHOLD, "targets", "5.6.3");
    }

    @Test
    void snapshotAndTimestampStayTheRepositorys() {
        SimulatedClient client = pinned();
        client.found("acme/app");
        publisher.target("acme", "acme/app", "newer").publish("acme");
        client.found("acme/app");

        publisher.version("acme", 2).publish();

        client.refused(ReasonCode.ROLLBACK, "snapshot", "5.5.5");
    }

    @Test
    void aPinnedRoleThatTheSnapshotDoesNotListIsNotThere() {
        new SimulatedClient(publisher)
                .startingAt("other", 1, OWNER)
                .refused(ReasonCode.ROLE_NOT_IN_SNAPSHOT, "other", "5.6.1");
    }

    @Test
    void anExpiredPinnedRoleIsRefused() {
        publisher.expire("acme", Instant.parse("2026-06-01T11:59:59Z")).publish("acme");

        pinned().refused(ReasonCode.EXPIRED, "acme", "5.6.5");
    }

    @Test
    void delegationsOfThePinnedRoleAreFollowed() {
        publisher.delegate("acme", "acme-ci", entry -> entry.with("paths", RoleDocuments.texts("acme/nightly/*")));
        publisher.target("acme-ci", "acme/nightly/app", "nightly").publish("acme");

        assertThat(pinned().found("acme/nightly/app").chain())
                .containsExactly(new RoleName("acme"), new RoleName("acme-ci"));
    }

    @Test
    void aSecondUpdateReadsThePinnedRoleFromMemory() {
        SimulatedClient client = pinned();
        client.found("acme/app");

        client.found("acme/app");

        assertThat(client.requests()).containsExactly("2.root.json", "timestamp.json");
        assertThat(client.memory().files()).containsKey("acme").doesNotContainKey("targets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot"})
    void aSearchCannotBeginAtARoleThatListsNoTargets(String role) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimulatedClient(publisher)
                        .startingAt(role, 1, OWNER)
                        .refresh());
    }
}
