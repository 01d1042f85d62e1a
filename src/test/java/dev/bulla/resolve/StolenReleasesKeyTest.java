package dev.bulla.resolve;

import static dev.bulla.resolve.BoundShop.LAYOUT;
import static dev.bulla.resolve.BoundShop.PATHS;
import static dev.bulla.resolve.BoundShop.RELEASES;
import static dev.bulla.testkit.tuf.SimulatedClient.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.BundleChain;
import dev.bulla.json.Json;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Who has the releases key signs any bundle, any links and any list of them, and still cannot pass what the offline role
 * bound to the name: no layout, an older one, one of another product, a self-made one with keys are refused.
 */
class StolenReleasesKeyTest {
    private static final LocalSigner THIEF = TestKeys.seeded("thief");

    /** What the thief would like to have run. */
    private static final BundleChain SELF_MADE =
            BundleChain.making(BoundShop.BUNDLE_SHA).by(THIEF, THIEF, THIEF);

    private static ReasonCode refusal(Step<ProvenanceOutcome> step) {
        return reasonOf(step).code();
    }

    /** What the thief released is refused whether provenance is demanded (levels 3b and 4) or not. */
    private static void refusedEitherWay(BoundShop shop, ReasonCode code) {
        assertThat(refusal(shop.demanded())).isEqualTo(code);
        assertThat(refusal(shop.check())).isEqualTo(code);
    }

    @Attack({"R+K_rel", "T10", "S19"})
    @Test
    void aBundleWithoutLayoutAndLinks() {
        refusedEitherWay(BoundShop.good().release(List.of()), ReasonCode.MISSING_LINK);
    }

    @Attack({"T10", "P3"})
    @Test
    void aBundleInANamespaceThatBindsNoLayoutWhenProvenanceIsDemanded() {
        BoundShop shop = BoundShop.withoutLayout().release(SELF_MADE);

        assertThat(refusal(shop.demanded())).isEqualTo(ReasonCode.LAYOUT_UNBOUND);
    }

    @Attack({"K_layout", "T10", "S19"})
    @Test
    void anOlderLayoutThatTheOwnerOnceSigned() {
        BundleChain older = BundleChain.making(BoundShop.BUNDLE_SHA).by(BundleChain.OWNER, THIEF, THIEF);
        BoundShop shop = BoundShop.good();
        String layout = "example.com/acme/shop:old.layout"; // the releases role may list any version of the shop
        Json.Obj custom = Json.Obj.empty().with("in-toto", RoleDocuments.texts(BoundShop.OWNER_KEY));
        shop.target(RELEASES, layout, BoundShop.text(older.layout()), Optional.of(custom));
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        List<String> listed = List.of(
                layout,
                shop.link(folder + older.tagFile(), older.tagLink()),
                shop.link(folder + older.packageFile(), older.packageLink()));

        refusedEitherWay(shop.release(listed), ReasonCode.MISSING_LINK);
    }

    @Attack({"T10", "I5"})
    @Test
    void anOlderLayoutThatTopLevelTargetsStillListsButNoLongerBindsToTheName() {
        BundleChain older = BundleChain.making(BoundShop.BUNDLE_SHA).by(BundleChain.OWNER, THIEF, THIEF);
        BoundShop shop = BoundShop.good();
        shop.bind(
                PATHS.layout("old.layout"),
                older,
                custom -> custom.with("applies-to", RoleDocuments.texts("example.com/acme/shop:0.9.0")));
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        List<String> listed = List.of(
                PATHS.layout("old.layout"),
                shop.link(folder + older.tagFile(), older.tagLink()),
                shop.link(folder + older.packageFile(), older.packageLink()));

        refusedEitherWay(shop.release(listed), ReasonCode.MISSING_LINK);
    }

    @Attack({"T11", "I6"})
    @Test
    void aLayoutAndLinksOfAnotherProductOfTheSameOwner() {
        BundleChain another = BundleChain.making(BoundShop.sha256("an honest bundle of last year"));

        refusedEitherWay(BoundShop.good().release(another), ReasonCode.WRONG_PRODUCT);
    }

    @Attack({"T10", "S19"})
    @Test
    void aSelfMadeLayoutWithSelfMadeKeysUnderTheNameOfTheBoundOne() {
        BoundShop shop = BoundShop.good();
        Json.Obj custom = Json.Obj.empty()
                .with("applies-to", RoleDocuments.texts("example.com/acme/*:*"))
                .with("in-toto", RoleDocuments.texts(BoundShop.OWNER_KEY));
        shop.target(RELEASES, LAYOUT, BoundShop.text(SELF_MADE.layout()), Optional.of(custom));
        shop.target(RELEASES, BoundShop.OWNER_KEY, BoundShop.text(SELF_MADE.ownerKey()), Optional.empty());
        // the places that store targets hold what the thief wrote last
        refusedEitherWay(shop.release(SELF_MADE), ReasonCode.HASH_MISMATCH);
    }

    @Attack("T10")
    @Test
    void aSelfMadeLayoutUnderANameOfItsOwn() {
        BoundShop shop = BoundShop.good();
        String layout = "example.com/acme/shop:layout";
        Json.Obj custom = Json.Obj.empty()
                .with("applies-to", RoleDocuments.texts("example.com/acme/*:*"))
                .with("in-toto", RoleDocuments.texts("example.com/acme/shop:key"));
        shop.target(RELEASES, layout, BoundShop.text(SELF_MADE.layout()), Optional.of(custom));
        shop.target(RELEASES, "example.com/acme/shop:key", BoundShop.text(SELF_MADE.ownerKey()), Optional.empty());
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        List<String> listed = List.of(
                layout,
                shop.link(folder + SELF_MADE.tagFile(), SELF_MADE.tagLink()),
                shop.link(folder + SELF_MADE.packageFile(), SELF_MADE.packageLink()));

        refusedEitherWay(shop.release(listed), ReasonCode.MISSING_LINK);
    }

    @Test
    void selfMadeLinksUnderTheNamesOfHonestOnes() {
        BoundShop shop = BoundShop.good();
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        List<String> listed = List.of(
                shop.link(folder + shop.chain.tagFile(), SELF_MADE.tagLink()),
                shop.link(folder + shop.chain.packageFile(), SELF_MADE.packageLink()));

        refusedEitherWay(shop.release(listed), ReasonCode.INTOTO_FAILED);
    }

    @Attack({"T13", "P5"})
    @Test
    void keysInTheEntryOfTheBundleAreNeverUsed() {
        BoundShop shop = BoundShop.good();
        String folder = PATHS.links(BoundShop.BUNDLE_SHA);
        Json.Obj custom = Json.Obj.empty()
                .with(
                        "in-toto",
                        RoleDocuments.texts(
                                shop.link(folder + SELF_MADE.tagFile(), SELF_MADE.tagLink()),
                                shop.link(folder + SELF_MADE.packageFile(), SELF_MADE.packageLink())))
                .with("layout", Json.text(BoundShop.text(SELF_MADE.layout())))
                .with("key", THIEF.publicKey().toJson());
        shop.target(RELEASES, BoundShop.NAME, BoundShop.BUNDLE, Optional.of(custom));

        refusedEitherWay(shop, ReasonCode.MISSING_LINK);
    }
}
