package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.BOB;
import static dev.bulla.intoto.Chain.CAROL;
import static dev.bulla.intoto.Chain.OWNER;
import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.hasFinding;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.BAD_SIGNATURE;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.LIMIT_EXCEEDED;
import static dev.bulla.outcome.ReasonCode.MALFORMED;
import static dev.bulla.outcome.ReasonCode.MISSING_LINK;
import static dev.bulla.outcome.ReasonCode.RULE_VIOLATED;
import static dev.bulla.outcome.ReasonCode.WRONG_PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.DsseSignature;
import dev.bulla.crypto.KeyId;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.testkit.Attack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The attacks of intoto.md section 12 that documents alone can mount, one passing and one failing neighbour each. Row 3 is
 * {@code FolderRecorderTest}, row 4 {@code CheckMaterialsTest}, row 5 belongs to the binding by TUF, rows 15 and 16 are
 * {@code FolderRecorderTest} and {@code ProcessInspectionsTest}.
 */
class AttackChecklistTest {
    private static final String[] IN = list("in=aa");
    private static final String[] OUT = list("out=bb");

    private static Bytes link(String step) {
        return Docs.metablock(Docs.link(step, Docs.artifacts(IN), Docs.artifacts(OUT)), ALICE);
    }

    @Attack("I1")
    @Test
    void row1_ANameThatIsAnotherSpellingOfAForbiddenOneRefusesTheLink() {
        accepted(Chain.build(list(), list("x/foo=aa"), "DISALLOW foo"));
        rejected(Chain.build(list(), list("foo=aa"), "DISALLOW foo"), RULE_VIOLATED, "'foo'");
        rejected(Chain.build(list(), list("x/../foo=aa"), "DISALLOW foo"), INTOTO_FAILED, "step 'build'");
    }

    @Attack("I2")
    @Test
    void row2_ACaretInAClassDoesNotNegate() {
        accepted(Chain.build(list(), list("b=aa"), "DISALLOW [^a]"));
        rejected(Chain.build(list(), list("a=aa"), "DISALLOW [^a]"), RULE_VIOLATED, "'a'");
        rejected(Chain.build(list(), list("b=aa"), "DISALLOW [!a]"), RULE_VIOLATED, "'b'");
    }

    @Attack("I6")
    @Test
    void row6_ALinkReusedForAnotherStepOrAnotherProductDoesNotPass() {
        accepted(Chain.good());
        rejected(Chain.good().put("build", ALICE.keyId(), link("test")), INTOTO_FAILED, "step 'build'");
        SubjectBinding ours = new SubjectBinding(Optional.empty(), Set.of(Digest.of(Bytes.utf8("ours"))));
        rejected(Chain.good().options(options -> options.subject(ours)), WRONG_PRODUCT, "did not make");
    }

    @Attack("I8")
    @Test
    void row8_APgpSignatureCountsForNothing() {
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Json.Obj own = Docs.signature(ALICE.keyId(), ALICE, link);
        Json.Obj pgp = own.with("other_headers", Json.text("04"));

        accepted(Chain.good().put("build", ALICE.keyId(), Docs.bytes(Docs.envelope(link, own))));
        rejected(Chain.good().put("build", ALICE.keyId(), Docs.bytes(Docs.envelope(link, pgp))), INTOTO_FAILED);
    }

    @Attack("I9")
    @Test
    void row9_ALayoutThatAsksForNothingAndAStepWithoutItsEvidenceDoNotPass() {
        accepted(Chain.good());
        rejected(Chain.empty(), MALFORMED, "steps is empty");
        rejected(Chain.good().remove("build", ALICE.keyId()), MISSING_LINK, "0 of 1");
        Json.Obj nobody = Docs.step("build", 1, List.of());
        rejected(Chain.empty().rawStep(nobody).link("build", ALICE, IN, OUT), MALFORMED, "0 distinct");
    }

    @Attack("I10")
    @Test
    void row10_EveryLinkIsLookedAtAndNoneCountsTwice() {
        Chain two = Chain.empty()
                .step("build", 2, ALICE, BOB, CAROL)
                .link("build", ALICE, IN, OUT)
                .link("build", BOB, IN, OUT);

        accepted(two);
        rejected(two.link("build", CAROL, IN, list("out=ee")), INTOTO_FAILED, "disagree");
        Chain copied = Chain.empty()
                .step("build", 2, ALICE, BOB)
                .put("build", ALICE.keyId(), link("build"))
                .put("build", BOB.keyId(), link("build"));
        rejected(copied, INTOTO_FAILED, "1 of 2 keys");
    }

    @Attack("I11")
    @Test
    void row11_AStepIsFoundByItsWholeNameAlone() {
        accepted(Chain.good());
        for (String near : List.of("Build", "build ", "build.x", "buil", "b*")) {
            rejected(Chain.good().put("build", ALICE.keyId(), link(near)), INTOTO_FAILED, "step 'build'");
        }
    }

    @Attack("I12")
    @Test
    void row12_OnlyThoseWhoseSignatureWasVerifiedAreNamedAsSigners() {
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Bytes forged = Docs.bytes(Docs.envelope(link, Docs.signature(BOB.keyId().value(), "00".repeat(64))));
        Chain one = Chain.empty().step("build", 1, ALICE, BOB).link("build", ALICE, IN, OUT);

        assertThat(accepted(one.put("build", BOB.keyId(), forged))
                        .steps()
                        .getFirst()
                        .signers())
                .containsExactly(ALICE.keyId());
        assertThat(accepted(one.link("build", BOB, IN, OUT)).steps().getFirst().signers())
                .containsExactly(ALICE.keyId(), BOB.keyId());
    }

