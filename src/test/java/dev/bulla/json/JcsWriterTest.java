package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JcsWriterTest {
    private static final JsonReader READER = JsonReader.with(JsonLimits.manifest());

    /** The table of RFC 8785 appendix B: bits of the double, its text. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2",
    })
    void rfc8785_appendixB_numbersArePrintedAsEcmaScriptPrintsThem(String bits, String text) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        String exact = new BigDecimal(value).toString();

        assertThat(canonical("[" + (exact.contains(".") || exact.contains("E") ? exact : exact + ".0") + "]"))
                .isEqualTo("[" + text + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e400", "-1e400", "9007199254740993", "-9007199254740993", "123456789012345678901234567890"})
    void rfc8785_3_2_2_3_numbersThatADoubleCannotHoldAreRefused(String number) {
        assertThatThrownBy(() -> canonical("[" + number + "]")).isInstanceOf(JsonException.class);
    }

    @Test
    void rfc8785_3_2_4_theExampleOfTheSpecification() {
        String input = "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"
                + "\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                + "\"literals\": [null, true, false]}";

        assertThat(JcsWriter.write(READER.read(Bytes.utf8(input))).hex())
                .isEqualTo("7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a"
                        + "5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c"
                        + "22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d");
    }

    @Test
    void rfc8785_3_2_3_membersAreSortedByUtf16CodeUnit() {
        String input =
                "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
                        + "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                        + "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}";

        assertThat(canonical(input))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"\uD83D\uDE00\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void rfc8785_3_2_2_2_onlyWhatMustBeEscapedIsAndInTheShortForm() {
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 0x20; c++) {
            controls.append(c);
        }
        Json text = Json.text(controls + "\"\\/\u007F\u2028\u2029<>&");

        assertThat(JcsWriter.write(text).asUtf8())
                .contains(
                        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                                + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c"
                                + "\\u001d\\u001e\\u001f\\\"\\\\/\u007F\u2028\u2029<>&\"");
    }

    @Test
    void noTextIsNormalised() {
        String apart = "e\u0301";

        assertThat(canonical("[\"" + apart + "\",\"é\"]")).isEqualTo("[\"" + apart + "\",\"é\"]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasWrittenReadsBackAsTheSameDoubleAndIsAFixedPoint(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = EcmaNumber.format(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
                assertThat(EcmaNumber.format(Double.parseDouble(text))).isEqualTo(text);
            }
        }
    }

    private static String canonical(String document) {
        return JcsWriter.write(READER.read(Bytes.utf8(document))).asUtf8().orElseThrow();
    }
}
