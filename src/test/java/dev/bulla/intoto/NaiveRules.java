package dev.bulla.intoto;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The artifact rules once more, as the specification's text says them and without any thought of speed: the model that the
 * engine is compared with. Works on words, not on parsed rules, and matches patterns by recursion.
 */
final class NaiveRules {
    /** No real hash is empty. */
    private static final String ABSENT = "";

    private static final Item NOTHING = new Item(Map.of(), Map.of());

    private NaiveRules() {}

    private static String hashIn(Map<String, String> list, String name) {
        return list.getOrDefault(name, ABSENT);
    }

    /** Materials or products: hash by name. */
    record Item(Map<String, String> materials, Map<String, String> products) {
        Map<String, String> list(String kind) {
            return kind.equals("MATERIALS") ? materials : products;
        }
    }

    /** What is left of the queue, or empty when a rule refused. */
    static Optional<Set<String>> apply(String item, String kind, List<List<String>> rules, Map<String, Item> scope) {
        Item here = scope.getOrDefault(item, NOTHING);
        Set<String> queue = new HashSet<>(here.list(kind).keySet());
        for (List<String> rule : rules) {
            Set<String> consumed = new HashSet<>();
            for (String name : queue) {
                if (rule.getFirst().equals("MATCH")) {
                    if (matches(rule, name, here.list(kind).getOrDefault(name, ABSENT), scope)) {
                        consumed.add(name);
                    }
                } else if (!rule.getFirst().equals("REQUIRE") && glob(name, rule.get(1))) {
                    if (rule.getFirst().equals("DISALLOW")) {
                        return Optional.empty();
                    }
                    if (consumes(rule.getFirst(), hashIn(here.materials(), name), hashIn(here.products(), name))) {
                        consumed.add(name);
                    }
                }
            }
            if (rule.getFirst().equals("REQUIRE") && !queue.contains(rule.get(1))) {
                return Optional.empty();
            }
            queue.removeAll(consumed);
        }
        return Optional.of(queue);
    }

    private static boolean consumes(String verb, String material, String product) {
        return switch (verb) {
            case "ALLOW" -> true;
            case "CREATE" -> material.isEmpty() && !product.isEmpty();
            case "DELETE" -> !material.isEmpty() && product.isEmpty();
            case "MODIFY" -> !material.isEmpty() && !product.isEmpty() && !material.equals(product);
            default -> throw new AssertionError(verb);
        };
    }

    private static boolean matches(List<String> rule, String name, String hash, Map<String, Item> scope) {
        Map<String, String> parts = new HashMap<>();
        for (int i = 2; i < rule.size(); i += 2) {
            parts.put(rule.get(i).equals("IN") && parts.containsKey("WITH") ? "IN2" : rule.get(i), rule.get(i + 1));
        }
        String source = slashed(parts.getOrDefault("IN", ""));
        if (!name.startsWith(source) || !glob(name.substring(source.length()), rule.get(1))) {
            return false;
        }
        Item other = scope.getOrDefault(parts.get("FROM"), NOTHING);
        String there = slashed(parts.getOrDefault("IN2", "")) + name.substring(source.length());
        return hash.equals(other.list(parts.getOrDefault("WITH", "")).get(there));
    }

    private static String slashed(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /** The pattern language by recursion on both texts. */
    static boolean glob(String name, String pattern) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        int first = pattern.codePointAt(0);
        String rest = pattern.substring(Character.charCount(first));
        if (first == '*') {
            return glob(name, rest) || (!name.isEmpty() && glob(tail(name), pattern));
        }
        if (name.isEmpty()) {
            return false;
        }
        int c = name.codePointAt(0);
        int close = first == '[' ? closing(rest) : -1;
        if (close >= 0) {
            return inClass(c, rest.substring(0, close)) && glob(tail(name), rest.substring(close + 1));
        }
        return (first == '?' || first == c) && glob(tail(name), rest);
    }

    private static String tail(String text) {
        return text.substring(Character.charCount(text.codePointAt(0)));
    }

    private static int closing(String afterBracket) {
        int from = afterBracket.startsWith("!") ? 1 : 0;
        return afterBracket.indexOf(']', from + 1) < 0 || afterBracket.length() == from
                ? -1
                : afterBracket.indexOf(']', from + 1);
    }

    private static boolean inClass(int c, String content) {
        if (content.startsWith("!")) {
            return !inClass(c, "\u0000" + content.substring(1));
        }
        String members = content.startsWith("\u0000") ? content.substring(1) : content;
        Set<Integer> all = new HashSet<>();
        int[] points = members.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (i + 2 < points.length && points[i + 1] == '-') {
                for (int each = points[i]; each <= points[i + 2]; each++) {
                    all.add(each);
                }
                i += 2;
            } else {
                all.add(points[i]);
            }
        }
        return all.contains(c);
    }
}
