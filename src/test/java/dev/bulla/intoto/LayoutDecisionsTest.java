package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.AT;
import static dev.bulla.intoto.Chain.BOB;
import static dev.bulla.intoto.Chain.OWNER;
import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.hasFinding;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.BAD_SIGNATURE;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.LAYOUT_EXPIRED;
import static dev.bulla.outcome.ReasonCode.MALFORMED;
import static dev.bulla.outcome.ReasonCode.MISSING_LINK;
import static dev.bulla.outcome.ReasonCode.NO_TRUST_ROOT;

import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** intoto.md section 9, D21 to D28, D35, D40, D43: what layouts may say. */
class LayoutDecisionsTest {

    private static Json.Obj alice(String secret) {
        Json.Obj key = Docs.key(ALICE.keyId(), ALICE);
        Json.Obj value = (Json.Obj) key.get("keyval").orElseThrow();
        return key.with("keyval", value.with("private", Json.text(secret)));
    }

    @Test
    void d21_APrivateKeyInALayoutRefusesItAndAnEmptyOneDoesNot() {
        accepted(Chain.good().key(ALICE.keyId().value(), alice("")));
        rejected(Chain.good().key(ALICE.keyId().value(), alice("00")), MALFORMED, "private key");
    }

    @Test
    void d22_TheEmptyPrivateMemberIsPartOfWhatIsSigned() {
        Chain chain = Chain.good().key(ALICE.keyId().value(), alice(""));
        var signed = Docs.metablock(chain.signedLayout(), OWNER);
        accepted(chain.layout(signed));

        String without = signed.asUtf8().orElseThrow().replace("\"private\":\"\",", "");
        rejected(chain.layout(dev.bulla.bytes.Bytes.utf8(without)), BAD_SIGNATURE, "does not verify");
    }

    @Test
    void d23_AnUnknownSchemeMakesAKeyUnusableAndAnOwnerKeyFail() {
        Json.Obj odd = Docs.key(BOB.keyId(), BOB).with("scheme", Json.text("rsassa-pkcs1v15-md5"));
        Chain twoKeys = Chain.empty()
                .step("build", 1, ALICE, BOB)
                .key(BOB.keyId().value(), odd)
                .link("build", BOB, list(), list());

        rejected(twoKeys, INTOTO_FAILED, "do not count");
        accepted(twoKeys.link("build", ALICE, list(), list()));
        var owner = dev.bulla.crypto.PublicKeys.read(
                dev.bulla.json.Fields.of(OWNER.publicKey().toJson().with("scheme", Json.text("unknown")), ""));
        rejected(Chain.good().owners(OwnerKey.named(OWNER.keyId(), owner)), BAD_SIGNATURE, "cannot be used");
    }

