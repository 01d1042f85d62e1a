package dev.bulla.intoto;

import static dev.bulla.intoto.Chain.ALICE;
import static dev.bulla.intoto.Chain.BOB;
import static dev.bulla.intoto.Chain.list;
import static dev.bulla.intoto.VerdictAssert.accepted;
import static dev.bulla.intoto.VerdictAssert.hasFinding;
import static dev.bulla.intoto.VerdictAssert.rejected;
import static dev.bulla.outcome.ReasonCode.INTOTO_FAILED;
import static dev.bulla.outcome.ReasonCode.LIMIT_EXCEEDED;
import static dev.bulla.outcome.ReasonCode.MISSING_LINK;
import static dev.bulla.outcome.ReasonCode.WRONG_PRODUCT;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.testkit.Attack;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** intoto.md sections 2 and 9, D31, D34, D41 and the limits of evidence. */
class EvidenceDecisionsTest {
    private static final String[] IN = list("in=aa");
    private static final String[] OUT = list("out=bb");

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"signed\":{}}", "{\"signatures\":[],\"signed\":[]}"})
    void d31_AMalformedDocumentBesideGoodOnesIsDroppedAndTheThresholdDecides(String text) {
        Chain one = Chain.empty().step("build", 1, ALICE, BOB).put("build", BOB.keyId(), Bytes.utf8(text));

        hasFinding(accepted(one.link("build", ALICE, IN, OUT)), Finding.Result.FAIL, "evidence does not count");
        rejected(one.remove("build", ALICE.keyId()), INTOTO_FAILED, "0 of 1 keys");
    }

    @Attack("I6")
    @Test
    void d34_ALinkOfAnotherStepDoesNotCountThoughItsFunctionaryMayPerformBoth() {
        Bytes write = Docs.metablock(Docs.link("write", Docs.artifacts(IN), Docs.artifacts(OUT)), ALICE);
        Chain chain = Chain.empty()
                .step("write", 1, ALICE)
                .step("build", 1, ALICE)
                .put("write", ALICE.keyId(), write)
                .put("build", ALICE.keyId(), write);

        hasFinding(rejected(chain, INTOTO_FAILED, "step 'build'"), Finding.Result.FAIL, "link of step 'write'");
        accepted(chain.link("build", ALICE, IN, OUT));
    }

    private static Json.Obj statement() {
        Json digest = Json.Obj.empty().with("sha256", Json.text("bb"));
        Json subject = Json.Obj.empty().with("name", Json.text("out")).with("digest", digest);
        return Json.Obj.empty()
                .with("_type", Json.text(StatementLink.STATEMENT_TYPE))
                .with("subject", new Json.Arr(List.of(subject)))
                .with("predicateType", Json.text(StatementLink.PREDICATE_TYPE))
                .with(
                        "predicate",
                        Json.Obj.empty().with("name", Json.text("build")).with("materials", new Json.Arr(List.of())));
    }

    private static Chain withStatement(Json.Obj statement, String payloadType) {
        return Chain.build(list(), list(), "ALLOW out", "DISALLOW *")
                .put(
                        "build",
                        ALICE.keyId(),
                        Dsse.sign(payloadType, Docs.bytes(statement), List.of(ALICE))
                                .toBytes());
    }

    @Test
    void d41_AStatementStandsAsALinkOnlyWhenThePolicySaysSo() {
        Chain chain = withStatement(statement(), Payload.TYPE);

        hasFinding(rejected(chain, INTOTO_FAILED), Finding.Result.FAIL, "statements do not stand as links");
        accepted(chain.options(VerificationRequest.Options::acceptingStatements));
        accepted(withStatement(statement(), "application/vnd.in-toto.link+json")
                .options(VerificationRequest.Options::acceptingStatements));
    }

    @Test
    void section5_5_AStatementOfAnotherPredicateOrWithARepeatedNameNeverStandsAsALink() {
        Json subject = statement().get("subject").orElseThrow();
        Json one = ((Json.Arr) subject).items().getFirst();
        List<Json.Obj> wrong = List.of(
                statement().with("predicateType", Json.text("https://slsa.dev/provenance/v1")),
                statement().with("subject", new Json.Arr(List.of(one, one))),
                statement().with("subject", new Json.Arr(List.of(((Json.Obj) one).without("name")))),
                statement().without("subject"));

        for (Json.Obj each : wrong) {
            rejected(
                    withStatement(each, Payload.TYPE).options(VerificationRequest.Options::acceptingStatements),
                    INTOTO_FAILED,
                    "malformed");
        }
    }

    @Attack("I6")
    @Test
    void section2_14_TheProductsOfTheLastStepMustHoldTheSubject() {
        Digest digest = Digest.of(Bytes.utf8("bundle"));
        Digest other = Digest.of(Bytes.utf8("another"));
        SubjectBinding bundle = new SubjectBinding(Optional.of(digest), Set.of());
        Chain chain = Chain.empty()
                .step("write", 1, ALICE)
                .step("build", 1, ALICE)
                .link("write", ALICE, list(), list("bundle.json=" + digest.hex()))
                .link("build", ALICE, list(), list("bundle.json=" + digest.hex()))
                .options(options -> options.subject(bundle));

        accepted(chain);
        rejected(
                chain.link("build", ALICE, list(), list("bundle.json=" + other.hex())),
                WRONG_PRODUCT,
                "step 'build'",
                "did not make");
        rejected(chain.link("build", ALICE, list(), list("other.json=" + digest.hex())), WRONG_PRODUCT);
        rejected(chain.link("build", ALICE, list("bundle.json=" + digest.hex()), list()), WRONG_PRODUCT);
        rejected(
                chain.link("write", ALICE, list("bundle.json=" + digest.hex()), list()), WRONG_PRODUCT, "did not make");
    }

    @Test
    void section11_4_AnOciNameBindsByItsHashAndItsVersionMustAgree() {
        Digest digest = Digest.of(Bytes.utf8("index"));
        Digest other = Digest.of(Bytes.utf8("another"));
        SubjectBinding index = new SubjectBinding(Optional.empty(), Set.of(digest));

        for (String name : list("pkg:oci/app", "pkg:oci/app@" + digest, "pkg:oci/app@sha256%3A" + digest.hex())) {
            accepted(Chain.build(list(), list(name + "=" + digest.hex())).options(options -> options.subject(index)));
        }
        for (String name : list("pkg:oci/app@" + other, "app", "bundle.json", "pkg:docker/app")) {
            rejected(
                    Chain.build(list(), list(name + "=" + digest.hex())).options(options -> options.subject(index)),
                    WRONG_PRODUCT);
        }
    }

    private static Chain limited(InTotoLimits limits) {
        return Chain.good().options(options -> options.limits(limits));
    }

    @Test
    void section8_DocumentsBytesAndRuleWorkHaveOneBudget() {
        InTotoLimits standard = InTotoLimits.standard();

        accepted(limited(standard));
        rejected(
                limited(new InTotoLimits(standard.maxDocumentBytes(), 1, standard.maxTotalBytes(), 100, 8)),
                LIMIT_EXCEEDED,
                "more than 1 documents");
        rejected(limited(new InTotoLimits(standard.maxDocumentBytes(), 9, 1000, 100, 8)), LIMIT_EXCEEDED, "1000 bytes");
        rejected(
                limited(new InTotoLimits(standard.maxDocumentBytes(), 9, standard.maxTotalBytes(), 1, 8)),
                LIMIT_EXCEEDED,
                "comparisons");
    }

    @Attack("I20")
    @Test
    void section8_APatternThatBacktracksEndsWithinTheBudget() {
        String name = "a".repeat(4000);
        String pattern = "a*".repeat(1000) + "b";
        String[] names = new String[200];
        for (int i = 0; i < names.length; i++) {
            names[i] = name + i + "=aa";
        }
        InTotoLimits tight = new InTotoLimits(InTotoLimits.MAX_DOCUMENT_BYTES, 10, 1 << 24, 1_000_000, 8);

        rejected(
                Chain.build(list(), names, "DISALLOW " + pattern).options(options -> options.limits(tight)),
                LIMIT_EXCEEDED,
                "comparisons");
    }

    @Attack("I9")
    @Test
    void section2_5_AnAbsentLinkIsMissingWithStepAndKeysInTheReason() {
        var rejected = rejected(
                Chain.empty().step("build", 1, ALICE),
                MISSING_LINK,
                "'build'",
                ALICE.keyId().brief());

        hasFinding(rejected, Finding.Result.MISSING, "0 of 1");
    }
}
