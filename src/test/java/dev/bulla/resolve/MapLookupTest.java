package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.policy.Policy;
import dev.bulla.policy.Question;
import dev.bulla.policy.Rule;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.TargetPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TAP 4 over whole TUF repositories: agreement, thresholds, terminating. */
class MapLookupTest {
    private static final String NAME = "e.c/app:1";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, SimulatedClient> clients = new LinkedHashMap<>();

    /**
     * A repository in a state: {@code absent}, {@code unsigned} (its targets role does not verify), {@code down}, or the
     * content that it lists for the name.
     */
    private void repository(String name, String state) {
        SimulatedPublisher publisher = new SimulatedPublisher();
        if (!state.equals("absent") && !state.equals("down")) {
            publisher.target("targets", NAME, state);
        }
        if (state.equals("unsigned")) {
            publisher.signers("targets").clear();
        }
        publisher.publish("targets");
        if (!state.equals("down")) {
            clients.put(name, new SimulatedClient(publisher));
        }
    }

    private Step<Found> ask(String repository, Question question) {
        asked.add(repository);
        SimulatedClient client = Optional.ofNullable(clients.get(repository))
                .orElseThrow(() -> new UnreachableException(repository + " is down"));
        return client.refresh().then(lookup -> lookup.find(new TargetPath(question.target())));
    }

    private MapLookup.Outcome<Found> decide(String... rules) {
        return decideOn(NAME, rules);
    }

    private MapLookup.Outcome<Found> decideOn(String reference, String... rules) {
        StringBuilder repositories = new StringBuilder();
        for (String name : List.of("a", "b", "c")) {
            repositories
                    .append(repositories.isEmpty() ? "" : ", ")
                    .append("'" + name + "': {'root': {'file': '" + name + ".json'}, 'sources': ['attached']}");
        }
        String policy =
                "{'version': 1, 'repositories': {" + repositories + "}, 'rules': [" + String.join(", ", rules) + "]}";
        return new MapLookup<Found>(this::ask, Found::info)
                .decide(Policy.read(Bytes.utf8(policy.replace('\'', '"')))
                        .orThrow()
                        .coverage(Reference.parse(reference)));
    }

    private static String rule(String match, String repositories, int threshold, boolean terminating) {
        return "{'match': '" + match + "', 'repositories': ['" + repositories.replace(" ", "', '") + "'], 'threshold': "
                + threshold + ", 'terminating': " + terminating + "}";
    }

    private static String sha256(String content) {
        return Hashes.sha256Of(Bytes.utf8(content)).prefix();
    }

    private static String said(MapLookup.Outcome<Found> outcome) {
        return switch (outcome.step()) {
            case Step.Done<MapLookup.Answer<Found>> done ->
                switch (done.value()) {
                    case MapLookup.Agreed<Found> agreed ->
                        String.join(
                                "+",
                                agreed.votes().stream()
                                        .map(MapLookup.Vote::repository)
                                        .toList());
                    case MapLookup.Unsigned<Found> unsigned -> "unsigned";
                };
            case Step.Refused<MapLookup.Answer<Found>> refused ->
                refused.reason().code().toString();
        };
    }

