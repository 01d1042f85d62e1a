package dev.bulla.resolve;

import static dev.bulla.resolve.BoundShop.LAYOUT;
import static dev.bulla.resolve.BoundShop.PATHS;
import static dev.bulla.resolve.BoundShop.RELEASES;
import static dev.bulla.testkit.tuf.SimulatedClient.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.BundleChain;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The in-toto binding, rule by rule (trust.md section 6; intoto.md 11.1). */
class ProvenanceCheckTest {
    private static final BundleChain OLD =
            BundleChain.making(BoundShop.BUNDLE_SHA).expires("2026-05-31T00:00:00Z");

    private static ProvenanceOutcome.Proven proven(Step<ProvenanceOutcome> step) {
        assertThat(step.orThrow()).isInstanceOf(ProvenanceOutcome.Proven.class);
        return (ProvenanceOutcome.Proven) step.orThrow();
    }

    private static void refused(Step<ProvenanceOutcome> step, ReasonCode code, String message) {
        assertThat(reasonOf(step).code()).as(reasonOf(step).message()).isEqualTo(code);
        assertThat(reasonOf(step).message()).contains(message);
    }

    @Test
    void aBoundLayoutThatIsMetProvesTheBundle() {
        ProvenanceOutcome.Proven proven = proven(BoundShop.good().demanded());

        assertThat(proven.layout().value()).isEqualTo(LAYOUT);
        assertThat(proven.bound()).isTrue();
        assertThat(proven.verdict().steps()).hasSize(2);
    }

    @Attack("P2")
    @Test
    void section6_2_ALayoutThatAppliesIsVerifiedThoughNobodyAsked() {
        BoundShop shop = BoundShop.good()
                .lose(PATHS.links(BoundShop.BUNDLE_SHA) + BoundShop.good().chain.tagFile());

        refused(shop.check(), ReasonCode.MISSING_LINK, "is listed and absent");
    }

    @Test
    void section6_2_OneOfSeveralLayoutsIsEnough() {
        BoundShop shop = BoundShop.good().bind(PATHS.layout("a-first.layout"), OLD, custom -> custom);

        assertThat(proven(shop.demanded()).layout().value()).isEqualTo(LAYOUT);
    }

    @Test
    void section6_2_AllExpiredIsItsOwnReason() {
        BoundShop shop =
                BoundShop.withoutLayout().bind(LAYOUT, OLD, custom -> custom).release(OLD);

        refused(shop.check(), ReasonCode.LAYOUT_EXPIRED, "layout expired at 2026-05-31T00:00:00Z");
    }

    @Test
    void section6_2_AnUnexpiredOneThatIsNotMetSaysWhyBesideExpiredOnes() {
        BoundShop shop = BoundShop.good()
                .bind(PATHS.layout("a-first.layout"), OLD, custom -> custom)
                .release(List.of());

        refused(shop.check(), ReasonCode.MISSING_LINK, "step 'tag' has 0 of 1 links");
    }

    @Test
    void section6_1_ALayoutOfOtherNamesDoesNotApply() {
        BoundShop shop = BoundShop.withoutLayout();
        shop.bind(
                LAYOUT,
                shop.chain,
                custom ->
                        custom.with("applies-to", RoleDocuments.texts("example.com/acme/other:*", "example.com/*:*")));
        shop.release(List.of());

        assertThat(shop.check().orThrow()).isInstanceOf(ProvenanceOutcome.None.class);
        refused(shop.demanded(), ReasonCode.LAYOUT_UNBOUND, "no layout of top-level targets applies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"example.com/acme/shop:*\"", "[1]", "null", "{}"})
    void section6_1_ABindingThatCannotBeReadMightBeAboutThisNameAndIsRefused(String appliesTo) {
        BoundShop shop = BoundShop.good();
        Json value = JsonReader.with(JsonLimits.manifest()).read(Bytes.utf8("{\"v\":" + appliesTo + "}"));
        shop.bind(
                PATHS.layout("broken.layout"),
                shop.chain,
                custom -> custom.with("applies-to", ((Json.Obj) value).get("v").orElseThrow()));

        refused(shop.check(), ReasonCode.MALFORMED, "broken.layout");
    }

    @Test
    void section6_5_EveryKeyOfTheLayoutsEntryMustHaveSigned() {
        BoundShop shop = BoundShop.good();
        String second = PATHS.key("second.pub");
        shop.target("targets", second, BoundShop.text(other().ownerKey()), Optional.empty());
        shop.bind(
                LAYOUT, shop.chain, custom -> custom.with("in-toto", RoleDocuments.texts(BoundShop.OWNER_KEY, second)));

        refused(shop.check(), ReasonCode.BAD_SIGNATURE, "not signed by owner key");
    }

    private static BundleChain other() {
        return BundleChain.making(BoundShop.BUNDLE_SHA)
                .by(TestKeys.seeded("other owner"), TestKeys.seeded("mallory"), TestKeys.seeded("mallory"));
    }

    @Attack("T13")
    @Test
    void section6_5_AKeyThatOnlyTheReleasesRoleListsIsNone() {
        BoundShop shop = BoundShop.good();
        String key = "example.com/acme/keys:owner";
        shop.target(RELEASES, key, BoundShop.text(shop.chain.ownerKey()), Optional.empty());
        shop.bind(LAYOUT, shop.chain, custom -> custom.with("in-toto", RoleDocuments.texts(key)));

        refused(shop.check(), ReasonCode.INTOTO_FAILED, "is no target of top-level targets");
    }

