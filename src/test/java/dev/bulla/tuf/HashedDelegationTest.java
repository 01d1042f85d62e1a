package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF 4.5 path_hash_prefixes and TAP 15 succinct_roles. */
class HashedDelegationTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedClient client = new SimulatedClient(publisher);

    private static String hash(String path) {
        return HashFunction.SHA256.hash(Bytes.utf8(path)).hex();
    }

    private void succinct(long bits, String prefix) {
        Json.Obj bins = RoleDocuments.roleKeys(1, List.of(TestKeys.seeded("bins")))
                .with("bit_length", Json.whole(bits))
                .with("name_prefix", Json.text(prefix));
        publisher.set(
                "targets",
                "delegations",
                Json.Obj.empty()
                        .with("keys", RoleDocuments.withKeys(Json.Obj.empty(), List.of(TestKeys.seeded("bins"))))
                        .with("succinct_roles", bins));
    }

    private void bin(String name, String target) {
        publisher.delegate("timestamp", name, entry -> entry).edit("timestamp", t -> t.without("delegations"));
        publisher.signers(name).set(0, TestKeys.seeded("bins"));
        publisher.target(name, target, "content");
    }

    @Test
    void s4_5_aPrefixOfTheHashOfThePathDelegates() {
        String prefix = hash("file").substring(0, 3);
        publisher
                .delegate(
                        "targets",
                        "other",
                        entry -> entry.without("paths")
                                .with("path_hash_prefixes", RoleDocuments.texts("zzz", prefix.substring(0, 2) + "x")))
                .delegate(
                        "targets",
                        "bin",
                        entry -> entry.without("paths")
                                .with("path_hash_prefixes", RoleDocuments.texts("ffffff", prefix)))
                .target("bin", "file", "content")
                .publish("targets");

        assertThat(client.found("file").chain()).extracting(RoleName::value).containsExactly("targets", "bin");
        assertThat(client.requests()).doesNotContain("1.other.json");
    }

    @Test
    void s4_5_prefixesAreLowerCase() {
        publisher
                .delegate(
                        "targets",
                        "bin",
                        entry -> entry.without("paths")
                                .with("path_hash_prefixes", RoleDocuments.texts("ABCDEF", "3B", "8C")))
                .target("bin", "file", "content")
                .publish("targets");

        assertThat(hash("file")).startsWith("3b");
        client.notFound("file", ReasonCode.NOT_A_TARGET);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 8, 9, 16, 31, 32})
    void tap15_theOneBinIsComputedFromTheLeadingBits(int bits) {
        BigInteger leading = new BigInteger(hash("file"), 16).shiftRight(256 - bits);
        int width = BigInteger.ONE
                .shiftLeft(bits)
                .subtract(BigInteger.ONE)
                .toString(16)
                .length();
        String name = "bin-" + "0".repeat(width - leading.toString(16).length()) + leading.toString(16);
        succinct(bits, "bin");
        bin(name, "file");
        publisher.publish("targets");

        assertThat(client.found("file").chain()).extracting(RoleName::value).containsExactly("targets", name);
        assertThat(client.requests()).hasSize(5);
    }

    @Attack("U17")
    @ParameterizedTest
    @ValueSource(longs = {0, -1, 33, 1L << 40})
    void tap15_aBitLengthOutside1To32IsMalformed(long bits) {
        succinct(bits, "bin");
        publisher.publish("targets");

        client.refused(ReasonCode.MALFORMED, "targets", "4");
    }

    @Test
    void tap15_rolesAndSuccinctRolesExcludeEachOther() {
        succinct(8, "bin");
        publisher.edit(
                "targets",
                targets -> targets.with(
                        "delegations",
                        ((Json.Obj) targets.get("delegations").orElseThrow()).with("roles", new Json.Arr(List.of()))));
        publisher.publish("targets");

        client.refused(ReasonCode.MALFORMED, "targets", "4");
    }

    @Test
    void tap15_aBinIsVerifiedWithTheKeysOfTheBins() {
        succinct(1, "bin");
        for (String bin : List.of("bin-0", "bin-1")) {
            bin(bin, "file");
            publisher.signers(bin).set(0, TestKeys.seeded("thief"));
        }
        publisher.publish("targets");

        client.notFound("file", ReasonCode.THRESHOLD);
    }

    @Test
    void tap15_namesOfBinsAreToldFromOthers() {
        SuccinctRoles bins =
                new SuccinctRoles(RoleKeys.of(List.of(TestKeys.seeded("x").publicKey()), 1), 9, "b");

        assertThat(bins.names(new RoleName("b-000"))).isTrue();
        assertThat(bins.names(new RoleName("b-1ff"))).isTrue();
        for (String other :
                List.of("b-200", "b-1FF", "b-00", "b-0000", "c-000", "b-00g", "b000", "b-\u0660\u0660\u0660")) {
            assertThat(bins.names(new RoleName(other))).as(other).isFalse();
        }
    }
}
