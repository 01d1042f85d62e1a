package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found only when the rules are seen together. */
class RuleChecksTest {
    private static String rewriting(String match, String rewrite, String more) {
        return "{'match': '" + match + "', 'rewrite': '" + rewrite + "', 'repositories': ['acme']" + more + "}";
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "m.c/*:*,      e.c/acme/$1:$2,    apart",
        "m.c/**:*,     e.c/acme/$1:$2,    apart",
        "m.c/*/*:*,    e.c/$2/$1:$3,      apart",
        "m.c/*/*:*,    e.c/$1-$2:$3,      together",
        "m.c/*/*:*,    e.c/acme/$2:$3,    together",
        "m.c/*:*,      e.c/acme/$1:1,     together",
        "m.c/*:*,      e.c/acme/app:1,    together",
        "m.c/*-*:*,    e.c/$1$2:$3,       together",
        "m.c/**/*:*,   e.c/$1/$2:$3,      apart",
        "m.c/*/**:*,   e.c/$1/$2:$3,      apart",
        "m.c/**/x/**:*,e.c/$1/$2:$3,      together",
        "m.c/**/*/**:*,e.c/$1/$2/$3:$4,   together",
        "m.c/*/**/*:*, e.c/$1/$2/$3:$4,   apart",
        "m.c/app:1,    e.c/acme/app:1,    apart"
    })
    void aRewriteKeepsNamesApartOrSaysThatItDoesNot(String match, String rewrite, String result) {
        Step<Policy> plain = Policies.withRules(rewriting(match, rewrite, ""));

        if (result.equals("apart")) {
            assertThat(plain).isInstanceOf(Step.Done.class);
        } else {
            assertThat(Policies.refusal(plain).message())
                    .contains("line 6: rules[0].rewrite can make one target path of two names");
            assertThat(Policies.withRules(rewriting(match, rewrite, ", 'aliases': true")))
                    .isInstanceOf(Step.Done.class);
        }
    }

    @Attack("T7")
    @Test
    void twoPlacesForOneTargetPathNeedAliases() {
        String first = rewriting("m.c/*:*", "e.c/acme/$1:$2", "");
        String second = rewriting("n.c/x-*:*", "e.c/acme/$1:$2", "");

        assertThat(Policies.refusal(Policies.withRules(first, second)).message())
                .contains("line 7: rules[1].rewrite can make a target path that rules[0] makes of another name");
        assertThat(Policies.withRules(first, rewriting("n.c/x-*:*", "e.c/acme/$1:$2", ", 'aliases': true")))
                .isInstanceOf(Step.Done.class);
        assertThat(Policies.withRules(first, rewriting("n.c/x-*:*", "e.c/other/$1:$2", "")))
                .isInstanceOf(Step.Done.class);
    }

    @Test
    void theOriginAndOneRelocatedPlaceMayMeanTheSame() {
        assertThat(Policies.withRules(
                        "{'match': 'e.c/acme/*:*', 'repositories': ['acme']}",
                        rewriting("m.c/*:*", "e.c/acme/$1:$2", "")))
                .isInstanceOf(Step.Done.class);
    }

    @Test
    void severalRulesOfOneMatchMayRewriteAlike() {
        assertThat(Policies.withRules(
                        rewriting("m.c/*:*", "e.c/acme/$1:$2", ", 'terminating': false"),
                        rewriting("m.c/*:*", "e.c/acme/$1:$2", "")))
                .isInstanceOf(Step.Done.class);
    }

    @Test
    void aRuleThatIsNeverReachedIsRefused() {
        String everything = "{'match': '*', 'action': 'reject'}";
        String some = "{'match': 'e.c/acme/*:*', 'repositories': ['acme']}";
        String someOn = "{'match': 'e.c/acme/*:*', 'repositories': ['two'], 'terminating': false}";

        assertThat(Policies.refusal(Policies.withRules(everything, some)).message())
                .contains("line 7: rules[1].match is never reached: rules[0] decides for all its names");
        assertThat(Policies.refusal(Policies.withRules(some, someOn)).message()).contains("rules[1].match is never");
        assertThat(Policies.withRules(someOn, some, everything)).isInstanceOf(Step.Done.class);
    }
}
