package dev.bulla.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others own in a document comes out with equal value, in its order. */
class PlainWriterTest {
    private static final JsonReader READER = JsonReader.with(JsonLimits.manifest());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"z\":1,\"a\":2,\"ä\":{\"y\":[],\"b\":{}}}",
                "[1.50,-0.0,1e2,1E+400,123456789012345678901234567890,-7,0]",
                "[null,true,false,\"\",\"\\\"\\\\\",\"😀\",\"a/b\"]",
                "\"text\""
            })
    void aCompactDocumentComesOutAsItWas(String document) {
        assertThat(PlainWriter.write(READER.read(Bytes.utf8(document)))).isEqualTo(Bytes.utf8(document));
    }

    @Test
    void everyCharacterSurvives() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x3000; c++) {
            all.appendCodePoint(c);
        }
        Json text = Json.text(all.append("\uFFFF\uD83D\uDE00").toString());
        assertThat(READER.read(PlainWriter.write(text))).isEqualTo(text);
    }
}
