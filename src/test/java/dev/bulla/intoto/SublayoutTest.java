package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.BOB;
import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.LAYOUT_EXPIRED;
import static dev.bulla.outcome.ReasonCode.LIMIT_EXCEEDED;
import static dev.bulla.outcome.ReasonCode.MISSING_LINK;
import static dev.bulla.outcome.ReasonCode.RULE_VIOLATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** intoto.md section 8 and D35, D44: a layout in the place of a link. */
class SublayoutTest {
    private static final List<EvidenceAddress.Parent> BELOW =
            List.of(new EvidenceAddress.Parent("build", ALICE.keyId()));

    /** A sublayout by Alice with the steps fetch and pack, both by Bob. */
    private static Json.Obj inner(UnaryOperator<Json.Obj> change) {
        return change.apply(Chain.empty()
                .step("fetch", 1, BOB)
                .step("pack", step -> step.with("expected_products", Docs.rules("DISALLOW bad")), 1, BOB)
                .signedLayout());
    }

    private static Bytes link(String step, String[] materials, String[] products) {
        return Docs.metablock(Docs.link(step, Docs.artifacts(materials), Docs.artifacts(products)), BOB);
    }

    private static Chain outer(UnaryOperator<Json.Obj> change, String... rules) {
        return Chain.empty()
                .step("build", step -> step.with("expected_products", Docs.rules(rules)), 1, ALICE)
                .put("build", ALICE.keyId(), Docs.metablock(inner(change), ALICE))
                .put(BELOW, "fetch", BOB.keyId(), link("fetch", list("url=aa"), list("src=bb")))
                .put(BELOW, "pack", BOB.keyId(), link("pack", list("src=bb"), list("out=cc")));
    }

    @Test
    void section8_TheSummaryHasTheMaterialsOfTheFirstStepAndTheProductsOfTheLast() {
        Link summary =
                accepted(outer(layout -> layout, "CREATE out", "DISALLOW *")).summary();

        assertThat(summary.materials().hashes()).containsOnlyKeys("url");
        assertThat(summary.products().hashes()).containsOnlyKeys("out");
        rejected(outer(layout -> layout, "CREATE src", "DISALLOW *"), RULE_VIOLATED, "'out'");
    }

    @Test
    void section8_StepsOfSublayoutsAreNamedWithTheWayToThem() {
        assertThat(accepted(outer(layout -> layout)).steps())
                .extracting(VerifiedStep::item)
                .containsExactly("build/fetch", "build/pack", "build");
    }

    @Test
    void section8_ExpiryAndRulesApplyInFull() {
        rejected(
                outer(layout -> layout.with("expires", Json.text("2026-05-31T23:59:59Z"))),
                LAYOUT_EXPIRED,
                "sublayout of step 'build'");
        rejected(
                outer(layout -> layout).put(BELOW, "pack", BOB.keyId(), link("pack", list(), list("bad=aa"))),
                RULE_VIOLATED,
                "'build/pack'");
    }

    @Test
    void section8_EvidenceBesideASublayoutDoesNotCount() {
        Chain beside = Chain.empty()
                .step("build", 1, ALICE)
                .put("build", ALICE.keyId(), Docs.metablock(inner(layout -> layout), ALICE))
                .put("fetch", BOB.keyId(), link("fetch", list(), list()))
                .put("pack", BOB.keyId(), link("pack", list(), list()));

        rejected(beside, MISSING_LINK, "'build/fetch'");
    }

    @Test
    void section8_TheOwnerOfASublayoutIsTheFunctionaryWhoSignedIt() {
        Chain byBob = outer(layout -> layout).put("build", ALICE.keyId(), Docs.metablock(inner(layout -> layout), BOB));

        rejected(byBob, INTOTO_FAILED, "did not sign");
    }

    @Test
    void section8_ParametersAreNotPassedDown() {
        UnaryOperator<Json.Obj> braces = layout -> layout.with("readme", Json.text("{A}"));
        Chain chain = Chain.empty()
                .step("build", 1, ALICE)
                .put(
                        "build",
                        ALICE.keyId(),
                        Docs.metablock(
                                Chain.empty()
                                        .step(
                                                "pack",
                                                step -> step.with(
                                                        "expected_products", Docs.rules("ALLOW {A}", "DISALLOW *")),
                                                1,
                                                BOB)
                                        .signedLayout(),
                                ALICE))
                .put(BELOW, "pack", BOB.keyId(), link("pack", list(), list("{A}=aa")))
                .options(options -> options.parameters(new Parameters(Map.of("A", "x"))));

        accepted(chain);
        accepted(outer(braces));
    }

    @Test
    void section2_9_ASummaryMustAgreeWithTheLinksBesideIt() {
        Chain two = Chain.empty()
                .step("build", 1, ALICE, BOB)
                .put("build", ALICE.keyId(), Docs.metablock(inner(layout -> layout), ALICE))
                .put(BELOW, "fetch", BOB.keyId(), link("fetch", list("url=aa"), list("src=bb")))
                .put(BELOW, "pack", BOB.keyId(), link("pack", list("src=bb"), list("out=cc")));

        accepted(two.link("build", BOB, list("url=aa"), list("out=cc")));
        rejected(two.link("build", BOB, list("url=aa"), list("out=dd")), INTOTO_FAILED, "disagree");
    }

    @Test
    void d35_ASublayoutWithoutStepsIsRefused() {
        rejected(outer(layout -> layout.with("steps", new Json.Arr(List.of()))), INTOTO_FAILED, "steps is empty");
    }

    /** Layouts within layouts; the innermost has a plain link. */
    private static Chain nested(int depth) {
        Chain chain = Chain.empty().step("s", 1, ALICE);
        List<EvidenceAddress.Parent> parents = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            Json.Obj layout = Chain.empty()
                    .step("s", 1, ALICE)
                    .edit(top -> top.with("readme", Json.text("level " + parents.size())))
                    .signedLayout();
            chain.put(List.copyOf(parents), "s", ALICE.keyId(), Docs.metablock(layout, ALICE));
            parents.add(new EvidenceAddress.Parent("s", ALICE.keyId()));
        }
        Bytes plain = Docs.metablock(Docs.link("s", Json.Obj.empty(), Json.Obj.empty()), ALICE);
        return chain.put(List.copyOf(parents), "s", ALICE.keyId(), plain);
    }

    @Attack("I20")
    @Test
    void d44_EightSublayoutsMayBeNestedAndNineMayNot() {
        accepted(nested(8));
        rejected(nested(9), LIMIT_EXCEEDED, "nested deeper than 8");
    }

    @Attack("I20")
    @Test
    void d44_ASublayoutThatContainsItselfIsRefused() {
        Json.Obj self = Chain.empty().step("s", 1, ALICE).signedLayout();
        Bytes document = Docs.metablock(self, ALICE);
        EvidenceSource everywhere = address -> Optional.of(new EvidenceSource.Stored(address.toString(), document));
        LayoutVerdict verdict = LayoutVerifier.verify(
                VerificationRequest.of(document, List.of(OwnerKey.of(ALICE.publicKey())), everywhere, Chain.AT));

        assertThat(verdict).isInstanceOf(LayoutVerdict.Rejected.class);
        assertThat(((LayoutVerdict.Rejected) verdict).reason().message()).contains("contains itself");
    }
}
