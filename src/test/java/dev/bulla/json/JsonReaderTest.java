package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.testkit.Attack;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What parsers disagree on is refused; RFC 8259 leaves it open. */
class JsonReaderTest {
    private static final JsonLimits ALL = new JsonLimits(1 << 20, 8, 1000, JsonLimits.Numbers.ALL);
    private static final JsonLimits SAFE = JsonLimits.signed(1 << 20);

    @Attack("T16")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "[1 2]",
                "nul",
                "TRUE",
                "[1]x",
                "{} {}",
                "1 1",
                "// comment\n1",
                "[1] # comment",
                "01",
                "+1",
                "-",
                "1.",
                ".5",
                "1e",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"\u0000\"",
                "\"\\x41\"",
                "\"\\u00g0\"",
                "\"unterminated",
                "\uFEFF{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":1,\"\\u0061\":2}",
                "\u00A01",
                "[1]\u0000"
            })
    void rfc8259_whatIsNotOneDocumentIsMalformed(String text) {
        assertThatThrownBy(() -> JsonReader.with(ALL).read(Bytes.utf8(text)))
                .isInstanceOfSatisfying(JsonException.class, e -> {
                    assertThat(e.isLimit()).isFalse();
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                });
    }

    @Attack("T16")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800x\"",
                "\"\\ud83d\\ud83d\\ude00\"",
                "{\"\\ud800\":1}",
                "[{\"a\\udfff\":1}]"
            })
    void rfc8259_8_2_loneSurrogatesAreRefusedInTextAndInNames(String text) {
        assertThatThrownBy(() -> JsonReader.with(ALL).read(Bytes.utf8(text)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("surrogate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080", "c1bf", "e08080", "e09fbf", "eda080", "edbfbf", "f0808080", "f08fbfbf", "f4908080", "f5808080",
                "80", "bf", "c2", "c220", "e2", "e28220", "f09f98", "ff", "fe", "f8888080"
            })
    void rfc3629_malformedUtf8IsRefusedInsteadOfReplaced(String hex) {
        byte[] sequence = java.util.HexFormat.of().parseHex(hex);
        Bytes document = Bytes.utf8("\"").concat(Bytes.adopt(sequence)).concat(Bytes.utf8("\""));

        assertThatThrownBy(() -> JsonReader.with(ALL).read(document))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void otherEncodingsAreNotGuessed() {
        for (String hex : new String[] {"fffe7b007d00", "feff007b007d", "7b007d00", "007b007d", "0000007b0000007d"}) {
            Bytes document = Bytes.adopt(java.util.HexFormat.of().parseHex(hex));
            assertThatThrownBy(() -> JsonReader.with(ALL).read(document)).isInstanceOf(JsonException.class);
        }
    }

    @Test
    void valuesAreReadExactly() {
        Json.Obj read = JsonReader.with(ALL)
                .readObject(
                        Bytes.utf8(
                                " {\"b\":[null,true,false],\"a\":\"\\ud83d\\ude00\\u0000\\/é\",\"\":12345678901234567890,\"r\":1.50E+2}\r\n"));

        assertThat(read.members().keySet()).containsExactly("b", "a", "", "r");
        assertThat(read.get("a")).contains(Json.text("\uD83D\uDE00\0/é"));
        assertThat(read.get("")).contains(new Json.Whole(new BigInteger("12345678901234567890")));
        assertThat(read.get("r")).contains(new Json.Real("1.50E+2"));
        assertThat(((Json.Arr) read.get("b").orElseThrow()).items())
                .containsExactly(new Json.Null(), new Json.Bool(true), new Json.Bool(false));
    }

    @Test
    void aDocumentThatMustBeAnObjectIsOne() {
        assertThatThrownBy(() -> JsonReader.with(ALL).readObject(Bytes.utf8("[]")))
                .isInstanceOf(JsonException.class)
                .hasMessage("document is not an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "1.0", "1e3", "-0.0", "1E400", "9007199254740992", "-9007199254740992"})
    void section6_2_signedDocumentsHaveSafeIntegersOnly(String number) {
        assertThatThrownBy(() -> JsonReader.with(SAFE).read(Bytes.utf8("[" + number + "]")))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("at byte");
    }

    @Test
    void numbersAreLimitedAsTheDocumentDemands() {
        JsonLimits any = SAFE.numbers(JsonLimits.Numbers.ANY_INTEGERS);

        assertThat(JsonReader.with(SAFE).read(Bytes.utf8("9007199254740991"))).isEqualTo(Json.whole((1L << 53) - 1));
        assertThat(JsonReader.with(any).read(Bytes.utf8("9".repeat(1000))))
                .isEqualTo(new Json.Whole(new BigInteger("9".repeat(1000))));
        assertLimit(any, "9".repeat(1001));
        assertLimit(ALL, "0." + "1".repeat(1001));
    }

    @Attack("S6")
    @Test
    void sizeDepthAndTextAreLimited() {
        assertThat(JsonReader.with(ALL).read(Bytes.utf8("[".repeat(8) + "]".repeat(8))))
                .isNotNull();
        assertLimit(ALL, "[".repeat(9) + "]".repeat(9));
        assertLimit(ALL, "{\"a\":".repeat(9) + "1" + "}".repeat(9));
        assertLimit(ALL, "[".repeat(100_000));
        assertThat(JsonReader.with(ALL).read(Bytes.utf8("\"" + "x".repeat(1000) + "\"")))
                .isNotNull();
        assertLimit(ALL, "\"" + "x".repeat(1001) + "\"");
        assertLimit(ALL, "{\"" + "x".repeat(1001) + "\":1}");
        assertLimit(new JsonLimits(10, 8, 1000, JsonLimits.Numbers.ALL), "[          ]");
        assertThat(JsonReader.with(new JsonLimits(12, 8, 1000, JsonLimits.Numbers.ALL))
                        .read(Bytes.utf8("[          ]")))
                .isEqualTo(new Json.Arr(java.util.List.of()));
    }

    @Test
    void theNumberOfValuesIsLimitedSinceEachCostsMoreThanItsBytes() {
        JsonLimits large = new JsonLimits(16 << 20, 8, 1000, JsonLimits.Numbers.ALL);
        String many = "[" + "1,".repeat(JsonLimits.MAX_VALUES) + "1]";

        assertLimit(large, many);
        assertThat(JsonReader.with(large).read(Bytes.utf8("[" + "1,".repeat(JsonLimits.MAX_VALUES - 2) + "1]")))
                .isNotNull();
    }

    @Attack("T24")
    @Test
    void messagesNeverCarryWhatSteersATerminal() {
        assertThatThrownBy(() ->
                        JsonReader.with(ALL).read(Bytes.utf8("{\"a\\u001b[31m\\u202e\":1,\"a\\u001b[31m\\u202e\":1}")))
                .isInstanceOfSatisfying(
                        JsonException.class,
                        e -> assertThat(String.valueOf(e.getMessage()))
                                .contains("[31m")
                                .matches("[^\\p{Cntrl}\\u202e]*"));
    }

    private static void assertLimit(JsonLimits limits, String text) {
        assertThatThrownBy(() -> JsonReader.with(limits).read(Bytes.utf8(text)))
                .isInstanceOfSatisfying(
                        JsonException.class,
                        e -> assertThat(e.isLimit()).as(e.getMessage()).isTrue());
    }
}
