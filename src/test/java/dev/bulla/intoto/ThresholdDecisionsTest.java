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
import static dev.bulla.outcome.ReasonCode.MALFORMED;
import static dev.bulla.outcome.ReasonCode.MISSING_LINK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** intoto.md sections 6 and 9, D16 to D20, D38, D39: who counts, and how often. */
class ThresholdDecisionsTest {
    private static final String[] IN = list("in=aa");
    private static final String[] OUT = list("out=bb");

    private static Chain step(int threshold) {
        return Chain.empty().step("build", threshold, ALICE, BOB, CAROL);
    }

    private static Chain step(Json threshold) {
        return Chain.empty()
                .step("build", step -> step.with("threshold", threshold), 1, ALICE)
                .link("build", ALICE, IN, OUT);
    }

    @Test
    void d16_TwoValidLinksThatDisagreeFailWhateverTheThreshold() {
        Chain agreeing = step(1).link("build", ALICE, IN, OUT).link("build", BOB, IN, OUT);

        assertThat(accepted(agreeing).steps().getFirst().signers()).containsExactly(ALICE.keyId(), BOB.keyId());
        rejected(agreeing.link("build", BOB, IN, list("out=cc")), INTOTO_FAILED, "disagree");
        rejected(
                step(2).link("build", ALICE, IN, OUT)
                        .link("build", BOB, IN, OUT)
                        .link("build", CAROL, OUT, OUT),
                INTOTO_FAILED,
                "disagree");
    }

    @Test
    void d17_AThresholdThatIsNoIntegerRefuses() {
        accepted(step(Json.whole(1)));
        rejected(step(new Json.Bool(true)), MALFORMED, "threshold");
        rejected(step(Json.text("1")), MALFORMED, "threshold");
        Bytes floating = Bytes.utf8(Docs.metablock(step(Json.whole(1)).signedLayout(), OWNER)
                .asUtf8()
                .orElseThrow()
                .replace("\"threshold\":1", "\"threshold\":1.0"));
        rejected(step(Json.whole(1)).layout(floating), MALFORMED, "fraction");
    }

    @Attack("P18")
    @Test
    void d18_AThresholdBelowOneOrBeyondTheKeysRefuses() {
        rejected(step(Json.whole(0)), MALFORMED, "threshold");
        rejected(step(Json.whole(-1)), MALFORMED, "threshold");
        rejected(step(Json.whole(2)), MALFORMED, "only 1 distinct usable");
    }

    @Test
    void section6_FewerLinksThanTheThresholdAreMissingNotInvalid() {
        accepted(step(2).link("build", ALICE, IN, OUT).link("build", BOB, IN, OUT));
        var rejected = rejected(step(2).link("build", ALICE, IN, OUT), MISSING_LINK, "step 'build' has 1 of 2 links");

        hasFinding(rejected, Finding.Result.MISSING, "1 of 2");
        assertThat(rejected.reason().facts()).containsEntry("step", "build");
    }

    @Test
    void section6_ABadSignatureNeitherCountsNorVetoes() {
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Bytes forged = Docs.bytes(Docs.envelope(link, Docs.signature(BOB.keyId().value(), "00".repeat(64))));

        accepted(step(1).link("build", ALICE, IN, OUT).put("build", BOB.keyId(), forged));
        var rejected = rejected(
                step(2).link("build", ALICE, IN, OUT).put("build", BOB.keyId(), forged), INTOTO_FAILED, "1 of 2 keys");
        assertThat(rejected.findings())
                .anyMatch(finding -> finding.result() == Finding.Result.FAIL
                        && finding.keyId().equals(java.util.Optional.of(BOB.keyId())));
    }

    @Test
    void section6_ADocumentCopiedToAnotherAddressDoesNotCount() {
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Bytes byAlice = Docs.metablock(link, ALICE);
        Bytes byBoth = Docs.metablock(link, ALICE, BOB);

        rejected(
                step(2).put("build", ALICE.keyId(), byAlice).put("build", BOB.keyId(), byAlice),
                INTOTO_FAILED,
                "1 of 2 keys");
        accepted(step(2).put("build", ALICE.keyId(), byBoth).put("build", BOB.keyId(), byBoth));
    }

