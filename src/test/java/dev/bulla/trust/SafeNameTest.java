package dev.bulla.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** tuf.md section 9: foreign names as file names. */
class SafeNameTest {
    @ParameterizedTest
    @CsvSource({
        "targets, targets",
        "packages.example.org, packages.example.org",
        "../x, ..%2Fx",
        "/etc/passwd, %2Fetc%2Fpasswd",
        "%2f, %252f",
        "a:b, a%3Ab",
        "a b, a%20b",
        "\u00e9, %C3%A9",
        "., %2E",
        ".., %2E.",
        "CON, %43ON",
        "nul.txt, %6Eul.txt",
        "com1, %63om1",
        "console, console",
        "C:\\x, C%3A%5Cx",
    })
    void aNameKeepsWhatIsHarmless(String name, String file) {
        assertThat(SafeName.of(name)).isEqualTo(file);
    }

    @Attack("U5")
    @ParameterizedTest
    @ValueSource(ints = {201, 255, 1024, 5000})
    void aLongNameBecomesAHash(int length) {
        assertThat(SafeName.of("x".repeat(length)))
                .matches("h-[0-9a-f]{64}")
                .isNotEqualTo(SafeName.of("x".repeat(length) + "y"));
        assertThat(SafeName.of("\u0000".repeat(length))).matches("h-[0-9a-f]{64}");
    }

    @Test
    void aNameThatLooksLikeAHashedOneIsNotTakenForIt() {
        String hashed = SafeName.of("x".repeat(500));

        assertThat(SafeName.of(hashed)).isNotEqualTo(hashed).startsWith("%68-");
    }

    @Attack({"T18", "U5"})
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void differentNamesHaveDifferentFilesAndNoneLeavesItsDirectory(long seed) {
        List<String> pieces = List.of(
                "a",
                "A",
                "/",
                ".",
                "..",
                "%",
                "%2F",
                "\\",
                "\u0000",
                "\n",
                " ",
                "h-",
                "con",
                "\u00e9",
                "e\u0301",
                "\ud83d\ude00",
                ":",
                "~");
        Random random = new Random(seed);
        Map<String, String> caseless = new HashMap<>();
        Map<String, String> plain = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder("a");
            int length = random.nextInt(6);
            for (int j = 0; j < length; j++) {
                name.append(pieces.get(random.nextInt(pieces.size())));
            }
            String text = name.substring(random.nextInt(2));
            if (!text.isEmpty()) {
                String file = SafeName.of(text);
                assertThat(file).matches("[A-Za-z0-9._~%-]{1,200}").isNotIn(".", "..");
                assertThat(plain.merge(file, text, (old, same) -> old)).isEqualTo(text);
                String folded = SafeName.caseless(text).toLowerCase(Locale.ROOT);
                assertThat(caseless.merge(folded, text, (old, same) -> old)).isEqualTo(text);
            }
        }
    }
}
