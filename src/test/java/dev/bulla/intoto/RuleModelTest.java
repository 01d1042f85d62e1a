package dev.bulla.intoto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule engine against a naive model, on generated cases: 10 seeds of 10 000. */
class RuleModelTest {
    private static final int CASES = 10_000;

    private static final List<String> SEGMENTS =
            List.of("a", "b", "ab", "lib", "libx", "*", "[", "]", "^", "-", "!", "é😀");
    private static final List<String> PIECES = List.of(
            "a", "b", "ab", "lib", "/", "*", "?", "[ab]", "[!a]", "[^a]", "[]a]", "[", "]", "[a-c]", "[c-a]", "[!", "-",
            "😀", "\\", "[a-", "[!]a]", "[-a]", "[a-c-e]");
    /** What half of the names and patterns are made of, so that they meet. */
    private static final List<String> COMMON_SEGMENTS = List.of("a", "b", "lib");

    private static final List<String> COMMON_PATTERNS =
            List.of("*", "a*", "lib/*", "?", "[ab]", "a/*", "*b", "*/[!b]", "a", "b/??b", "*a*");
    private static final List<String> PREFIXES = List.of("lib", "a", "lib/", "a/b", "*", "", "li");
    private static final List<String> HASHES = List.of("aa", "bb");
    private static final List<String> ITEMS = List.of("one", "two", "three");
    private static final List<String> VERBS = List.of("ALLOW", "DISALLOW", "CREATE", "DELETE", "MODIFY", "REQUIRE");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void section3_TheEngineAgreesWithANaiveModel(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        int consumed = 0;
        for (int i = 0; i < CASES; i++) {
            Map<String, NaiveRules.Item> naive = new HashMap<>();
            Map<String, Link> links = new HashMap<>();
            for (String item : ITEMS) {
                Map<String, String> materials = artifacts(random);
                Map<String, String> products = random.nextBoolean() ? artifacts(random) : changed(materials, random);
                naive.put(item, new NaiveRules.Item(materials, products));
                links.put(item, Link.of(item, hashes(materials), hashes(products)));
            }
            List<List<String>> rules = rules(random);
            ArtifactKind kind = random.nextBoolean() ? ArtifactKind.MATERIALS : ArtifactKind.PRODUCTS;
            String place = "seed " + seed + ", case " + i;
            Supplier<String> description = () -> place + ": " + rules + " on " + kind + " of " + naive;

            Optional<Set<String>> expected = NaiveRules.apply("one", kind.name(), rules, naive);
            RuleTrace trace = engine(links, kind, rules);

            assertThat(trace.failure().isEmpty()).as(description).isEqualTo(expected.isPresent());
            if (expected.isPresent()) {
                Set<String> left = trace.queueAfter(rules.size());
                assertThat(new HashSet<>(left)).as(description).isEqualTo(expected.get());
                consumed += left.size() < trace.queue().size() ? 1 : 0;
            } else {
                refused++;
            }
        }
        System.out.println("rule model: seed " + seed + ", " + CASES + " cases, " + refused + " refused, " + consumed
                + " consumed something");
        assertThat(refused).isBetween(CASES / 10, CASES * 9 / 10);
        assertThat(consumed).isGreaterThan(CASES / 20);
    }

    private static RuleTrace engine(Map<String, Link> links, ArtifactKind kind, List<List<String>> rules) {
        List<Rule> parsed =
                rules.stream().map(rule -> RuleParser.parse(rule, "rule")).toList();
        Link one = links.getOrDefault("one", Link.of("one", Artifacts.none(), Artifacts.none()));
        return new RuleEngine(links, new Budget(InTotoLimits.standard())).apply("one", one, kind, parsed);
    }

    private static Map<String, String> artifacts(Random random) {
        Map<String, String> artifacts = new HashMap<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder(segment(random));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                name.append('/').append(segment(random));
            }
            artifacts.put(name.toString(), pick(HASHES, random));
        }
        return artifacts;
    }

    private static Map<String, String> changed(Map<String, String> materials, Random random) {
        Map<String, String> products = new HashMap<>(materials);
        products.replaceAll((name, hash) -> random.nextInt(3) == 0 ? pick(HASHES, random) : hash);
        products.keySet().removeIf(name -> random.nextInt(5) == 0);
        return products;
    }

    private static List<List<String>> rules(Random random) {
        List<List<String>> rules = new ArrayList<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            if (random.nextInt(3) == 0) {
                List<String> match = new ArrayList<>(List.of("MATCH", pattern(random)));
                prefix(match, random);
                match.addAll(List.of("WITH", random.nextBoolean() ? "MATERIALS" : "PRODUCTS"));
                prefix(match, random);
                match.addAll(List.of("FROM", random.nextInt(8) == 0 ? "nowhere" : pick(ITEMS, random)));
                rules.add(match);
            } else {
                String verb = pick(VERBS, random);
                rules.add(List.of(verb, verb.equals("REQUIRE") ? segment(random) : pattern(random)));
            }
        }
        return rules;
    }

    private static void prefix(List<String> match, Random random) {
        if (random.nextInt(3) == 0) {
            match.addAll(List.of("IN", pick(PREFIXES, random)));
        }
    }

    private static String segment(Random random) {
        return pick(random.nextBoolean() ? COMMON_SEGMENTS : SEGMENTS, random);
    }

    private static String pattern(Random random) {
        if (random.nextBoolean()) {
            return pick(COMMON_PATTERNS, random);
        }
        StringBuilder pattern = new StringBuilder();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            pattern.append(pick(PIECES, random));
        }
        return pattern.toString();
    }

    private static String pick(List<String> items, Random random) {
        return items.get(random.nextInt(items.size()));
    }

    private static Artifacts hashes(Map<String, String> artifacts) {
        SortedMap<String, Map<String, String>> hashes = new TreeMap<>();
        artifacts.forEach((name, hash) -> hashes.put(name, Map.of("sha256", hash)));
        return new Artifacts(hashes);
    }
}
