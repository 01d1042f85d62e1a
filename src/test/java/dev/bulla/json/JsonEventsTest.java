package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.testkit.Attack;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event reader accepts and refuses exactly what {@link JsonReader} does. */
class JsonEventsTest {
    private static final int MAX = 1 << 20;

    private static Optional<Json> byEvents(Bytes document) {
        try {
            JsonEvents events = JsonEvents.of(document, MAX);
            events.next();
            Json value = events.value();
            return events.next() == JsonEvents.Event.END ? Optional.of(value) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Json> byReader(Bytes document) {
        try {
            return Optional.of(JsonReader.with(JsonLimits.signed(MAX)).read(document));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "0",
                "-0",
                "-1",
                "9007199254740991",
                "-9007199254740991",
                "true",
                "false",
                "null",
                " [ 1 , 2 ]\n",
                "{\"a\":{\"b\":[[],{}]},\"c\":\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\\"}",
                "{\"b\":1,\"a\":2,\"\uffff\":3,\"\ud83d\ude00\":4}",
                "{\"a\\\"b\":1,\"a\":2}",
                "\"\u007f\u0080\u00e9\u20ac\ud83d\ude00\"",
            })
    void whatIsWellFormedIsReadAlike(String text) {
        Bytes document = Bytes.utf8(text);

        assertThat(byEvents(document)).isPresent().isEqualTo(byReader(document));
    }

    @Attack("T16")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "}",
                "{]",
                "[}",
                "{}{}",
                "[1,]",
                "[,1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "[1 2]",
                "01",
                "-",
                "+1",
                "1.0",
                "1e3",
                "1E3",
                ".5",
                "9007199254740992",
                "-9007199254740992",
                "99999999999999999999",
                "tru",
                "truex",
                "nul",
                "NaN",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800x\"",
                "\"\\ud800\\u0041\"",
                "\"a\tb\"",
                "\"a\nb\"",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"b\":2,\"a\":3}",
                "{\"b\":1,\"a\":2,\"b\":3}",
                "{\"b\":1,\"a\":2,\"a\":3}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"z\":{\"b\":1,\"a\":2,\"b\":3}}",
                "/* */1",
                "'a'",
                "1 x",
                "\ufeff{}",
            })
    void whatParsersDisagreeOnIsRefusedAlike(String text) {
        Bytes document = Bytes.utf8(text);

        assertThat(byReader(document)).isEmpty();
        assertThat(byEvents(document)).isEmpty();
    }

    @Test
    void nestingDeeperThan64IsALimitForBoth() {
        Bytes deepest = Bytes.utf8("[".repeat(64) + "]".repeat(64));
        Bytes deeper = Bytes.utf8("[".repeat(65) + "]".repeat(65));

        assertThat(byEvents(deepest)).isPresent().isEqualTo(byReader(deepest));
        assertThat(byReader(deeper)).isEmpty();
        assertThatThrownBy(() -> {
                    JsonEvents events = JsonEvents.of(deeper, MAX);
                    events.next();
                    events.value();
                })
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.isLimit()).isTrue());
    }

    @Test
    void malformedUtf8IsRefusedByBoth() {
        for (int[] bytes : new int[][] {{0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xFF}, {0xF5, 0x80, 0x80, 0x80}, {0xC3}}) {
            byte[] document = new byte[bytes.length + 2];
            document[0] = '"';
            for (int i = 0; i < bytes.length; i++) {
                document[i + 1] = (byte) bytes[i];
            }
            document[bytes.length + 1] = '"';

            assertThat(byReader(Bytes.adopt(document))).isEmpty();
            assertThat(byEvents(Bytes.adopt(document))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mutatedDocumentsAreReadAlikeAndTheirCanonicalFormIsTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Bytes document = Bytes.adopt(RandomJson.document(random));

            Optional<Json> expected = byReader(document);
            assertThat(byEvents(document))
                    .as(() -> "seed " + seed + ": " + document.asUtf8())
                    .isEqualTo(expected);
            if (expected.isPresent()) {
                Bytes canonical = OlpcWriter.write(expected.get());
                assertThat(CanonicalRange.of(document, 0, document.length()))
                        .as(() -> "seed " + seed + ": " + document.asUtf8())
                        .isEqualTo(canonical);
                assertThat(isCanonical(document))
                        .as(() -> "seed " + seed + ": " + document.asUtf8())
                        .isEqualTo(canonical.equals(document));
            }
        }
    }

    private static boolean isCanonical(Bytes document) {
        JsonEvents events = JsonEvents.of(document, MAX);
        events.markCanonical();
        events.next();
        events.skip();
        boolean canonical = events.isCanonical();
        return events.next() == JsonEvents.Event.END && canonical && events.isCanonical();
    }

    @Attack("T16")
    @Test
    void canonicalOrderIsByCodePoint_UFFFFBeforeU1F600() {
        assertThat(isCanonical(Bytes.utf8("{\"\uffff\":1,\"\ud83d\ude00\":2}"))).isTrue();
        assertThat(isCanonical(Bytes.utf8("{\"\ud83d\ude00\":2,\"\uffff\":1}"))).isFalse();
        assertThat(CanonicalRange.of(Bytes.utf8("{\"\ud83d\ude00\":2,\"\uffff\":1}"), 0, 18))
                .isEqualTo(Bytes.utf8("{\"\uffff\":1,\"\ud83d\ude00\":2}"));
    }

    @Test
    void aNewlineIsRawInCanonicalFormSoTheRangeThatEscapesItIsNot() {
        Bytes document = Bytes.utf8("{\"pem\":\"a\\nb\"}");

        assertThat(isCanonical(document)).isFalse();
        assertThat(CanonicalRange.of(document, 0, document.length())).isEqualTo(Bytes.utf8("{\"pem\":\"a\nb\"}"));
    }

    @Attack({"P26", "U27"})
    @Test
    void aDocumentBuiltToBeReadAgainAndAgainTakesLinearTime() {
        StringBuilder document = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            document.append("{\"b\":0,\"c\":");
        }
        document.append('0');
        for (int i = 0; i < 60; i++) {
            document.append(",\"a\":0}");
        }

        // every object is out of order after its child: doubling the work with each level would never end
        assertThat(byEvents(Bytes.utf8(document.toString()))).isPresent();
    }
}
