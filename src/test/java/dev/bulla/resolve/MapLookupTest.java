package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.policy.Rule;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedClient;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Hashes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TAP 4 over whole TUF repositories: agreement, thresholds, terminating. */
class MapLookupTest {
    private final MapScene scene = new MapScene();

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
                    case MapLookup.Signed<Found> signed -> "keys";
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
        scene.repository("a", a);
        scene.repository("b", b);
        scene.repository("c", c);
        String rule = rule("e.c/*:*", "a b c", threshold, true);

        if (result.equals("down")) {
            assertThatThrownBy(() -> scene.decide(rule)).isInstanceOf(UnreachableException.class);
            return;
        }
        MapLookup.Outcome<Found> outcome = scene.decide(rule);

        assertThat(said(outcome)).isEqualTo(result.split(" ", -1)[0]);
        assertThat(outcome.by()).map(Rule::number).contains(0);
        assertThat(scene.asked()).containsExactlyInAnyOrder("a", "b", "c");
        if (result.contains(" at ")) { // the refusal is that of one repository, which is named
            String name = result.substring(result.length() - 1);
            Reason reason = SimulatedClient.reasonOf(outcome.step());
            assertThat(reason.message()).startsWith("repository " + name + ": ");
            assertThat(reason.facts()).containsEntry("repository", name).containsEntry("role", "targets");
        }
    }

    @Attack("S21")
    @Test
    void repositoriesAgreeOnLengthAndAllHashesAndNotOnCustom() {
        scene.repository("a", "app");
        SimulatedPublisher other = new SimulatedPublisher();
        Json.Obj entry = Json.Obj.empty()
                .with("length", Json.whole(3))
                .with("hashes", Json.Obj.empty().with("sha256", Json.text(sha256("app"))));
        other.entry(
                "targets", MapScene.NAME, entry.with("custom", Json.Obj.empty().with("note", Json.text("mine"))));
        scene.repository("b", other.publish("targets"));

        assertThat(said(scene.decide(rule("e.c/*:*", "a b", 2, true)))).isEqualTo("a+b");

        other.entry("targets", MapScene.NAME, entry.with("length", Json.whole(4)))
                .publish("targets");
        assertThat(said(scene.decide(rule("e.c/*:*", "a b", 2, true)))).isEqualTo("THRESHOLD");
    }

    @Test
    void aDisagreementIsToldRepositoryByRepository() {
        scene.repository("a", "app");
        scene.repository("b", "other");

        Reason reason = SimulatedClient.reasonOf(
                scene.decide(rule("e.c/*:*", "a b", 2, true)).step());

        assertThat(reason.message()).isEqualTo("1 of 2 repositories say the same of e.c/app:1, 2 must");
        assertThat(reason.hints())
                .containsExactly(
                        "repository a lists 3 bytes, sha256:" + sha256("app"),
                        "repository b lists 5 bytes, sha256:" + sha256("other"));
    }

    @Test
    void whatDoesNotCountIsToldBesideTheAnswer() {
        scene.repository("a", "app");
        scene.repository("b", "app");
        scene.repository("c", "down");

        MapLookup.Answer<Found> answer =
                scene.decide(rule("e.c/*:*", "a b c", 2, true)).step().orThrow();

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
        scene.repository("a", a);
        scene.repository("b", b);
        String first = rule("e.c/*:*", "a", 1, terminating);
        String second = rule("e.c/**:*", "b", 1, true);

        if (result.equals("down")) {
            assertThatThrownBy(() -> scene.decide(first, second)).isInstanceOf(UnreachableException.class);
        } else {
            assertThat(said(scene.decide(first, second))).isEqualTo(result);
        }
        assertThat(scene.asked()).containsExactly(asked.split(" ", -1));
    }

    @Attack("S21")
    @Test
    void aRoleThatTheSnapshotListsAndTheRepositoryWithholdsIsNoAbsence() {
        SimulatedPublisher publisher = new SimulatedPublisher();
        publisher.delegate("targets", "team", entry -> entry.with("paths", RoleDocuments.texts("e.c/*")));
        scene.repository("a", publisher.publish("targets", "team").remove("2.team.json"));
        scene.repository("b", "app");

        assertThatThrownBy(() -> scene.decide(rule("e.c/*:*", "a", 1, false), rule("e.c/**:*", "b", 1, true)))
                .hasMessageContaining("2.team.json");
        assertThat(scene.asked()).containsExactly("a");
    }

    @Test
    void oneOfSeveralThatListsTheNameKeepsTheNextRuleFromBeingTried() {
        scene.repository("a", "app");
        scene.repository("b", "absent");
        scene.repository("c", "evil");

        assertThat(said(scene.decide(rule("e.c/*:*", "a b", 2, false), rule("e.c/**:*", "c", 1, true))))
                .isEqualTo("THRESHOLD");
        assertThat(scene.asked()).doesNotContain("c");
    }

    @Test
    void theFirstMatchingRuleDecidesWhateverALaterOneSays() {
        scene.repository("a", "app");
        scene.repository("b", "other");

        MapLookup.Outcome<Found> outcome = scene.decide(
                rule("e.c/app:*", "a", 1, true), rule("e.c/*:*", "b", 1, true), "{'match': '*', 'action': 'reject'}");

        assertThat(said(outcome)).isEqualTo("a");
        assertThat(scene.asked()).containsExactly("a");
    }

    @Test
    void aNameThatNoRuleCoversIsRejectedAndNobodyIsAsked() {
        MapLookup.Outcome<Found> outcome = scene.decideOn("elsewhere.com/app:1", rule("e.c/*:*", "a", 1, true));

        assertThat(said(outcome)).isEqualTo("NOT_COVERED");
        assertThat(outcome.by()).isEmpty();
        assertThat(scene.asked()).isEmpty();
    }

    @Test
    void aRuleThatAllowsTheUnsignedIsReachedByAbsenceAloneAndNeverByAFailure() {
        String allow = "{'match': '*', 'action': 'allow-unsigned'}";
        scene.repository("a", "absent");
        assertThat(said(scene.decide(rule("e.c/*:*", "a", 1, false), allow))).isEqualTo("unsigned");

        scene.clear();
        scene.repository("a", "unsigned");
        assertThat(said(scene.decide(rule("e.c/*:*", "a", 1, false), allow))).isEqualTo("THRESHOLD");
    }

    @Test
    void afterAbsenceARejectingRuleSaysThatTheNameIsNoTarget() {
        scene.repository("a", "absent");

        MapLookup.Outcome<Found> outcome =
                scene.decide(rule("e.c/*:*", "a", 1, false), "{'match': '*', 'action': 'reject'}");

        assertThat(said(outcome)).isEqualTo("NOT_A_TARGET");
        assertThat(outcome.by()).map(Rule::number).contains(1);
    }

    @Test
    void aRewrittenNameIsWhatTheRepositoriesAreAskedFor() {
        scene.repository("a", "app");
        String rewriting = "{'match': 'm.c/cache/*:*', 'rewrite': 'e.c/$1:$2', 'repositories': ['a']}";

        assertThat(said(scene.decideOn("m.c/cache/app:1", rewriting))).isEqualTo("a");
        assertThat(said(scene.decideOn("m.c/cache/app:2", rewriting))).isEqualTo("NOT_A_TARGET");
    }
}