    @ParameterizedTest(name = "{0} of [{1}, {2}, {3}]: {4}")
    @CsvSource({
        "2, app,      app,      app,      a+b+c",
        "2, app,      app,      other,    a+b",
        "2, app,      other,    app,      a+c",
        "2, other,    app,      app,      b+c",
        "2, app,      other,    third,    THRESHOLD",
        "2, app,      app,      absent,   a+b",
        "2, app,      absent,   absent,   THRESHOLD",
        "2, absent,   absent,   absent,   NOT_A_TARGET",
        "2, app,      app,      unsigned, a+b",
        "2, app,      other,    unsigned, THRESHOLD at c",
        "2, absent,   absent,   unsigned, THRESHOLD at c",
        "2, app,      app,      down,     a+b",
        "2, app,      other,    down,     down",
        "2, app,      absent,   down,     down",
        "2, absent,   absent,   down,     down",
        "2, app,      unsigned, down,     down",
        "2, absent,   unsigned, down,     THRESHOLD at b",
        "2, unsigned, unsigned, unsigned, THRESHOLD at a",
        "3, app,      app,      app,      a+b+c",
        "3, app,      app,      other,    THRESHOLD",
        "3, app,      app,      absent,   THRESHOLD",
        "3, app,      app,      down,     down",
        "1, app,      absent,   down,     a",
        "1, absent,   app,      unsigned, b",
        "1, app,      other,    absent,   AMBIGUOUS",
        "1, absent,   absent,   app,      c",
    })
    void soManyRepositoriesMustSayTheSame(int threshold, String a, String b, String c, String result) {
        repository("a", a);
        repository("b", b);
        repository("c", c);
        String rule = rule("e.c/*:*", "a b c", threshold, true);

        if (result.equals("down")) {
            assertThatThrownBy(() -> decide(rule)).isInstanceOf(UnreachableException.class);
            return;
        }
        MapLookup.Outcome<Found> outcome = decide(rule);

        assertThat(said(outcome)).isEqualTo(result.split(" ", -1)[0]);
        assertThat(outcome.by()).map(Rule::number).contains(0);
        assertThat(asked).containsExactlyInAnyOrder("a", "b", "c");
        if (result.contains(" at ")) { // the refusal is that of one repository, which is named
            String name = result.substring(result.length() - 1);
            Reason reason = SimulatedClient.reasonOf(outcome.step());
            assertThat(reason.message()).startsWith("repository " + name + ": ");
            assertThat(reason.facts()).containsEntry("repository", name).containsEntry("role", "targets");
        }
    }

    @Test
    void repositoriesAgreeOnLengthAndAllHashesAndNotOnCustom() {
        repository("a", "app");
        SimulatedPublisher other = new SimulatedPublisher();
        Json.Obj entry = Json.Obj.empty()
                .with("length", Json.whole(3))
                .with("hashes", Json.Obj.empty().with("sha256", Json.text(sha256("app"))));
        other.entry("targets", NAME, entry.with("custom", Json.Obj.empty().with("note", Json.text("mine"))));
        clients.put("b", new SimulatedClient(other.publish("targets")));

        assertThat(said(decide(rule("e.c/*:*", "a b", 2, true)))).isEqualTo("a+b");

        other.entry("targets", NAME, entry.with("length", Json.whole(4))).publish("targets");
        assertThat(said(decide(rule("e.c/*:*", "a b", 2, true)))).isEqualTo("THRESHOLD");
    }

    @Test
    void aDisagreementIsToldRepositoryByRepository() {
        repository("a", "app");
        repository("b", "other");

        Reason reason =
                SimulatedClient.reasonOf(decide(rule("e.c/*:*", "a b", 2, true)).step());

        assertThat(reason.message()).isEqualTo("1 of 2 repositories say the same of e.c/app:1, 2 must");
        assertThat(reason.hints())
                .containsExactly(
                        "repository a lists 3 bytes, sha256:" + sha256("app"),
                        "repository b lists 5 bytes, sha256:" + sha256("other"));
    }

    @Test
    void whatDoesNotCountIsToldBesideTheAnswer() {
        repository("a", "app");
        repository("b", "app");
        repository("c", "down");

        MapLookup.Answer<Found> answer =
                decide(rule("e.c/*:*", "a b c", 2, true)).step().orThrow();

        assertThat(answer instanceof MapLookup.Agreed<Found> agreed ? agreed.others() : List.of())
                .isEqualTo(List.of("repository c could not be asked: c is down"));
    }

