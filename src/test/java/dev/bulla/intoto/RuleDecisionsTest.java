package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.hasFinding;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.RULE_VIOLATED;

import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** intoto.md section 9, D1 to D7: rules, patterns and names of artifacts. */
class RuleDecisionsTest {

    private static Chain twoSteps(String[] made, String[] used, String... rules) {
        return Chain.empty()
                .step("write", 1, ALICE)
                .step("build", step -> step.with("expected_materials", Docs.rules(rules)), 1, ALICE)
                .link("write", ALICE, list(), made)
                .link("build", ALICE, used, list());
    }

    @Attack({"P30", "I20"})
    @Test
    void d1_MatchInConsumesOnlyWhatLiesBelowTheSourcePrefix() {
        String[] rules = {"MATCH * IN lib WITH PRODUCTS FROM write", "DISALLOW *"};

        accepted(twoSteps(list("a=aa"), list("lib/a=aa"), rules));
        rejected(twoSteps(list("a=aa"), list("a=aa"), rules), RULE_VIOLATED, "'a'");
    }

    @Test
    void d1_PrefixesCompareWholeSegmentsAndATrailingSlashIsIgnored() {
        accepted(twoSteps(list("a=aa"), list("lib/a=aa"), "MATCH * IN lib/ WITH PRODUCTS FROM write", "DISALLOW *"));
        rejected(
                twoSteps(list("x/a=aa"), list("libx/a=aa"), "MATCH * IN lib WITH PRODUCTS FROM write", "DISALLOW *"),
                RULE_VIOLATED,
                "'libx/a'");
    }

    @Test
    void d2_ABackslashInAPatternIsLiteral() {
        accepted(Chain.build(list(), list("*=aa"), "ALLOW \\*", "ALLOW *"));
        rejected(Chain.build(list(), list("*=aa"), "ALLOW \\*", "DISALLOW *"), RULE_VIOLATED, "DISALLOW");
    }

    @Attack({"P30", "I20"})
    @Test
    void d3_AnUnclosedBracketIsLiteralAndCannotDisableADisallow() {
        rejected(Chain.build(list(), list("[a=aa"), "DISALLOW [a"), RULE_VIOLATED, "'[a'");
        accepted(Chain.build(list(), list("a=aa"), "DISALLOW [a"));
        rejected(Chain.build(list(), list("[ab=aa"), "DISALLOW [a*"), RULE_VIOLATED, "'[ab'");
    }

    @Test
    void d4_ABracketThatOpensAClassIsItsMember() {
        accepted(Chain.build(list(), list("]=aa", "a=aa"), "ALLOW []a]", "DISALLOW *"));
        rejected(Chain.build(list(), list("b=aa"), "ALLOW []a]", "DISALLOW *"), RULE_VIOLATED, "'b'");
    }

    @Attack("I2")
    @Test
    void d5_ACaretInAClassIsItsMemberAndOnlyTheExclamationMarkNegates() {
        accepted(Chain.build(list(), list("^=aa", "x=aa"), "ALLOW [^x]", "DISALLOW *"));
        rejected(Chain.build(list(), list("y=aa"), "ALLOW [^x]", "DISALLOW *"), RULE_VIOLATED, "'y'");
        accepted(Chain.build(list(), list("y=aa"), "ALLOW [!x]", "DISALLOW *"));
    }

    @Attack("I1")
    @ParameterizedTest
    @ValueSource(strings = {"x/../foo", "./foo", "a//foo", "/foo", "a\\foo", "foo/", "..", ""})
    void d6_ALinkWithANameThatFileSystemsReadAsAnotherIsRefused(String name) {
        var rejected = rejected(
                Chain.build(list(), list(name + "=aa"), "DISALLOW foo"), INTOTO_FAILED, "step 'build'", "do not count");

        hasFinding(rejected, Finding.Result.FAIL, "artifact name");
    }

    @Test
    void d6_NamesWithDotsInsideSegmentsAreOrdinary() {
        accepted(Chain.build(list(), list(".keep=aa", "a..b/...=aa", "C:x=aa"), "DISALLOW foo"));
    }

