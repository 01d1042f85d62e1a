package dev.bulla.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    private final Printable utf8 = new Printable(StandardCharsets.UTF_8);
    private final Printable ascii = new Printable(StandardCharsets.US_ASCII);

    @Test
    void whatPeopleReadStaysAsItIs() {
        assertThat(utf8.line("Grüße, 世界 😀 → ✓ …")).isEqualTo("Grüße, 世界 😀 → ✓ …");
    }

    @Attack("T24")
    @ParameterizedTest
    @CsvSource({"27, \\u001b", "10, \\n", "13, \\u000d", "9, \\t", "0, \\u0000", "127, \\u007f", "155, \\u009b"})
    void controlCharactersBecomeVisible(int character, String shown) {
        assertThat(utf8.line("a" + (char) character + "b")).isEqualTo("a" + shown + "b");
    }

    @ParameterizedTest
    @CsvSource({"8238, \\u202e", "8294, \\u2066", "8232, \\u2028", "8203, \\u200b", "65279, \\ufeff"})
    void directionsAndInvisibleCharactersBecomeVisible(int character, String shown) {
        assertThat(utf8.line("a" + (char) character + "b")).isEqualTo("a" + shown + "b");
    }

    @Test
    void loneSurrogatesBecomeVisible() {
        assertThat(utf8.line("a\ud800b")).isEqualTo("a\\ud800b");
    }

    @Test
    void withoutUtf8SignsBecomeWordsAndTheRestVisible() {
        assertThat(ascii.line("✓ ✗ … ×3 ü 😀")).isEqualTo("ok no ... x3 \\u00fc \\ud83d\\ude00");
        assertThat(new Printable(StandardCharsets.ISO_8859_1).line("ü…")).isEqualTo("ü...");
    }
}