    @ParameterizedTest(name = "{0} then {1}, terminating {2}: {3}, asked {4}")
    @CsvSource({
        "app,      other,    false, a,            a",
        "absent,   app,      false, b,            a b",
        "absent,   app,      true,  NOT_A_TARGET, a",
        "absent,   absent,   false, NOT_A_TARGET, a b",
        "unsigned, app,      false, THRESHOLD,    a",
        "unsigned, app,      true,  THRESHOLD,    a",
        "down,     app,      false, down,         a",
        "absent,   unsigned, false, THRESHOLD,    a b",
        "absent,   down,     false, down,         a b",
    })
    void onlyAuthenticatedAbsencePassesToTheNextRuleAndOnlyWhereTheRuleDoesNotTerminate(
            String a, String b, boolean terminating, String result, String asked) {
        repository("a", a);
        repository("b", b);
        String first = rule("e.c/*:*", "a", 1, terminating);
        String second = rule("e.c/**:*", "b", 1, true);

        if (result.equals("down")) {
            assertThatThrownBy(() -> decide(first, second)).isInstanceOf(UnreachableException.class);
        } else {
            assertThat(said(decide(first, second))).isEqualTo(result);
        }
        assertThat(this.asked).containsExactly(asked.split(" ", -1));
    }

    @Test
    void aRoleThatTheSnapshotListsAndTheRepositoryWithholdsIsNoAbsence() {
        SimulatedPublisher publisher = new SimulatedPublisher();
        publisher.delegate("targets", "team", entry -> entry.with("paths", RoleDocuments.texts("e.c/*")));
        clients.put(
                "a", new SimulatedClient(publisher.publish("targets", "team").remove("2.team.json")));
        repository("b", "app");

        assertThatThrownBy(() -> decide(rule("e.c/*:*", "a", 1, false), rule("e.c/**:*", "b", 1, true)))
                .hasMessageContaining("2.team.json");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void oneOfSeveralThatListsTheNameKeepsTheNextRuleFromBeingTried() {
        repository("a", "app");
        repository("b", "absent");
        repository("c", "evil");

        assertThat(said(decide(rule("e.c/*:*", "a b", 2, false), rule("e.c/**:*", "c", 1, true))))
                .isEqualTo("THRESHOLD");
        assertThat(asked).doesNotContain("c");
    }

    @Test
    void theFirstMatchingRuleDecidesWhateverALaterOneSays() {
        repository("a", "app");
        repository("b", "other");

        MapLookup.Outcome<Found> outcome = decide(
                rule("e.c/app:*", "a", 1, true), rule("e.c/*:*", "b", 1, true), "{'match': '*', 'action': 'reject'}");

        assertThat(said(outcome)).isEqualTo("a");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void aNameThatNoRuleCoversIsRejectedAndNobodyIsAsked() {
        MapLookup.Outcome<Found> outcome = decideOn("elsewhere.com/app:1", rule("e.c/*:*", "a", 1, true));

        assertThat(said(outcome)).isEqualTo("NOT_COVERED");
        assertThat(outcome.by()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aRuleThatAllowsTheUnsignedIsReachedByAbsenceAloneAndNeverByAFailure() {
        String allow = "{'match': '*', 'action': 'allow-unsigned'}";
        repository("a", "absent");
        assertThat(said(decide(rule("e.c/*:*", "a", 1, false), allow))).isEqualTo("unsigned");

        clients.clear();
        repository("a", "unsigned");
        assertThat(said(decide(rule("e.c/*:*", "a", 1, false), allow))).isEqualTo("THRESHOLD");
    }

    @Test
    void afterAbsenceARejectingRuleSaysThatTheNameIsNoTarget() {
        repository("a", "absent");

        MapLookup.Outcome<Found> outcome = decide(rule("e.c/*:*", "a", 1, false), "{'match': '*', 'action': 'reject'}");

        assertThat(said(outcome)).isEqualTo("NOT_A_TARGET");
        assertThat(outcome.by()).map(Rule::number).contains(1);
    }

    @Test
    void aRewrittenNameIsWhatTheRepositoriesAreAskedFor() {
        repository("a", "app");
        String rewriting = "{'match': 'm.c/cache/*:*', 'rewrite': 'e.c/$1:$2', 'repositories': ['a']}";

        assertThat(said(decideOn("m.c/cache/app:1", rewriting))).isEqualTo("a");
        assertThat(said(decideOn("m.c/cache/app:2", rewriting))).isEqualTo("NOT_A_TARGET");
    }
}
