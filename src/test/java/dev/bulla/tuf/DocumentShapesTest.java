package dev.bulla.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF 4: well-formed JSON of a wrong shape is a reason, never an exception, whoever signed it. */
class DocumentShapesTest {
    private final SimulatedPublisher publisher = new SimulatedPublisher()
            .delegate("targets", "delegated", entry -> entry)
            .target("targets", "file", "content")
            .publish();

    private static final List<Json> WRONG = List.of(
            new Json.Null(),
            new Json.Bool(true),
            Json.whole(-1),
            Json.text(""),
            new Json.Arr(List.of()),
            new Json.Arr(List.of(new Json.Null())),
            Json.Obj.empty());

    /** Every document that differs from {@code value} in one place. */
    private static List<Json> mutants(Json value) {
        List<Json> mutants = new ArrayList<>(WRONG);
        switch (value) {
            case Json.Obj object ->
                object.members().forEach((name, member) -> {
                    mutants.add(object.without(name));
                    mutants(member).forEach(mutant -> mutants.add(object.with(name, mutant)));
                });
            case Json.Arr array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    for (Json mutant : mutants(array.items().get(i))) {
                        List<Json> items = new ArrayList<>(array.items());
                        items.set(i, mutant);
                        mutants.add(new Json.Arr(items));
                    }
                }
            }
            default -> {
                // a scalar has no parts
            }
        }
        return mutants;
    }

    private static Step<?> read(String role, Bytes file) {
        return switch (role) {
            case "root" -> Verifier.ROOT.parse(file, RoleFormat.ROOT);
            case "timestamp" -> Verifier.TIMESTAMP.parse(file, RoleFormat.TIMESTAMP);
            case "snapshot" -> Verifier.SNAPSHOT.parse(file, RoleFormat.SNAPSHOT);
            default -> Verifier.targets(RoleName.TARGETS).parse(file, RoleFormat.TARGETS);
        };
    }

    @Attack({"P25", "U14", "U17"})
    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
    void everyMutantIsReadOrRefusedAsMalformed(String role) {
        Json whole = JsonReader.with(JsonLimits.signed(1 << 20)).read(publisher.signed(role));
        Map<ReasonCode, Integer> refusals = new LinkedHashMap<>();
        List<Json> mutants = mutants(whole);

        for (Json mutant : mutants) {
            if (read(role, JcsWriter.write(mutant)) instanceof Step.Refused<?> refused) {
                refusals.merge(refused.reason().code(), 1, Integer::sum);
                assertThat(refused.reason().facts()).containsEntry("role", role);
            }
        }

        assertThat(refusals.keySet()).isEqualTo(Set.of(ReasonCode.MALFORMED));
        assertThat(refusals.get(ReasonCode.MALFORMED)).isGreaterThan(mutants.size() / 2);
    }

    private Reason refusedTimestamp(String member, Json value) {
        SimulatedClient client = new SimulatedClient(publisher);
        publisher.set("timestamp", member, value);
        return client.refused(ReasonCode.MALFORMED, "timestamp", "4");
    }

    @Attack({"T14", "S9"})
    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 31, (1L << 53) - 1})
    void aVersionIsAnIntegerFrom1To2147483647(long version) {
        refusedTimestamp("version", Json.whole(version));
    }

    @Attack({"T14", "T16", "S9"})
    @ParameterizedTest
    @ValueSource(strings = {"1e3", "1.0", "9007199254740993", "9223372036854775807", "\"1\"", "01", "-0", "null"})
    void aVersionIsNothingElse(String written) {
        String file = new String(publisher.signed("timestamp").toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
        String changed = file.replaceAll("\"version\":\\d+}}$", "\"version\":" + written + "}}");
        assertThat(changed).isNotEqualTo(file);

        assertThat(read("timestamp", Bytes.utf8(changed))).isInstanceOf(Step.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-01-01T00:00:00",
                "2030-01-01T00:00:00+00:00",
                "2030-01-01T00:00:00.0Z",
                "2030-01-01 00:00:00Z",
                "2030-02-30T00:00:00Z",
                "2030-13-01T00:00:00Z",
                "2030-01-01T24:00:00Z",
                "2030-01-01T00:00:60Z",
                "2030-1-1T00:00:00Z",
                "+2030-01-01T00:00:00Z",
                "20300101T000000Z",
                "\u0662030-01-01T00:00:00Z",
                "",
            })
    void s4_2_1_aTimeHasOneSpelling(String expires) {
        refusedTimestamp("expires", Json.text(expires));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.0.0", "1", "1.", "1..0", "1.0.0.0", "0.1", "10.0", "v1.0", "1.x", "", "1.0.-1"})
    void tap6_anotherMajorVersionOfTheSpecificationIsRefused(String version) {
        refusedTimestamp("spec_version", Json.text(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.0.0", "1.0.34", "1.99", "1.2.3"})
    void tap6_everyMinorVersionIsAccepted(String version) {
        publisher.set("timestamp", "spec_version", Json.text(version));

        new SimulatedClient(publisher).refreshed();
    }

    @Attack("T32")
    @Test
    void unknownMembersAreKeptTakePartInTheSignatureAndLoosenNothing() {
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            publisher.set(
                    role, "x-note", Json.Obj.empty().with("z", Json.whole(1)).with("a", Json.text("\u00e9\n")));
        }
        publisher.publish();

        Complete roles = new SimulatedClient(publisher).refreshed().roles();

        assertThat(roles.timestamp().role().unrecognized().members()).containsOnlyKeys("x-note");
        assertThat(roles.snapshot().role().unrecognized().members()).containsOnlyKeys("x-note");
        assertThat(roles.targets().role().unrecognized().members()).containsOnlyKeys("x-note");
    }

    @Test
    void metadataThatIsWrittenWithSpacesInAnyOrderVerifies() {
        publisher.listsHashes(false).relist();
        Bytes file = publisher.signed("targets");
        String text = new String(file.toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
        int signed = text.indexOf(",\"signed\":");
        String turned = "{\"signed\" :\n" + text.substring(signed + 10, text.length() - 1) + ", "
                + text.substring(1, signed) + " }\n";
        publisher.replace("1.targets.json", Bytes.utf8(turned.replace(",\"", ",\n  \"")));

        assertThat(new SimulatedClient(publisher).found("file").info().length()).isEqualTo(7);
    }

    @Test
    void aRoleIsNotNamedTwiceNorLikeATopLevelRoleInOneListOfDelegations() {
        for (String name : List.of("delegated", "root", "timestamp", "snapshot", "targets")) {
            SimulatedPublisher other = new SimulatedPublisher().delegate("targets", "delegated", entry -> entry);
            other.delegate("targets", "second", entry -> entry.with("name", Json.text(name)))
                    .publish("targets");

            new SimulatedClient(other).refused(ReasonCode.MALFORMED, "targets", "4");
        }
    }

    @Test
    void pathsAndHashPrefixesExcludeEachOtherAndOneIsNeeded() {
        SimulatedPublisher both = new SimulatedPublisher()
                .delegate("targets", "a", entry -> entry.with("path_hash_prefixes", RoleDocuments.texts("ab")));
        SimulatedPublisher neither = new SimulatedPublisher().delegate("targets", "a", entry -> entry.without("paths"));

        new SimulatedClient(both.publish("targets")).refused(ReasonCode.MALFORMED, "targets", "4");
        new SimulatedClient(neither.publish("targets")).refused(ReasonCode.MALFORMED, "targets", "4");
    }
}
