package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Fields fields = Fields.of(
            JsonReader.with(JsonLimits.manifest())
                    .read(
                            Bytes.utf8(
                                    "{\"text\":\"t\",\"whole\":7,\"real\":7.0,\"flag\":true,\"none\":null,"
                                            + "\"inner\":{\"a\":[{\"b\":1},{\"b\":\"x\"}]},\"texts\":[\"x\",\"y\"],\"mixed\":[\"x\",1]}")),
            "");

    @Test
    void membersAreReadByWhatTheyMustBe() {
        assertThat(fields.text("text")).isEqualTo("t");
        assertThat(fields.optionalText("absent")).isEmpty();
        assertThat(fields.whole("whole", 7, 7)).isEqualTo(7);
        assertThat(fields.bool("flag")).isTrue();
        assertThat(fields.bool("absent", true)).isTrue();
        assertThat(fields.texts("texts")).containsExactly("x", "y");
        assertThat(fields.optionalArray("absent")).isEmpty();
        assertThat(fields.optionalObject("absent")).isEmpty();
        assertThat(fields.has("none")).isTrue();
        assertThat(fields.has("absent")).isFalse();
        assertThat(fields.object("inner").place("a")).isEqualTo("inner.a");
    }

    @Test
    void aWrongShapeIsToldWithItsPlaceAndNeverACastError() {
        assertWrong(() -> fields.text("absent"), "absent is missing");
        assertWrong(() -> fields.text("whole"), "whole is an integer, not a string");
        assertWrong(() -> fields.optionalText("none"), "none is null, not a string");
        assertWrong(() -> fields.whole("real", 0, 9), "real is a number with fraction or exponent, not an integer");
        assertWrong(() -> fields.whole("whole", 8, 9), "whole is not between 8 and 9");
        assertWrong(() -> fields.whole("whole", 0, 6), "whole is not between 0 and 6");
        assertWrong(() -> fields.bool("text"), "text is a string, not a boolean");
        assertWrong(() -> fields.object("texts"), "texts is an array, not an object");
        assertWrong(() -> fields.array("inner"), "inner is an object, not an array");
        assertWrong(() -> fields.texts("mixed"), "mixed has an item that is an integer, not a string");
        assertWrong(() -> Fields.of(Json.whole(1), ""), "document is an integer, not an object");
        assertWrong(
                () -> fields.object("inner").each("a", (item, i) -> item.whole("b", 0, 9)),
                "inner.a[1].b is a string, not an integer");
    }

    @Test
    void unknownMembersAreRefusedWhereAFormatIsClosed() {
        Fields closed = Fields.of(new Json.Obj(java.util.Map.of("a\u001b", Json.whole(1))), "signed");

        assertWrong(() -> closed.only("b"), "signed has an unknown member 'a?'");
        assertThat(closed.only("a\u001b")).isSameAs(closed);
        assertThat(List.copyOf(closed.object().members().keySet())).containsExactly("a\u001b");
    }

    private static void assertWrong(ThrowingCallable read, String message) {
        assertThatThrownBy(read).isInstanceOf(JsonException.class).hasMessage(message);
    }
}
