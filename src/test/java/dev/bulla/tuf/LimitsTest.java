package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tuf.md section 8: nothing foreign is read without end, and what is read costs time in proportion. */
class LimitsTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedClient client = new SimulatedClient(publisher);

    @ParameterizedTest
    @CsvSource({
        "2.root.json, root, 512000, 5.3.3",
        "timestamp.json, timestamp, 16384, 5.4.1",
        "1.snapshot.json, snapshot, 2000000, 5.5.1",
        "1.targets.json, targets, 5000000, 5.6.1",
    })
    void aFileOfUnlistedLengthIsReadUpToTheLimitOfItsKind(String file, String role, int limit, String section) {
        publisher.listsHashes(false).relist();
        publisher.replace(file, Bytes.utf8("x".repeat(limit + 1)));
        client.refused(ReasonCode.LIMIT_EXCEEDED, role, section);

        publisher.replace(file, Bytes.utf8("x".repeat(limit)));
        assertThat(SimulatedClient.reasonOf(client.refresh()).code()).isEqualTo(ReasonCode.MALFORMED);
    }

    private Reason readTargets(String file) {
        return SimulatedClient.reasonOf(Verifier.targets(RoleName.TARGETS).parse(Bytes.utf8(file), RoleFormat.TARGETS));
    }

    @Attack({"U4", "S6"})
    @Test
    void aMillionSignaturesAreRefusedAtThe129th() {
        StringBuilder file = new StringBuilder("{\"signatures\":[");
        for (int i = 0; i < 1_000_000; i++) {
            file.append(i == 0 ? "" : ",").append("{\"keyid\":\"").append(i).append("\",\"sig\":\"00\"}");
        }
        file.append("],\"signed\":{}}");

        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(readTargets(file.toString()).code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED));
    }

    @Attack("S6")
    @Test
    void aThousandLevelsOfNestingAreRefused() {
        String deep = "[".repeat(1000) + "]".repeat(1000);

        assertThat(readTargets("{\"signatures\":[],\"signed\":" + deep + "}").code())
                .isEqualTo(ReasonCode.MALFORMED);
        assertThat(readTargets("{\"signatures\":[],\"x\":" + deep + ",\"signed\":{}}")
                        .code())
                .isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void aRoleWithMoreThan128KeysIsRefused() {
        String[] ids = new String[129];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "k" + i;
        }
        publisher.delegate("targets", "delegated", entry -> entry.with("keyids", RoleDocuments.texts(ids)));
        publisher.publish("targets");

        client.refused(ReasonCode.LIMIT_EXCEEDED, "targets", "4");
    }

    @Test
    void aRoleNameOfMoreThan1KiBIsRefused() {
        publisher.delegate("targets", "delegated", entry -> entry.with("name", Json.text("\u00e9".repeat(513))));
        publisher.publish("targets");

        client.refused(ReasonCode.LIMIT_EXCEEDED, "targets", "4");
    }

    @Test
    void aTargetPathOfMoreThan4KiBIsRefused() {
        publisher.target("targets", "\u00e9".repeat(2049), "content").publish("targets");

        client.refused(ReasonCode.LIMIT_EXCEEDED, "targets", "4");
    }

    @Test
    void aKeyIdOfMoreThan1KiBIsMalformed() {
        publisher.delegate(
                "targets", "delegated", entry -> entry.with("keyids", RoleDocuments.texts("k".repeat(1025))));
        publisher.publish("targets");

        client.refused(ReasonCode.MALFORMED, "targets", "4");
    }

    @Attack({"P26", "U27"})
    @Test
    void readingIsLinear_tenTimesTheTargetsTakeAboutTenTimesTheTime() {
        String small = targets(20_000);
        String large = targets(200_000);
        for (int i = 0; i < 3; i++) {
            time(small);
        }

        long slow = time(large);
        long quick = time(small);
        long ratio = slow / Math.max(1, quick);

        assertThat(ratio).as("a quadratic reader would take 100 times as long").isLessThan(60);
    }

    /** In an order that is not canonical, which costs most. */
    private static String targets(int count) {
        StringBuilder file = new StringBuilder("{\"signatures\":[],\"signed\":{\"version\":1,\"targets\":{");
        for (int i = count; i > 0; i--) {
            file.append("\"path/").append(i).append("\":{\"length\":1,\"hashes\":{\"sha256\":\"00\"}}");
            file.append(i == 1 ? "" : ",");
        }
        return file.append("},\"spec_version\":\"1.0\",\"expires\":\"2030-01-01T00:00:00Z\",\"_type\":\"targets\"}}")
                .toString();
    }

    private static long time(String file) {
        Bytes bytes = Bytes.utf8(file);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean(); // the machine may be busy with other things
        long begin = threads.getCurrentThreadCpuTime();
        assertThat(RoleFormat.TARGETS.read(bytes).canonical().length()).isPositive();
        return threads.getCurrentThreadCpuTime() - begin;
    }
}
