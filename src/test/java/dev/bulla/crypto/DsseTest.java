package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DSSE v1 envelopes (intoto.md section 5.3). */
class DsseTest {
    private static final String TYPE = "application/vnd.in-toto+json";
    private static final Bytes PAYLOAD = Bytes.utf8("{ \"not\": \"canonical\" }");
    private static final int MAX = 1 << 20;

    private final LocalSigner ann = TestKeys.seeded("ann");
    private final LocalSigner ben = TestKeys.seeded(KeyKind.ECDSA_P256, "ben");

    @Test
    void theEncodingIsThatOfTheProtocolsExample() {
        Bytes encoded = Dsse.preAuthenticationEncoding("http://example.com/HelloWorld", Bytes.utf8("hello world"));

        assertThat(encoded.asUtf8()).contains("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void lengthsAreCountedInBytes() {
        assertThat(Dsse.preAuthenticationEncoding("tÿpe", Bytes.utf8("ñ€")).asUtf8())
                .contains("DSSEv1 5 tÿpe 5 ñ€");
        assertThat(Dsse.preAuthenticationEncoding("t", Bytes.empty()).asUtf8()).contains("DSSEv1 1 t 0 ");
    }

    @Test
    void anEnvelopeSurvivesWritingAndReading() {
        Dsse signed = Dsse.sign(TYPE, PAYLOAD, List.of(ann, ben));

        Dsse read = Dsse.parse(signed.toBytes(), MAX).orThrow();

        assertThat(read).isEqualTo(signed);
        assertThat(read.countSelected(quorum(2)).orThrow().verified()).containsOnlyKeys(ann.keyId(), ben.keyId());
        assertThat(read.countAny(quorum(2)).orThrow().distinctKeys()).isEqualTo(2);
    }

    @Attack("I18")
    @Test
    void aChangedPayloadOrTypeVerifiesUnderNoKey() {
        Dsse signed = Dsse.sign(TYPE, PAYLOAD, List.of(ann, ben));

        for (Dsse forged : List.of(
                new Dsse(TYPE, Bytes.utf8("other"), signed.signatures()),
                new Dsse("other", PAYLOAD, signed.signatures()))) {
            assertThat(forged.countSelected(quorum(1)).orThrow().distinctKeys()).isZero();
            assertThat(forged.countAny(quorum(1)).orThrow().distinctKeys()).isZero();
        }
    }

    @Test
    void aKeyIdIsAHintForStatementsAndDecidesForLayouts() {
        Dsse signed = Dsse.sign(TYPE, PAYLOAD, List.of(ann));
        Bytes value = signed.signatures().getFirst().value();
        Dsse unnamed = new Dsse(TYPE, PAYLOAD, List.of(new DsseSignature(Optional.empty(), value)));
        Dsse misnamed = new Dsse(TYPE, PAYLOAD, List.of(new DsseSignature(Optional.of(ben.keyId()), value)));

        for (Dsse each : List.of(unnamed, misnamed)) {
            assertThat(each.countAny(quorum(1)).orThrow().verified()).containsOnlyKeys(ann.keyId());
            assertThat(each.countSelected(quorum(1)).orThrow().verified()).isEmpty();
        }
        assertThat(unnamed.countSelected(quorum(1)).orThrow().findings())
                .singleElement()
                .extracting(SignatureCount.Finding::detail)
                .isEqualTo("signature without key id");
    }

    @Attack("P17")
    @Test
    void oneKeyThatSignsTwiceCountsOnceEvenWithoutIds() {
        Bytes value =
                Dsse.sign(TYPE, PAYLOAD, List.of(ann)).signatures().getFirst().value();
        DsseSignature entry = new DsseSignature(Optional.empty(), value);

        Dsse twice = new Dsse(TYPE, PAYLOAD, List.of(entry, entry));

        assertThat(twice.countAny(quorum(2)).orThrow().distinctKeys()).isEqualTo(1);
    }

    @Test
    void base64MayBeUrlSafe() {
        byte[] payload = {(byte) 0xFB, (byte) 0xFF, (byte) 0xFE};
        String text = Base64.getUrlEncoder().encodeToString(payload);
        assertThat(text).contains("-").contains("_");

        Dsse read = Dsse.parse(
                        envelope("\"payload\":\"" + text
                                + "\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"}]"),
                        MAX)
                .orThrow();

        assertThat(read.payload()).isEqualTo(Bytes.copyOf(payload));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'payload':'+_8=','payloadType':'t','signatures':[{'sig':'AA=='}]",
                "'payload':'AA\\n==','payloadType':'t','signatures':[{'sig':'AA=='}]",
                "'payload':'AA==','payloadType':'t','signatures':[{'sig':' AA=='}]",
                "'payload':'AA==','payloadType':'','signatures':[{'sig':'AA=='}]",
                "'payload':'AA==','payloadType':'t t','signatures':[{'sig':'AA=='}]",
                "'payload':'AA==','payloadType':'t','signatures':[]",
                "'payload':'AA==','payloadType':'t','signatures':[{'sig':''}]",
                "'payload':'AA==','payloadType':'t','signatures':[{'keyid':'k'}]",
                "'payload':'AA==','payloadType':'t','signatures':[{'sig':'AA==','cert':'x'}]",
                "'payload':'AA==','payloadType':'t','signatures':[{'sig':'AA=='}],'more':1",
                "'payload':'AA==','payload':'AQ==','payloadType':'t','signatures':[{'sig':'AA=='}]",
                "'payload':{},'payloadType':'t','signatures':[{'sig':'AA=='}]",
                "'payloadType':'t','signatures':[{'sig':'AA=='}]"
            })
    void anythingElseThanAnEnvelopeIsMalformed(String members) {
        assertThat(code(Dsse.parse(envelope(members.replace('\'', '"')), MAX))).isEqualTo(ReasonCode.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"payload", "payloadType"})
    void aDocumentThatIsAlsoAMetablockIsAmbiguous(String member) {
        Bytes both = envelope("\"" + member + "\":\"AA==\",\"signatures\":[],\"signed\":{}");

        assertThat(code(Dsse.parse(both, MAX))).isEqualTo(ReasonCode.AMBIGUOUS);
    }

    @Test
    void limitsAreNamed() {
        Bytes document = Dsse.sign(TYPE, PAYLOAD, List.of(ann)).toBytes();
        assertThat(code(Dsse.parse(document, document.length()))).isNull();
        assertThat(code(Dsse.parse(document, document.length() - 1))).isEqualTo(ReasonCode.LIMIT_EXCEEDED);

        DsseSignature entry = new DsseSignature(Optional.empty(), Bytes.utf8("x"));
        Dsse crowded = new Dsse(TYPE, PAYLOAD, Collections.nCopies(129, entry));
        assertThat(code(Dsse.parse(crowded.toBytes(), MAX))).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
        assertThat(code(crowded.countAny(quorum(1)))).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
        assertThat(code(crowded.countSelected(quorum(1)))).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void combinationsOfSignaturesAndKeysAreBounded() {
        List<PublicKey> keys = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            keys.add(TestKeys.seeded("key " + i).publicKey());
        }
        DsseSignature entry = new DsseSignature(Optional.empty(), Bytes.utf8("x"));
        Dsse crowded = new Dsse(TYPE, PAYLOAD, Collections.nCopies(128, entry));

        assertThat(code(crowded.countAny(Quorum.of(keys, 1)))).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
        assertThat(crowded.countAny(Quorum.of(keys.subList(0, 8), 1)).orThrow().distinctKeys())
                .isZero();
    }

    private Quorum quorum(int threshold) {
        return Quorum.of(List.of(ann.publicKey(), ben.publicKey()), threshold);
    }

    private static Bytes envelope(String members) {
        return Bytes.utf8("{" + members + "}");
    }

    private static @org.jspecify.annotations.Nullable ReasonCode code(Step<?> step) {
        return step instanceof Step.Refused<?> refused ? refused.reason().code() : null;
    }
}