    @Attack({"I10", "I20", "P17"})
    @Test
    void d19_OneStoredDocumentCountsForOneFunctionary() {
        Bytes byBoth = Docs.metablock(Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT)), ALICE, BOB);
        var shared = new EvidenceSource.Stored("build.12345678.link", byBoth);
        var own = new EvidenceSource.Stored("build.87654321.link", byBoth);

        rejected(
                step(2).stored(List.of(), "build", ALICE.keyId(), shared)
                        .stored(List.of(), "build", BOB.keyId(), shared),
                MISSING_LINK,
                "1 of 2 links");
        accepted(
                step(2).stored(List.of(), "build", ALICE.keyId(), shared).stored(List.of(), "build", BOB.keyId(), own));
        accepted(step(1).stored(List.of(), "build", ALICE.keyId(), shared)
                .stored(List.of(), "build", BOB.keyId(), shared));
    }

    @Attack({"I10", "P17"})
    @Test
    void d20_OneKeyUnderTwoIdsCountsOnce() {
        KeyId second = new KeyId("ab".repeat(32));
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Bytes again = Docs.bytes(Docs.envelope(link, Docs.signature(second, ALICE, link)));
        Json.Obj twoOfThree = Docs.step("build", 2, List.of(ALICE.keyId(), second, BOB.keyId()));
        Chain chain = Chain.empty()
                .key(ALICE.keyId(), ALICE)
                .key(second, ALICE)
                .key(BOB.keyId(), BOB)
                .rawStep(twoOfThree)
                .link("build", ALICE, IN, OUT)
                .put("build", second, again);

        rejected(chain, MISSING_LINK, "1 of 2 keys");
        accepted(chain.link("build", BOB, IN, OUT));
        rejected(
                Chain.empty()
                        .key(ALICE.keyId(), ALICE)
                        .key(second, ALICE)
                        .rawStep(Docs.step("build", 2, List.of(ALICE.keyId(), second))),
                MALFORMED,
                "only 1 distinct usable");
    }

    @Test
    void d20_AnIdListedTwiceIsOneAddress() {
        Json.Obj twice = Docs.step("build", 1, List.of(ALICE.keyId(), ALICE.keyId()));

        accepted(Chain.empty().key(ALICE.keyId(), ALICE).rawStep(twice).link("build", ALICE, IN, OUT));
    }

    @Test
    void d38_AKeyIdThatIsNoHashOfItsKeyIsAccepted() {
        KeyId id = new KeyId("0badc0de");
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Bytes document = Docs.bytes(Docs.envelope(link, Docs.signature(id, ALICE, link)));
        Chain chain = Chain.empty()
                .key(id, ALICE)
                .rawStep(Docs.step("build", 1, List.of(id)))
                .put("build", id, document);

        accepted(chain);
        rejected(chain.put("build", id, Docs.metablock(link, ALICE)), INTOTO_FAILED, "no signature names the key");
        rejected(chain.key("not-hex", Docs.key(id, ALICE)), MALFORMED, "hexadecimal");
        rejected(Chain.good().key("ab", Docs.key(id, BOB)), MALFORMED, "differs from the member's name");
    }

    @Test
    void d39_OnlyTheFirstSignatureOfAKeyIdIsConsidered() {
        Json.Obj link = Docs.link("build", Docs.artifacts(IN), Docs.artifacts(OUT));
        Json.Obj good = Docs.signature(ALICE.keyId(), ALICE, link);
        Json.Obj bad = Docs.signature(ALICE.keyId().value(), "00".repeat(64));

        accepted(step(1).put("build", ALICE.keyId(), Docs.bytes(Docs.envelope(link, good, bad))));
        rejected(
                step(1).put("build", ALICE.keyId(), Docs.bytes(Docs.envelope(link, bad, good))),
                INTOTO_FAILED,
                "do not count");
        Json.Obj layout = Chain.good().signedLayout();
        Json.Obj signed = Docs.envelope(
                layout,
                Docs.signature(OWNER.keyId().value(), "00".repeat(64)),
                Docs.signature(OWNER.keyId(), OWNER, layout));
        rejected(Chain.good().layout(Docs.bytes(signed)), BAD_SIGNATURE, "not signed by owner key");
    }
}
