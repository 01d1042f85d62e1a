package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.OWNER;
import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.hasFinding;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.AMBIGUOUS;
import static dev.bulla.outcome.ReasonCode.BAD_SIGNATURE;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import java.math.BigInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** intoto.md section 9, D8 to D15 and D32, D33, D36, D37: what documents may look like. */
class DocumentDecisionsTest {
    private static final Json.Obj LINK = Docs.link("build", Docs.artifacts("in=aa"), Docs.artifacts("out=bb"));

    private static Chain withLink(Bytes document) {
        return Chain.good().put("build", ALICE.keyId(), document);
    }

    private static Json.Obj byproduct(Json value) {
        return LINK.with("byproducts", Json.Obj.empty().with("x", value));
    }

    private static void dropped(Bytes document, String why) {
        hasFinding(rejected(withLink(document), INTOTO_FAILED, "build"), Finding.Result.FAIL, why);
    }

    /** A document changed as text after it was signed. */
    private static Bytes changed(Bytes document, String from, String to) {
        String text = document.asUtf8().orElseThrow();
        assertThat(text).contains(from);
        return Bytes.utf8(text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    }

    @Test
    void d8_IntegersBeyondTwoToTheFiftyThreeAreExact() {
        Json.Obj big = byproduct(new Json.Whole(new BigInteger("9007199254740993")));
        Bytes signed = Docs.metablock(big, ALICE);

        accepted(withLink(signed));
        dropped(changed(signed, "9007199254740993", "9007199254740992"), "did not sign");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e3", "1E3", "-0.5"})
    void d9_AFloatAnywhereInAMetablockRefusesIt(String number) {
        Bytes signed = Docs.metablock(byproduct(Json.whole(7)), ALICE);

        accepted(withLink(signed));
        dropped(changed(signed, ":7}", ":" + number + "}"), "fraction or exponent");
    }

    @Test
    void d9_NullAndBooleansAreAllowedWhereFormIsFree() {
        accepted(withLink(Docs.metablock(byproduct(new Json.Null()), ALICE)));
        accepted(withLink(Docs.metablock(byproduct(new Json.Bool(true)), ALICE)));
    }

    @Attack("I10")
    @Test
    void d10_ARepeatedMemberRefusesAMetablock() {
        Bytes signed = Docs.metablock(LINK, ALICE);

        accepted(withLink(signed));
        dropped(changed(signed, "\"_type\":\"link\"", "\"_type\":\"link\",\"_type\":\"link\""), "malformed");
        dropped(changed(signed, "\"in\":{", "\"in\":{\"sha256\":\"aa\"},\"in\":{"), "malformed");
    }

    @Test
    void d11_ARepeatedMemberRefusesASignedDssePayload() {
        Bytes payload = changed(Docs.bytes(LINK), "\"name\":\"build\"", "\"name\":\"x\",\"name\":\"build\"");
        Bytes twice = dev.bulla.crypto.Dsse.sign(Payload.TYPE, payload, java.util.List.of(ALICE))
                .toBytes();

        accepted(withLink(Docs.dsse(LINK, ALICE)));
        dropped(twice, "malformed");
    }

    @Test
    void d12_AMemberAddedAfterSigningRefuses() {
        Bytes signed = Docs.metablock(LINK, ALICE);

        dropped(changed(signed, "\"_type\":\"link\"", "\"_type\":\"link\",\"note\":\"x\""), "did not sign");
        dropped(changed(signed, "\"_type\":\"link\"", "\"Name\":\"x\",\"_type\":\"link\""), "did not sign");
    }

    @Test
    void d12_AnUnknownMemberRefusesEvenWhenItIsSigned() {
        dropped(Docs.metablock(LINK.with("note", Json.text("x")), ALICE), "unknown member");
        dropped(Docs.metablock(LINK.with("Name", Json.text("x")), ALICE), "unknown member");
        rejected(Chain.good().edit(layout -> layout.with("rootcas", Json.Obj.empty())), MALFORMED, "unknown member");
    }

    @Attack("I17")
    @Test
    void d13_AnUnknownMemberBesideASignatureRefusesAMetablock() {
        Json.Obj signature = Docs.signature(ALICE.keyId(), ALICE, LINK);

        accepted(withLink(Docs.bytes(Docs.envelope(LINK, signature))));
        dropped(Docs.bytes(Docs.envelope(LINK, signature.with("note", Json.text("x")))), "unknown member");
        dropped(Docs.bytes(Docs.envelope(LINK, signature).with("note", Json.text("x"))), "unknown member");
    }

    @Attack({"I8", "I17"})
    @Test
    void section5_4_SignaturesByPgpOrWithACertificateCountForNothingAndHarmNobody() {
        Json.Obj good = Docs.signature(ALICE.keyId(), ALICE, LINK);
        Json.Obj pgp = Docs.signature("ab12", "cd34").with("other_headers", Json.text("04"));
        Json.Obj certified = good.with("cert", Json.text("-----BEGIN CERTIFICATE-----"));

        accepted(withLink(Docs.bytes(Docs.envelope(LINK, pgp, good))));
        dropped(Docs.bytes(Docs.envelope(LINK, certified)), "counts for nothing");
    }

    @Test
    void d14_AnUnknownMemberBesideADsseSignatureRefuses() {
        Bytes signed = Docs.dsse(LINK, ALICE);

        accepted(withLink(signed));
        dropped(changed(signed, "\"keyid\":", "\"cert\":\"x\",\"keyid\":"), "unknown member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_type", "name", "materials", "products", "byproducts", "environment", "command"})
    void d15_AMissingMemberRefusesALinkThoughSignedSo(String member) {
        dropped(Docs.metablock(LINK.without(member), ALICE), member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_type", "steps", "inspect", "keys", "expires", "readme"})
    void d15_AMissingMemberRefusesALayoutThoughSignedSo(String member) {
        rejected(Chain.good().edit(layout -> layout.without(member)), MALFORMED, member);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_type",
                "name",
                "expected_materials",
                "expected_products",
                "pubkeys",
                "expected_command",
                "threshold"
            })
    void d15_AMissingMemberRefusesAStepThoughSignedSo(String member) {
        UnaryOperator<Json.Obj> less = step -> step.without(member);
        rejected(Chain.empty().step("build", less, 1, ALICE).link("build", ALICE, list(), list()), MALFORMED, member);
    }

    @Test
    void d32_ADocumentThatIsBothEnvelopesIsRefused() {
        Json.Obj both = Docs.envelope(LINK, Docs.signature(ALICE.keyId(), ALICE, LINK))
                .with("payload", Json.text("e30="))
                .with("payloadType", Json.text(Payload.TYPE));
        Json.Obj layout = Docs.envelope(Chain.good().signedLayout()).with("payload", Json.text("e30="));

        dropped(Docs.bytes(both), "both");
        rejected(Chain.good().layout(Docs.bytes(layout)), AMBIGUOUS, "both");
    }

    @Test
    void d32_ADssePayloadThatIsAMetablockIsRefused() {
        Json.Obj inner = Docs.envelope(LINK, Docs.signature(ALICE.keyId(), ALICE, LINK));

        dropped(Docs.dsse(inner, ALICE), "_type is missing");
    }

    @Attack("I18")
    @Test
    void d33_ADsseSignatureWithoutKeyIdOrUnderAnotherDoesNotCount() {
        Bytes signed = Docs.dsse(LINK, ALICE);
        String id = "\"keyid\":\"" + ALICE.keyId() + "\"";

        dropped(changed(signed, id + ",", ""), "no signature names the key");
        dropped(changed(signed, id, "\"keyid\":\"" + Chain.BOB.keyId() + "\""), "no signature names the key");
        Chain layout = Chain.good();
        Bytes dsse = Docs.dsse(layout.signedLayout(), OWNER);
        accepted(layout.layout(dsse));
        rejected(
                Chain.good().layout(changed(dsse, "\"keyid\":\"" + OWNER.keyId() + "\",", "")),
                BAD_SIGNATURE,
                "no signature names the key");
    }

    @Test
    void section5_3_ThePayloadTypeIsSignedAndMustBeInTotos() {
        Bytes other = dev.bulla.crypto.Dsse.sign("text/plain", Docs.bytes(LINK), java.util.List.of(ALICE))
                .toBytes();
        Bytes swapped =
                changed(other, "text/plain", Payload.TYPE.replace("+", "\\+").replace("\\+", "+"));

        dropped(other, "payload type");
        dropped(swapped, "did not sign");
    }

    @Test
    void section5_3_APayloadNeedNotBeCanonical() {
        Bytes spaced = changed(Docs.bytes(LINK), "\"_type\":", " \"_type\" : ");
        accepted(withLink(dev.bulla.crypto.Dsse.sign(Payload.TYPE, spaced, java.util.List.of(ALICE))
                .toBytes()));
    }

    @Attack("I13")
    @Test
    void d36_AnArtifactWithoutHashRefusesTheLink() {
        Json.Obj none = LINK.with("products", Json.Obj.empty().with("out", Json.Obj.empty()));

        dropped(Docs.metablock(none, ALICE), "has no hash");
    }

    @Test
    void d37_AnUpperCaseHashRefusesTheLink() {
        dropped(Docs.metablock(LINK.with("products", Docs.artifacts("out=BB")), ALICE), "lower-case hex");
        accepted(withLink(Docs.metablock(LINK.with("products", Docs.artifacts("out=0b")), ALICE)));
    }

    @Test
    void section5_2_ABadEncodingOrAnOverlongDocumentIsRefused() {
        Bytes signed = Docs.metablock(LINK, ALICE);

        dropped(Bytes.utf8("\ufeff").concat(signed), "malformed");
        dropped(signed.concat(Bytes.utf8("x")), "malformed");
        dropped(changed(signed, "\"out\"", "\"\\\\ud800\""), "surrogate");
        dropped(Bytes.adopt(new byte[InTotoLimits.MAX_DOCUMENT_BYTES + 1]), "bytes");
    }
}
