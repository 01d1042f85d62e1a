package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulla.bytes.Bytes;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private static final Bytes DOCUMENT = Bytes.utf8("""
            {
              "a": 1,
              "list": [
                "x",
                {
                  "inner": true
                }
              ],
              "listing": 2,
              "x.y": { "z": 3 }
            }
            """);

    private static OptionalInt line(Consumer<Fields> reading) {
        Fields fields = Fields.of(JsonReader.with(JsonLimits.manifest()).read(DOCUMENT), "");
        JsonException failure = catchThrowableOfType(JsonException.class, () -> reading.accept(fields));
        return JsonLines.of(DOCUMENT, failure);
    }

    @Test
    void aWrongMemberIsOnTheLineOfItsName() {
        assertThat(line(fields -> fields.text("a"))).hasValue(2);
        assertThat(line(fields -> fields.text("list"))).hasValue(3);
        assertThat(line(fields -> fields.text("listing"))).hasValue(9);
        assertThat(line(fields -> fields.object("x.y").text("z"))).hasValue(10);
    }

    @Test
    void aWrongItemIsOnItsOwnLineAndSoIsWhatIsInIt() {
        assertThat(line(fields -> fields.each("list", (item, i) -> item))).hasValue(4);
        assertThat(line(fields ->
                        Fields.of(fields.array("list").get(1), "list[1]").text("inner")))
                .hasValue(6);
    }

    @Test
    void aMissingMemberIsOnTheLineWhereItsObjectBegins() {
        assertThat(line(fields ->
                        Fields.of(fields.array("list").get(1), "list[1]").text("outer")))
                .hasValue(5);
        assertThat(line(fields -> fields.text("absent"))).hasValue(1);
    }

    @Test
    void whatIsNotJsonIsOnTheLineOfTheByteThatShowsIt() {
        Bytes broken = Bytes.utf8("{\n \"a\": 1,\n \"b\": ]\n}");
        JsonException failure = catchThrowableOfType(
                JsonException.class,
                () -> JsonReader.with(JsonLimits.manifest()).read(broken));

        assertThat(JsonLines.of(broken, failure)).hasValue(3);
    }

    @Test
    void aFailureOfTheWholeDocumentHasNoLine() {
        assertThat(JsonLines.of(DOCUMENT, JsonException.limit("too long"))).isEmpty();
    }
}
