package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF 5.2 and 5.3. */
class RootUpdateTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedClient client = new SimulatedClient(publisher);
    private final Signer oldRoot = TestKeys.seeded("root");
    private final Signer newRoot = TestKeys.seeded("root 2");

    @Test
    void s5_2_aPinnedRootThatIsNotSignedByItselfFailsBeforeAnyRequest() {
        client.memory().files().put("root", RoleDocuments.sign(publisher.document("root"), List.of(newRoot)));

        client.refused(ReasonCode.THRESHOLD, "root", "5.3.4");

        assertThat(client.requests()).isEmpty();
    }

    @Test
    void s5_2_withoutAPinnedRootNothingIsTrustedOnFirstUse() {
        client.memory().files().clear();

        assertThat(SimulatedClient.reasonOf(client.refresh()).code()).isEqualTo(ReasonCode.NO_TRUST_ROOT);
        assertThat(client.requests()).isEmpty();
    }

    @Test
    void s5_3_requestsGoUpByOneUntilThereIsNoNewerRoot() {
        publisher.publishRoot().publishRoot();

        client.refreshed();

        assertThat(client.requests())
                .containsExactly(
                        "2.root.json",
                        "3.root.json",
                        "4.root.json",
                        "timestamp.json",
                        "1.snapshot.json",
                        "1.targets.json");
        assertThat(client.memory().writes()).containsExactly("root 2", "root 3", "timestamp", "snapshot", "targets");
        assertThat(client.memory().files())
                .containsEntry("root", publisher.roots().get(2));
    }

    @Attack("U4")
    @Test
    void s5_3_3_noMoreRootsThanTheLimitAreFollowedInOneUpdateAndTheNextGoesOn() {
        for (int i = 0; i < 5; i++) {
            publisher.publishRoot();
        }
        client.limits(new TufLimits(512_000, 16_384, 2_000_000, 5_000_000, 1 << 26, 3, 32));

        assertThat(client.refreshed().roles().root().role().version()).isEqualTo(4);
        assertThat(client.requests()).doesNotContain("5.root.json");
        assertThat(client.refreshed().roles().root().role().version()).isEqualTo(6);
    }

    @Attack("S16")
    @Test
    void s5_3_4_aRootNeedsTheThresholdOfTheOldKeys() {
        publisher.rekey("root", 1, newRoot).publishRoot();

        client.refused(ReasonCode.THRESHOLD, "root", "5.3.4");
    }

    @Attack("U2")
    @Test
    void s5_3_4_aRootNeedsTheThresholdOfItsOwnKeys() {
        publisher.authorize("root", 2, List.of(newRoot, TestKeys.seeded("root 3")));
        publisher.signers("root").add(newRoot);
        publisher.publishRoot();

        client.refused(ReasonCode.THRESHOLD, "root", "5.3.4");
    }

    @Test
    void s5_3_4_aRootSignedByOldAndNewKeysIsFollowed() {
        publisher.rekey("root", 1, newRoot).publishRoot(oldRoot);
        publisher.publishRoot();

        assertThat(client.refreshed().roles().root().role().version()).isEqualTo(3);
    }

    @Attack("U15")
    @Test
    void s5_3_4_aThresholdAboveTheNumberOfKeysCanNeverBeMet() {
        publisher.authorize("root", 3, List.of(oldRoot, newRoot)).publishRoot(newRoot);

        client.refused(ReasonCode.THRESHOLD, "root", "5.3.4");
    }

    @Test
    void s5_3_4_aRoleWhoseThresholdIsAboveItsKeysIsRefusedWhileTheRootThatSaysSoIsNot() {
        publisher
                .authorize("timestamp", 2, List.of(TestKeys.seeded("timestamp")))
                .publishRoot();

        client.refused(ReasonCode.THRESHOLD, "timestamp", "5.4.2");
        assertThat(client.memory().files())
                .containsEntry("root", publisher.roots().get(1));
    }

    @Attack({"P23", "U18"})
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 2147483647})
    void s5_3_5_aRootOfAnotherVersionThanTheNextIsRefused(long version) {
        publisher.version("root", version);
        publisher.roots().add(publisher.signed("root"));

        assertThat(client.refused(ReasonCode.ROLLBACK, "root", "5.3.5").facts())
                .containsEntry("seen", 1L)
                .containsEntry("offered", version);
    }

    @Test
    void s5_3_6_theExpiryOfAnIntermediateRootDoesNotMatter() {
        Json expiry = publisher.document("root").get("expires").orElseThrow();
        publisher
                .expire("root", SimulatedPublisher.NOW.minus(Duration.ofDays(1)))
                .publishRoot();
        publisher.set("root", "expires", expiry).publishRoot();

        assertThat(client.refreshed().roles().root().role().version()).isEqualTo(3);
    }

    @Test
    void s5_3_8_rootsBeforeAFailureStayTrusted() {
        publisher.publishRoot();
        publisher.rekey("root", 1, newRoot).publishRoot();

        assertThat(SimulatedClient.reasonOf(client.refresh()).code()).isEqualTo(ReasonCode.THRESHOLD);
        assertThat(client.memory().writes()).containsExactly("root 2");
        assertThat(client.memory().files())
                .containsEntry("root", publisher.roots().get(1));
    }

    @Attack({"P23", "U24"})
    @Test
    void s5_3_10_anExpiredFinalRootIsRefusedAndStaysTrustedForTheNextUpdate() {
        Json expiry = publisher.document("root").get("expires").orElseThrow();
        publisher.expire("root", SimulatedPublisher.NOW).publishRoot();

        assertThat(SimulatedClient.reasonOf(client.refresh()).code()).isEqualTo(ReasonCode.EXPIRED);
        assertThat(client.requests()).containsExactly("2.root.json", "3.root.json");
        assertThat(client.memory().files())
                .containsEntry("root", publisher.roots().get(1));

        publisher.set("root", "expires", expiry).publishRoot();
        assertThat(client.refreshed().roles().root().role().version()).isEqualTo(3);
    }

    @Test
    void s5_3_10_aRoleExpiresAtTheVeryMomentThatItNames() {
        publisher.expire("root", SimulatedPublisher.NOW.plusSeconds(1)).publishRoot();

        client.refreshed();
        client.at(SimulatedPublisher.NOW.plusSeconds(1));

        client.refused(ReasonCode.EXPIRED, "root", "5.3.10");
    }

    @Attack("U25")
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot"})
    void s5_3_11_rotatedOnlineKeysRecoverFromFastForward(String role) {
        publisher.version("timestamp", TufLimits.MAX_VERSION - 1);
        publisher.version("snapshot", TufLimits.MAX_VERSION - 1).relist();
        client.refreshed();
        publisher.version("timestamp", 1).version("snapshot", 1).relist();
        client.refused(ReasonCode.ROLLBACK, "timestamp", "5.4.3.1");

        publisher.rekey(role, 1, TestKeys.seeded("new " + role)).publishRoot();
        publisher.relist();

        assertThat(client.refreshed().roles().timestamp().role().version()).isEqualTo(1);
    }

    @Test
    void s5_3_11_rotationIsNoticedAtEveryStepNotOnlyBetweenFirstAndLastRoot() {
        Signer timestamp = TestKeys.seeded("timestamp");
        publisher.version("timestamp", 50).relist();
        client.refreshed();
        publisher.rekey("timestamp", 1, TestKeys.seeded("in between")).publishRoot();
        publisher.rekey("timestamp", 1, timestamp).publishRoot();
        publisher.version("timestamp", 2).relist();

        assertThat(client.refreshed().roles().timestamp().role().version()).isEqualTo(2);
    }

    @Test
    void s5_3_11_aKeyThatIsOnlyAddedDoesNotResetTheMemory() {
        publisher.version("timestamp", 50).relist();
        client.refreshed();
        publisher
                .authorize("timestamp", 1, List.of(TestKeys.seeded("timestamp"), TestKeys.seeded("second")))
                .publishRoot();
        publisher.version("timestamp", 2).relist();

        client.refused(ReasonCode.ROLLBACK, "timestamp", "5.4.3.1");
    }

    @Test
    void s5_3_aClientThatMissedFiveRotationsCatchesUp() {
        List<Bytes> seen = new ArrayList<>();
        for (int i = 2; i <= 6; i++) {
            Signer previous = publisher.signers("root").get(0);
            publisher.rekey("root", 1, TestKeys.seeded("root " + i)).publishRoot(previous);
            seen.add(publisher.roots().get(i - 1));
        }

        assertThat(client.refreshed().roles().root().raw()).isEqualTo(seen.get(4));
    }

    @Test
    void s4_3_consistentSnapshotAbsentMeansFalse() {
        publisher.edit("root", root -> root.without("consistent_snapshot")).publishRoot();

        client.refreshed();

        assertThat(client.requests())
                .containsExactly("2.root.json", "3.root.json", "timestamp.json", "snapshot.json", "targets.json");
    }
}
