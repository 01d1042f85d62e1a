package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OlpcWriterTest {
    private static final JsonReader READER = JsonReader.with(JsonLimits.manifest());

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{}",
                "[]|[]",
                "{ \"b\" : 1 , \"a\" : [ 1 , 2 ] }|{\"a\":[1,2],\"b\":1}",
                "[null, true, false]|[null,true,false]",
                "[-0, -1, 9223372036854775808]|[0,-1,9223372036854775808]",
                "\"\\/\\u0041\"|\"/A\"",
                "{\"é\":1,\"z\":2,\"e\":3}|{\"e\":3,\"z\":2,\"é\":1}",
                "{\"aa\":1,\"a\":2,\"\":3}|{\"\":3,\"a\":2,\"aa\":1}",
                "{\"B\":1,\"a\":2,\"A\":3}|{\"A\":3,\"B\":1,\"a\":2}",
            })
    void section6_2_noWhitespaceSortedMembersExactIntegers(String document, String canonical) {
        assertThat(OlpcWriter.write(READER.read(Bytes.utf8(document))).asUtf8()).contains(canonical);
    }

    @Test
    void section6_2_onlyQuoteAndBackslashAreEscapedAndEverythingElseIsRaw() {
        StringBuilder all = new StringBuilder();
        StringBuilder expected = new StringBuilder("\"");
        for (char c = 0; c <= 0x7F; c++) {
            all.append(c);
            expected.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        all.append("\u2028\uD83D\uDE00");
        expected.append("\u2028\uD83D\uDE00\"");

        assertThat(OlpcWriter.write(Json.text(all.toString())).asUtf8()).contains(expected.toString());
    }

    @Test
    void section6_2_membersAreSortedByCodePointNotByUtf16Unit() {
        Json.Obj object = new Json.Obj(Map.of(
                "\uD83D\uDE00", Json.whole(1),
                "\uFFFF", Json.whole(2),
                "\uD800\uDC00", Json.whole(3),
                "\uD7FF", Json.whole(4),
                "\uE000", Json.whole(5)));

        assertThat(OlpcWriter.write(object).asUtf8())
                .contains("{\"\uD7FF\":4,\"\uE000\":5,\"\uFFFF\":2,\"\uD800\uDC00\":3,\"\uD83D\uDE00\":1}");
        assertThat(JcsWriter.write(object).asUtf8())
                .contains("{\"\uD7FF\":4,\"\uD800\uDC00\":3,\"\uD83D\uDE00\":1,\"\uE000\":5,\"\uFFFF\":2}");
    }

    @Test
    void section6_2_theLinesOfAPemKeyStayLines() {
        String pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n";
        Json.Obj key = new Json.Obj(Map.of("public", Json.text(pem)));

        assertThat(OlpcWriter.write(key).asUtf8()).contains("{\"public\":\"" + pem + "\"}");
        assertThat(JcsWriter.write(key).asUtf8()).contains("{\"public\":\"" + pem.replace("\n", "\\n") + "\"}");
    }

    @Test
    void section6_2_floatsHaveNoForm() {
        for (Json value : List.of(new Json.Real("0.5"), new Json.Arr(List.of(new Json.Real("1.0"))))) {
            assertThatThrownBy(() -> OlpcWriter.write(value))
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("canonical JSON has no number");
        }
    }

    @Test
    void section6_2_integersOfAnySizeAreExact() {
        BigInteger huge = BigInteger.TEN.pow(60).add(BigInteger.ONE);

        assertThat(OlpcWriter.write(new Json.Whole(huge)).asUtf8()).contains(huge.toString());
        assertThatThrownBy(() -> JcsWriter.write(new Json.Whole(huge))).isInstanceOf(JsonException.class);
    }

    /** The signature body of oci-graph.md section 3.2; its digest is published there. */
    @Test
    void ociGraph3_2_theGoldenSignatureBodyIsCanonical() {
        String body =
                "{\"signatures\":[{\"keyid\":\"74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916\","
                        + "\"sig\":\"8bfeb4f95efff47a8207280917d5a40acd27a058d6a3edbb93c235dd3af5c9955b3656d45d9a8f474f1554b"
                        + "02815b2796413f2689199c524b83caad69b91b207\"}],\"signed\":{\"digest\":"
                        + "\"sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268\",\"mediaType\":"
                        + "\"application/vnd.oci.image.index.v1+json\",\"size\":929}}";

        Bytes canonical = OlpcWriter.write(READER.read(Bytes.utf8(body)));

        assertThat(canonical).isEqualTo(Bytes.utf8(body));
        assertThat(dev.bulla.bytes.HashFunction.SHA256.hash(canonical).hex())
                .isEqualTo("00377d0e236a43c93f57bd31e976810d30175a5499e00a3ea223ab5b4d7dc569");
    }
}