    @Test
    void d24_NamesOfStepsAndInspectionsAreUnique() {
        Chain twice = Chain.good().step("build", 1, ALICE);
        Chain shared = Chain.good().inspection(Docs.inspection("build", "bulla:sha256"));
        Chain inspections = Chain.good()
                .inspection(Docs.inspection("look", "bulla:sha256"))
                .inspection(Docs.inspection("look", "bulla:sha256"));

        rejected(twice, MALFORMED, "two items named 'build'");
        rejected(shared, MALFORMED, "two items named 'build'");
        rejected(inspections, MALFORMED, "two items named 'look'");
        accepted(Chain.good().step("other", 1, ALICE).link("other", ALICE, list(), list()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-01-01T00:00:00.0Z",
                "2030-01-01T00:00:00+00:00",
                "2030-01-01T00:00:00",
                "2030-02-30T00:00:00Z",
                "2030-01-01T24:00:00Z",
                "2030-01-01 00:00:00Z",
                "+2030-01-01T00:00:00Z",
                "٢٠٣٠-01-01T00:00:00Z",
                ""
            })
    void d25_ADateOfAnotherFormOrThatDoesNotExistRefuses(String expires) {
        rejected(Chain.good().edit(layout -> layout.with("expires", Json.text(expires))), MALFORMED, "expires");
    }

    @Test
    void d26_ALayoutIsExpiredFromItsInstantOn() {
        Chain chain = Chain.good().edit(layout -> layout.with("expires", Json.text(AT.toString())));

        accepted(chain.at(AT.minusNanos(1)));
        var rejected = rejected(chain.at(AT), LAYOUT_EXPIRED, "expired");
        hasFinding(rejected, Finding.Result.EXPIRED, "expired");
        rejected(chain.at(Instant.MAX), LAYOUT_EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\\b", ".hidden", "a\nb", "a\u0000", ""})
    void d27_ANameOfAStepThatCouldLeadSomewhereRefuses(String name) {
        rejected(Chain.empty().step(name, 1, ALICE).link(name, ALICE, list(), list()), MALFORMED, "name");
        rejected(Chain.good().inspection(Docs.inspection(name, "bulla:sha256")), MALFORMED, "name");
    }

    @Test
    void d27_ANameIsNeverAPatternAndAtMost128CharactersLong() {
        accepted(Chain.empty().step("o*", 1, ALICE).link("o*", ALICE, list(), list()));
        rejected(Chain.empty().step("o*", 1, ALICE).link("other", ALICE, list(), list()), MISSING_LINK, "step 'o*'");
        String longest = "x".repeat(128);
        accepted(Chain.empty().step(longest, 1, ALICE).link(longest, ALICE, list(), list()));
        rejected(Chain.empty().step(longest + "x", 1, ALICE), MALFORMED, "128");
    }

    private static Chain parameterised(String rule, String name, String value) {
        return Chain.build(list(), list("out=aa"), rule, "DISALLOW *")
                .options(options -> options.parameters(new Parameters(Map.of(name, value))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ALLOW {A.b}", "ALLOW {A[0]}", "ALLOW {A:>3}", "ALLOW {A!r}", "ALLOW {", "ALLOW }", "ALLOW {}"})
    void d28_AnyBraceThatIsNoPlaceholderRefusesWhenParametersAreGiven(String rule) {
        rejected(parameterised(rule, "A", "out"), MALFORMED, "brace");
    }

    @Test
    void d28_PlaceholdersAreReplacedOnceAndBracesAreDoubled() {
        accepted(parameterised("ALLOW {A}", "A", "out"));
        accepted(parameterised("ALLOW o{A}t", "A", "u"));
        rejected(parameterised("ALLOW {A}", "A", "{A}"), dev.bulla.outcome.ReasonCode.RULE_VIOLATED, "'out'");
        accepted(Chain.build(list(), list("{A}=aa"), "ALLOW {{A}}", "DISALLOW *")
                .options(options -> options.parameters(new Parameters(Map.of("A", "x")))));
        accepted(Chain.build(list(), list("{A.b}=aa"), "ALLOW {A.b}", "DISALLOW *"));
    }

    @Test
    void section7_AMissingValueOrOneThatWidensAPatternRefuses() {
        rejected(parameterised("ALLOW {B}", "A", "out"), MALFORMED, "needs a value");
        rejected(parameterised("ALLOW {A}", "A", "o*"), MALFORMED, "wildcard");
        rejected(parameterised("ALLOW {A}", "A", "o?t"), MALFORMED, "wildcard");
        rejected(parameterised("ALLOW {A}", "A", "[o]ut"), MALFORMED, "wildcard");
        hasFinding(accepted(parameterised("ALLOW out", "A", "x")), Finding.Result.NOTE, "'A' is not used");
    }

    @Test
    void section7_NamesAndKeysAreNeverSubstituted() {
        Chain chain = Chain.empty()
                .step("{A}", 1, ALICE)
                .link("{A}", ALICE, list(), list())
                .options(options -> options.parameters(new Parameters(Map.of("A", "build"))));

        accepted(chain);
    }

    @Attack("I9")
    @Test
    void d35_ALayoutWithoutStepsIsRefused() {
        rejected(Chain.empty(), MALFORMED, "steps is empty");
    }

    @Attack({"P30", "I20"})
    @Test
    void d40_AKeyOfTheLayoutThatIsNotAuthorisedForTheStepCountsForNothing() {
        Chain chain =
                Chain.empty().step("build", 1, ALICE).key(BOB.keyId(), BOB).link("build", BOB, list(), list());

        rejected(chain, MISSING_LINK, "0 of 1 links");
        accepted(chain.link("build", ALICE, list(), list()));
    }

    @Test
    void d43_AnAuthorisedIdWithoutKeyCountsForNothing() {
        Chain chain = Chain.empty()
                .key(ALICE.keyId(), ALICE)
                .rawStep(Docs.step("build", 1, List.of(ALICE.keyId(), BOB.keyId())))
                .link("build", BOB, list(), list());

        hasFinding(rejected(chain, INTOTO_FAILED, "do not count"), Finding.Result.FAIL, "the layout has no key");
        accepted(chain.link("build", ALICE, list(), list()));
    }

    @Test
    void section2_1_EveryOwnerMustHaveSignedAndThereMustBeOne() {
        Chain chain = Chain.good();
        OwnerKey owner = OwnerKey.of(OWNER.publicKey());
        OwnerKey bob = OwnerKey.of(BOB.publicKey());

        rejected(chain.owners(), NO_TRUST_ROOT, "no owner key");
        rejected(chain.owners(owner, bob), BAD_SIGNATURE, "not signed by owner key");
        accepted(chain.owners(owner, bob).layout(Docs.metablock(chain.signedLayout(), BOB, ALICE, OWNER)));
        rejected(chain.owners(bob).layout(Docs.metablock(chain.signedLayout(), OWNER)), BAD_SIGNATURE);
    }

    @Test
    void section2_2_ALinkInThePlaceOfTheLayoutIsRefused() {
        var link = Docs.metablock(Docs.link("build", Json.Obj.empty(), Json.Obj.empty()), OWNER);

        rejected(Chain.good().layout(link), MALFORMED, "not a layout");
    }
}
