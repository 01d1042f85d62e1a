package dev.bulla.resolve;

import static dev.bulla.testkit.tuf.SimulatedClient.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.BundleChain;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The releases key and the key of one functionary are stolen: that step can be forged, and the other one and what ties the
 * two together still hold (threats section 2).
 */
class StolenFunctionaryKeyTest {
    private static final LocalSigner THIEF = TestKeys.seeded("thief");
    private static final String FOLDER = BoundShop.PATHS.links(BoundShop.BUNDLE_SHA);

    private static void refusedEitherWay(BoundShop shop, ReasonCode code) {
        assertThat(reasonOf(shop.demanded()).code()).isEqualTo(code);
        assertThat(reasonOf(shop.check()).code()).isEqualTo(code);
    }

    @Attack("R+K_rel+K_fn")
    @Test
    void theKeyOfTheFirstStepDoesNotMakeTheSecond() {
        BundleChain half = BundleChain.making(BoundShop.BUNDLE_SHA).by(BundleChain.OWNER, BundleChain.ALICE, THIEF);

        refusedEitherWay(BoundShop.good().release(half), ReasonCode.MISSING_LINK);
    }

    @Attack("R+K_rel+K_fn")
    @Test
    void theKeyOfTheFirstStepUnderTheFileOfTheSecondIsNotItsFunctionarys() {
        BoundShop shop = BoundShop.good();
        BundleChain half =
                BundleChain.making(BoundShop.BUNDLE_SHA).by(BundleChain.OWNER, BundleChain.ALICE, BundleChain.ALICE);
        List<String> listed = List.of(
                shop.link(FOLDER + shop.chain.tagFile(), shop.chain.tagLink()),
                shop.link(FOLDER + shop.chain.packageFile(), half.packageLink()));

        refusedEitherWay(shop.release(listed), ReasonCode.INTOTO_FAILED);
    }

    @Attack("R+K_rel+K_fn")
    @Test
    void whatTheFirstStepForgesDoesNotMatchWhatTheSecondUsed() {
        BoundShop shop = BoundShop.good();
        BundleChain another =
                BundleChain.making(BoundShop.BUNDLE_SHA).commits("0123456789012345678901234567890123456789", "");
        List<String> listed = List.of(
                shop.link(FOLDER + shop.chain.tagFile(), another.tagLink()),
                shop.link(FOLDER + shop.chain.packageFile(), shop.chain.packageLink()));

        refusedEitherWay(shop.release(listed), ReasonCode.RULE_VIOLATED);
    }
}