    @Attack("I13")
    @Test
    void row13_HashesAreEqualWhenTheirWholeMapsAre() {
        Json.Obj both = Json.Obj.empty().with("sha256", Json.text("bb")).with("sha512", Json.text("cc"));
        Chain chain = Chain.empty()
                .step("fetch", 1, ALICE)
                .step(
                        "build",
                        step -> step.with(
                                "expected_materials", Docs.rules("MATCH * WITH PRODUCTS FROM fetch", "DISALLOW *")),
                        1,
                        BOB)
                .link("fetch", ALICE, list(), list("out=bb"))
                .link("build", BOB, list("out=bb"), list());

        accepted(chain);
        Json.Obj more = Docs.link("build", new Json.Obj(Map.of("out", both)), Docs.artifacts());
        rejected(chain.put("build", BOB.keyId(), Docs.metablock(more, BOB)), RULE_VIOLATED, "'out'");
        Json.Obj none = Docs.link("build", new Json.Obj(Map.of("out", Json.Obj.empty())), Docs.artifacts());
        rejected(chain.put("build", BOB.keyId(), Docs.metablock(none, BOB)), INTOTO_FAILED, "step 'build'");
    }

    @Attack("I14")
    @Test
    void row14_AMatchThatMetNothingIsToldAndLetsNothingThrough() {
        Chain chain = Chain.empty()
                .step("fetch", 1, ALICE)
                .step(
                        "build",
                        step -> step.with(
                                "expected_materials", Docs.rules("MATCH * WITH PRODUCTS FROM fetch", "DISALLOW *")),
                        1,
                        BOB)
                .link("fetch", ALICE, list(), list("a=aa"));

        hasFinding(accepted(chain.link("build", BOB, list(), list())), Finding.Result.NOTE, "matched nothing");
        rejected(chain.link("build", BOB, list("b=aa"), list()), RULE_VIOLATED, "'b'");
    }

    @Attack("I17")
    @Test
    void row17_CertificatesAndTheirConstraintsAreRefusedNotOverlooked() {
        Json constraints = new Json.Arr(List.of(Json.Obj.empty().with("roots", Docs.words("*"))));

        accepted(Chain.good());
        rejected(Chain.good().edit(layout -> layout.with("rootcas", Json.Obj.empty())), MALFORMED, "unknown member");
        Chain constrained = Chain.empty()
                .step("build", step -> step.with("cert_constraints", constraints), 1, ALICE)
                .link("build", ALICE, IN, OUT);
        rejected(constrained, MALFORMED, "unknown member");
    }

    @Attack("I18")
    @Test
    void row18_TheSignatureCoversThePayloadTypeAndNoKeyComesFromTheEvidence() {
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Bytes bare = Docs.bytes(link);
        Bytes withoutEncoding = new Dsse(
                        Payload.TYPE, bare, List.of(new DsseSignature(Optional.of(ALICE.keyId()), ALICE.sign(bare))))
                .toBytes();
        Bytes underAnother = Dsse.sign("application/json", bare, List.of(ALICE)).toBytes();

        accepted(Chain.good().put("build", ALICE.keyId(), Docs.dsse(link, ALICE)));
        rejected(Chain.good().put("build", ALICE.keyId(), withoutEncoding), INTOTO_FAILED);
        rejected(Chain.good().put("build", ALICE.keyId(), underAnother), INTOTO_FAILED);
        rejected(Chain.good().layout(Docs.metablock(Chain.good().signedLayout(), BOB)), BAD_SIGNATURE);
    }

    @Attack({"T18", "I19"})
    @Test
    void row19_NoNameOfAStepOrKeyLeadsAnywhere() {
        accepted(Chain.good());
        rejected(Chain.empty().step("../build", 1, ALICE).link("../build", ALICE, IN, OUT), MALFORMED, "'../build'");
        KeyId path = new KeyId("../../etc");
        Chain keyed = Chain.empty().key(path, ALICE).rawStep(Docs.step("build", 1, List.of(path)));
        rejected(keyed, MALFORMED, "not a hexadecimal key id");
    }

    @Attack("I20")
    @Test
    void row20_AKeyOfAnotherStepCountsForNothing() {
        Chain chain = Chain.empty()
                .step("build", 1, ALICE)
                .step("test", 1, BOB)
                .link("build", ALICE, IN, OUT)
                .link("test", BOB, list(), list());

        accepted(chain);
        rejected(
                chain.remove("build", ALICE.keyId()).link("build", BOB, IN, OUT),
                MISSING_LINK,
                "step 'build' has 0 of 1");
    }

    @Attack("I20")
    @Test
    void row20_ADocumentThatExplodesWhenItIsReadIsRefusedWithinLimits() {
        String deep = "[".repeat(100) + "]".repeat(100);

        rejected(
                Chain.good().layout(Bytes.utf8("{\"signed\":{\"a\":" + deep + "},\"signatures\":[]}")), LIMIT_EXCEEDED);
        rejected(Chain.good().put("build", ALICE.keyId(), Bytes.utf8("{\"signed\":" + deep + "}")), INTOTO_FAILED);
        accepted(Chain.good());
    }

    @Attack("T13")
    @Test
    void aKeyThatTheEvidenceBringsAlongIsNoKey() {
        Json.Obj signed = Chain.good().signedLayout();
        Bytes selfMade = Docs.metablock(signed.with("readme", Json.text("mine")), CAROL);

        accepted(Chain.good().layout(Docs.metablock(signed, OWNER)));
        rejected(Chain.good().layout(selfMade), BAD_SIGNATURE, "not signed by owner key");
    }
}