    @Test
    void section6_5_ALayoutWhoseEntryListsNoKeyIsNotMet() {
        BoundShop shop = BoundShop.good();
        shop.bind(LAYOUT, shop.chain, custom -> custom.without("in-toto"));

        refused(shop.check(), ReasonCode.INTOTO_FAILED, "lists no key of an owner");
    }

    @Attack("T11")
    @Test
    void section6_6_AChainThatMadeSomethingElseIsRefused() {
        BundleChain elsewhere = BundleChain.making(BoundShop.sha256("another bundle"));
        BoundShop shop = BoundShop.withoutLayout()
                .bind(LAYOUT, elsewhere, custom -> custom)
                .release(elsewhere);

        refused(shop.check(), ReasonCode.WRONG_PRODUCT, "did not make what is being verified");
    }

    @Test
    void section6_7_LinksOfAnotherContentDoNotCount() {
        BoundShop shop = BoundShop.good();
        String elsewhere = PATHS.links(BoundShop.sha256("another bundle"));
        shop.release(List.of(
                shop.link(elsewhere + shop.chain.tagFile(), shop.chain.tagLink()),
                shop.link(elsewhere + shop.chain.packageFile(), shop.chain.packageLink())));

        refused(shop.check(), ReasonCode.MISSING_LINK, "step 'tag' has 0 of 1 links");
    }

    @Test
    void section6_7_ALinkThatTheEntryDoesNotListTakesNoPart() {
        BoundShop shop = BoundShop.good();
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        shop.release(List.of(folder + shop.chain.packageFile()));

        refused(shop.check(), ReasonCode.MISSING_LINK, "step 'tag' has 0 of 1 links");
    }

    @Test
    void bothSpellingsOfLinkNamesAndWholeKeyIdsAreRead() {
        BoundShop shop = BoundShop.good();
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        String alice = BundleChain.ALICE.keyId().value();
        String bob = BundleChain.BOB.keyId().value();
        shop.release(List.of(
                shop.link(folder + alice.substring(0, 8) + ".tag.link", shop.chain.tagLink()),
                shop.link(folder + "package." + bob + ".link", shop.chain.packageLink())));

        proven(shop.demanded());
    }

    @Test
    void section6_9_ALayoutIsGoodFromItsSeqOnAndNoEntryEscapesItByAnOlderOne() {
        BoundShop shop = BoundShop.good();
        shop.bind(LAYOUT, shop.chain, custom -> custom.with("not-before-seq", Json.whole(17)));
        proven(shop.demanded());

        shop.seq(Optional.of(16L)).release(shop.chain);
        refused(shop.check(), ReasonCode.LAYOUT_UNBOUND, "good from seq 17 on");

        shop.seq(Optional.empty()).release(shop.chain);
        refused(shop.check(), ReasonCode.LAYOUT_UNBOUND, "has none");
    }

    @Attack("T10")
    @Test
    void section6_3_ALayoutThatOnlyTheReleasesRoleListsIsNoneAndSaysSo() {
        BoundShop shop = BoundShop.withoutLayout();
        String layout = "example.com/acme/shop:own.layout";
        shop.target(RELEASES, layout, BoundShop.text(shop.chain.layout()), Optional.empty());
        shop.release(List.of(layout));

        ProvenanceOutcome outcome = shop.check().orThrow();

        assertThat(outcome).isInstanceOf(ProvenanceOutcome.None.class);
        assertThat(outcome.checks())
                .anyMatch(check -> check.detail().contains("not one of top-level targets; ignored"));
        refused(shop.demanded(), ReasonCode.LAYOUT_UNBOUND, "no layout of top-level targets applies");
    }

    @Test
    void section6_4_ALayoutThatOnlyTheEntryNamesIsVerifiedAndDoesNotMeetADemand() {
        BoundShop shop = BoundShop.withoutLayout();
        shop.bind(LAYOUT, shop.chain, custom -> custom.without("applies-to"));
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        List<String> links = List.of(
                shop.link(folder + shop.chain.tagFile(), shop.chain.tagLink()),
                shop.link(folder + shop.chain.packageFile(), shop.chain.packageLink()));
        shop.release(List.of(LAYOUT, links.get(0), links.get(1)));

        assertThat(proven(shop.check()).bound()).isFalse();
        refused(shop.demanded(), ReasonCode.LAYOUT_UNBOUND, "no layout of top-level targets applies");

        shop.release(List.of(LAYOUT));
        refused(shop.check(), ReasonCode.MISSING_LINK, "step 'tag' has 0 of 1 links");
    }

    @Test
    void aDocumentThatIsNotTheOneListedIsRefused() {
        BoundShop shop = BoundShop.good();
        String link = PATHS.links(BoundShop.BUNDLE_SHA) + shop.chain.tagFile();
        String changed = BoundShop.text(shop.chain.tagLink()).replace("shop.py", "shop.pY");
        shop.publisher.replaceTarget(link, changed);

        refused(shop.check(), ReasonCode.HASH_MISMATCH, "has another hash than listed");
    }

    @Test
    void moreLayoutsThanAnyoneHasAreRefused() {
        BoundShop shop = BoundShop.good();
        for (int i = 0; i < BoundLayout.MAX_LAYOUTS; i++) {
            shop.bind(PATHS.layout(i + ".layout"), shop.chain, custom -> custom);
        }

        refused(shop.check(), ReasonCode.LIMIT_EXCEEDED, "layouts apply");
    }
}
