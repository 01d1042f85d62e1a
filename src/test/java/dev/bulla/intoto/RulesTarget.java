package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.fuzz.FuzzTarget;
import dev.bulla.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rule engine agrees with the naive model on any rules and artifacts. An input is lines: {@code m NAME HASH} and
 * {@code p NAME HASH} (a hash is {@code aa} or {@code bb}) give the first item a material or product, {@code M} and {@code P} the second; every other line is a
 * rule, its words parted by spaces.
 */
public final class RulesTarget implements FuzzTarget {
    private static final int MAX_LINES = 24;
    private static final int MAX_WORD = 40;
    private static final Set<String> HEX = Set.of("aa", "bb");

    @Override
    public void look(byte[] input) {
        Map<String, NaiveRules.Item> naive = new HashMap<>();
        naive.put("one", new NaiveRules.Item(new HashMap<>(), new HashMap<>()));
        naive.put("two", new NaiveRules.Item(new HashMap<>(), new HashMap<>()));
        List<Rule> rules = new ArrayList<>();
        List<List<String>> words = new ArrayList<>();
        String text = new String(input, StandardCharsets.UTF_8);
        for (String line : text.split("\n", MAX_LINES)) {
            List<String> parts = List.of(line.split(" ", -1));
            if (parts.stream().anyMatch(word -> word.length() > MAX_WORD || word.indexOf('\0') >= 0)) {
                return; // the model takes exponential time, and marks with NUL
            }
            if (!listed(parts, naive)) {
                rule(parts).ifPresent(rule -> {
                    rules.add(rule);
                    words.add(upper(parts));
                });
            }
        }
        compare(naive, rules, words);
    }

    private static Optional<Rule> rule(List<String> parts) {
        try {
            return Optional.of(RuleParser.parse(parts, "rule"));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static boolean listed(List<String> parts, Map<String, NaiveRules.Item> naive) {
        if (parts.size() != 3 || !isName(parts.get(1)) || !HEX.contains(parts.get(2))) {
            return false;
        }
        NaiveRules.Item one = naive.get("one");
        NaiveRules.Item two = naive.get("two");
        if (one == null || two == null) {
            throw new IllegalStateException("the items are gone");
        }
        Map<String, String> list = switch (parts.get(0)) {
            case "m" -> one.materials();
            case "p" -> one.products();
            case "M" -> two.materials();
            case "P" -> two.products();
            default -> new HashMap<>();
        };
        list.put(parts.get(1), parts.get(2));
        return "mpMP".contains(parts.get(0)) && parts.get(0).length() == 1;
    }

    /** Keywords are read without regard to case (intoto.md); the model knows capitals only. */
    private static List<String> upper(List<String> rule) {
        List<String> spelled = new ArrayList<>(rule);
        for (int i = 0; i < spelled.size(); i++) {
            boolean keyword =
                    i == 0 || (i >= 2 && i % 2 == 0) || spelled.get(i - 1).equalsIgnoreCase("WITH");
            if (keyword) {
                spelled.set(i, spelled.get(i).toUpperCase(Locale.ROOT));
            }
        }
        return spelled;
    }

    private static void compare(Map<String, NaiveRules.Item> naive, List<Rule> rules, List<List<String>> words) {
        Map<String, Link> links = new HashMap<>();
        naive.forEach(
                (item, lists) -> links.put(item, Link.of(item, hashes(lists.materials()), hashes(lists.products()))));
        Link one = links.getOrDefault("one", Link.of("one", Artifacts.none(), Artifacts.none()));
        for (ArtifactKind kind : ArtifactKind.values()) {
            RuleTrace trace = new RuleEngine(links, new Budget(InTotoLimits.standard())).apply("one", one, kind, rules);
            Optional<Set<String>> expected = NaiveRules.apply("one", kind.name(), words, naive);
            boolean same = trace.failure().isEmpty() == expected.isPresent()
                    && (expected.isEmpty() || new HashSet<>(trace.queueAfter(rules.size())).equals(expected.get()));
            if (!same) {
                throw new AssertionError(
                        "the model says " + expected + " of " + words + " on " + kind + " of " + naive);
            }
        }
    }

    private static boolean isName(String name) {
        try {
            return !hashes(Map.of(name, "aa")).hashes().isEmpty();
        } catch (JsonException e) {
            return false;
        }
    }

    private static Artifacts hashes(Map<String, String> artifacts) {
        SortedMap<String, Map<String, String>> hashes = new TreeMap<>();
        artifacts.forEach((name, hash) -> hashes.put(name, Map.of("sha256", hash)));
        return new Artifacts(hashes);
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.utf8("m a aa\np a aa\np lib/b bb\nALLOW a\nDISALLOW *"),
                Bytes.utf8("p lib/b bb\nP out/b bb\nMATCH b IN lib WITH PRODUCTS IN out FROM two\nDISALLOW *"),
                Bytes.utf8("m a aa\np a bb\nMODIFY [a-c]\nREQUIRE a\nCREATE [!a]?\nDELETE *"),
                Bytes.utf8("M a aa\nm a aa\nMATCH * WITH MATERIALS FROM two\nDISALLOW [!"));
    }
}
