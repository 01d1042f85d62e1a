package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** trust.md section 7. */
class LevelTest {
    @ParameterizedTest(name = "{0} is met by {1}")
    @CsvSource({
        "0,  0 1a 1b 2 3a 3b 4",
        "1a, 1a 2 3a 3b 4",
        "1b, 1b 2 3a 3b 4",
        "2,  2 3a 3b 4",
        "3a, 3a 4",
        "3b, 3b 4",
        "4,  4"
    })
    void aLevelIsMetByItselfAndEverythingAboveIt(String least, String meeting) {
        StringBuilder met = new StringBuilder();
        for (Level level : Level.values()) {
            if (level.meets(Level.named(least).orElseThrow())) {
                met.append(met.isEmpty() ? "" : " ").append(level);
            }
        }
        assertThat(met).hasToString(meeting);
    }

    @Test
    void otherWordsAreNoLevels() {
        assertThat(Level.named("3")).isEmpty();
        assertThat(Level.named("1A")).isEmpty();
    }
}