    @Attack("I1")
    @ParameterizedTest
    @ValueSource(strings = {"pkg:oci/../x", "https://example.com/./x", "pkg:oci\\x"})
    void d7_UriNamesStillHaveNoDotSegmentsAndNoBackslash(String name) {
        rejected(Chain.build(list(), list(name + "=aa"), "ALLOW *"), INTOTO_FAILED, "do not count");
    }

    @Test
    void d7_UriNamesStayAsTheyAreTwoSlashesIncluded() {
        accepted(Chain.build(
                list(),
                list("https://example.com//x/=aa", "pkg:oci/app@sha256:aa=aa"),
                "ALLOW https://example.com//x/",
                "ALLOW pkg:oci/app@*",
                "DISALLOW *"));
    }

    @Test
    void section3_RequireIsLiteralAndLooksAtWhatIsLeft() {
        accepted(Chain.build(list(), list("out=aa"), "REQUIRE out", "ALLOW *"));
        rejected(Chain.build(list(), list("out=aa"), "ALLOW *", "REQUIRE out"), RULE_VIOLATED, "does not find 'out'");
        rejected(Chain.build(list(), list("out=aa"), "REQUIRE o*"), RULE_VIOLATED, "does not find 'o*'");
    }

    @Test
    void section3_CreateDeleteModifyCompareMaterialsWithProducts() {
        accepted(Chain.build(
                list("both=aa", "gone=aa"), list("both=bb", "new=cc"), "CREATE new", "MODIFY both", "DISALLOW *"));
        rejected(Chain.build(list("both=aa"), list("both=aa"), "MODIFY *", "DISALLOW *"), RULE_VIOLATED, "'both'");
        rejected(Chain.build(list("both=aa"), list("both=bb"), "CREATE *", "DISALLOW *"), RULE_VIOLATED, "'both'");
        Chain deleting = Chain.empty()
                .step(
                        "build",
                        step -> step.with("expected_materials", Docs.rules("DELETE gone", "DISALLOW *")),
                        1,
                        ALICE);
        accepted(deleting.link("build", ALICE, list("gone=aa"), list()));
        rejected(deleting.link("build", ALICE, list("gone=aa"), list("gone=aa")), RULE_VIOLATED, "'gone'");
    }

    @Attack("I13")
    @Test
    void section3_MatchComparesTheWholeMapOfHashes() {
        var two = Docs.artifacts("a=aa");
        var document = Docs.link("build", dev.bulla.json.Json.Obj.empty(), two);
        var more =
                ((dev.bulla.json.Json.Obj) two.get("a").orElseThrow()).with("sha512", dev.bulla.json.Json.text("bb"));
        var used = Docs.link("build", dev.bulla.json.Json.Obj.empty().with("a", more), two);
        Chain chain = twoSteps(list("a=aa"), list("a=aa"), "MATCH * WITH PRODUCTS FROM write", "DISALLOW *");

        accepted(chain);
        rejected(chain.put("build", ALICE.keyId(), Docs.metablock(used, ALICE)), RULE_VIOLATED, "'a'");
        accepted(chain.put("build", ALICE.keyId(), Docs.metablock(document, ALICE)));
    }

    @Test
    void section3_MatchFromNothingConsumesNothingAndIsNoted() {
        Chain chain = twoSteps(list("a=aa"), list("a=aa"), "MATCH * WITH PRODUCTS FROM nowhere", "ALLOW *");

        hasFinding(accepted(chain), Finding.Result.NOTE, "no item here");
        rejected(
                twoSteps(list("a=aa"), list("a=aa"), "MATCH * WITH PRODUCTS FROM nowhere", "DISALLOW *"),
                RULE_VIOLATED,
                "'a'");
    }

    @Test
    void section3_KeywordsHaveAnyCaseAndArityIsStrict() {
        accepted(twoSteps(list("a=aa"), list("a=aa"), "match * with products from write", "disallow *"));
        for (String wrong : list("ALLOW", "ALLOW a b", "MATCH a", "MATCH a WITH THINGS FROM write", "PERMIT a")) {
            rejected(Chain.build(list(), list(), wrong), dev.bulla.outcome.ReasonCode.MALFORMED, "no artifact rule");
        }
    }
}
