package dev.bulla.cli.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Levels of CNAB Security 300 (trust.md section 7): one bundle for each, and every downgrade between two of them. */
class LevelsTest {
    /** What a bundle of the level in the row is refused with by a consumer who demands the level in the column; - passes. */
    private static final Map<String, List<String>> TABLE = Map.of(
            //            0    1a   1b   2    3a   3b   4
            "0", List.of("-", "LOW", "UNSIGNED", "UNSIGNED", "UNSIGNED", "UNSIGNED", "UNSIGNED"),
            "1a", List.of("-", "-", "UNSIGNED", "UNSIGNED", "UNSIGNED", "UNSIGNED", "UNSIGNED"),
            "1b", List.of("-", "LOW", "-", "LOW", "LOW", "UNBOUND", "UNBOUND"),
            "2", List.of("-", "-", "-", "-", "UNBOUND", "UNBOUND", "UNBOUND"),
            "3a", List.of("-", "-", "-", "-", "-", "UNBOUND", "UNBOUND"),
            "3b", List.of("-", "-", "-", "-", "UNBOUND", "-", "UNBOUND"),
            "4", List.of("-", "-", "-", "-", "-", "-", "-"));

    private static final Map<String, String> REASONS =
            Map.of("LOW", "LEVEL_TOO_LOW", "UNBOUND", "LAYOUT_UNBOUND", "UNSIGNED", "UNSIGNED_REQUIRED");

    private static final Map<String, String> LEFT_OPEN = Map.of(
            "0", "everything: nothing is proved",
            "1a", "the bundle's definition, its parameters, the choice and mix of images",
            "1b",
                    "images by their own producers: they are pinned by digest only, and not listed: invocation image 0,"
                            + " component 'web'",
            "2", "compromise of CI or of the key of the role that lists it",
            "3a", "the supply chain of the bundle",
            "3b", "the supply chain of the images",
            "4", "what the layouts do not describe");

    static final List<String> LEVELS = LevelShop.LEVELS;

    @TempDir
    static Path folder;

    private static LevelShop shop;

    @BeforeAll
    static void oneBundleForEachLevel() throws IOException {
        shop = new LevelShop(folder, LevelShop.LEVELS);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest(name = "level {0}")
    @FieldSource("LEVELS")
    void eachBundleReachesItsLevelAndSaysWhatThatLeavesOpen(String level) throws IOException {
        boolean unsigned = List.of("0", "1a").contains(level);
        Path policy = shop.demanding(unsigned ? level : "1b");

        Run text = shop.verify(shop.bundle(level), policy);
        Run json = shop.verify(shop.bundle(level), policy, "--format", "json");

        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out())
                .startsWith(unsigned ? "unsigned  " : "trusted  ")
                .contains("  level    " + level + "\n  open     " + LEFT_OPEN.get(level) + "\n");
        assertThat(json.out()).contains("\"level\": \"" + level + "\"");
    }

    @ParameterizedTest(name = "a bundle of level {0}")
    @FieldSource("LEVELS")
    void everyDowngradeIsRefusedWithItsReasonAndNothingElseIs(String offered) throws IOException {
        for (int i = 0; i < LEVELS.size(); i++) {
            String demanded = LEVELS.get(i);
            String expected = TABLE.getOrDefault(offered, List.of()).get(i);

            Run run = shop.verify(shop.bundle(offered), shop.demanding(demanded), "--format", "json");

            String what = offered + " where " + demanded + " is demanded: " + run.out();
            if (expected.equals("-")) {
                assertThat(run.status()).as(what).isZero();
            } else {
                assertThat(run.out()).as(what).contains("\"code\": \"" + REASONS.get(expected) + "\"");
                assertThat(run.status()).as(what).isEqualTo(expected.equals("UNSIGNED") ? 3 : 1);
            }
        }
    }

    @ParameterizedTest(name = "{0} where {1} is demanded: {2}")
    @CsvSource({"1a, 1a, true", "1a, 1b, false", "1b, 1a, false", "3a, 3b, false", "3b, 2, true", "4, 4, true"})
    void theFlagDemandsTheSameOfWhatAPolicyLetsThrough(String offered, String demanded, boolean passes)
            throws IOException {
        Run run = shop.verify(shop.bundle(offered), shop.demanding("0"), "--min-level", demanded);

        assertThat(run.status() == 0).as(run.out() + run.err()).isEqualTo(passes);
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1b | 2  | list in the same namespace, each under a name of its own: invocation image 0, component 'web'",
                "2  | 3b | record how it was made and bind a layout to it",
                "2  | 3a | record how it was made and bind a layout to it",
                "3a | 4  | record how it was made and bind a layout to it",
                "3b | 4  | record how it was made and bind a layout to it",
                "4  | nothing | this is the highest level"
            })
    void adviceNamesTheNextLevelAndWhatLeadsThere(String level, String next, String step) throws IOException {
        Run run = shop.verify(shop.bundle(level), shop.demanding("1b"), "--advise");

        assertThat(run.out()).contains("  next     " + next + ": " + step);
        assertThat(shop.verify(shop.bundle(level), shop.demanding("1b"), "--advise", "--format", "json")
                        .out())
                .contains("\"next\":");
    }

    @Test
    void everyPairOfLevelsIsInTheTable() {
        long pairs = TABLE.values().stream().mapToLong(row -> row.size() - 1L).sum();
        assertThat(pairs).isEqualTo(42);
    }
}
