package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.JsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Values for the placeholders of a layout (intoto.md section 7). They land in rules and commands, never in names, keys,
 * thresholds or expiry; they are put in once and not read again; none may widen a pattern.
 *
 * @param values value by name; none leaves every text as it stands
 */
public record Parameters(Map<String, String> values) {
    /** Longest name; a parameter is a word. */
    private static final int MAX_NAME = 128;

    /** Copies {@code values}; refuses names other than letters, digits, {@code _} and {@code -}. */
    public Parameters {
        for (String name : values.keySet()) {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "parameter name " + Quoted.of(name) + " is not letters, digits, _ and -");
            }
        }
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** No parameter. */
    public static Parameters none() {
        return new Parameters(Map.of());
    }

    /** True when {@code name} can be that of a parameter. */
    public static boolean isName(String name) {
        boolean word = name.chars()
                .allMatch(c -> (c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || c == '_'
                        || c == '-');
        return word && !name.isEmpty() && name.length() <= MAX_NAME;
    }

    /**
     * The layout with values put in, and the names that it did not use.
     *
     * @throws JsonException when a brace is no placeholder, a value is absent, or a value with {@code *}, {@code ?} or
     *     {@code [} lands in a rule
     */
    Substituted into(InTotoLayout layout) {
        if (values.isEmpty()) {
            return new Substituted(layout, Set.of());
        }
        Set<String> used = new HashSet<>();
        List<LayoutStep> steps = new ArrayList<>();
        for (LayoutStep step : layout.steps()) {
            steps.add(new LayoutStep(
                    step.name(),
                    rules(step.materialRules(), step.name(), used),
                    rules(step.productRules(), step.name(), used),
                    step.keyIds(),
                    command(step.expectedCommand(), step.name(), used),
                    step.threshold()));
        }
        List<Inspection> inspections = new ArrayList<>();
        for (Inspection each : layout.inspections()) {
            inspections.add(new Inspection(
                    each.name(),
                    rules(each.materialRules(), each.name(), used),
                    rules(each.productRules(), each.name(), used),
                    command(each.run(), each.name(), used)));
        }
        Set<String> unused = new TreeSet<>(values.keySet());
        unused.removeAll(used);
        return new Substituted(
                new InTotoLayout(steps, inspections, layout.keys(), layout.expires(), layout.readme()), unused);
    }

    /** A layout after substitution. */
    record Substituted(InTotoLayout layout, Set<String> unused) {}

    private List<Rule> rules(List<Rule> rules, String item, Set<String> used) {
        List<Rule> changed = new ArrayList<>();
        for (Rule rule : rules) {
            List<String> words = new ArrayList<>();
            rule.words().forEach(word -> words.add(text(word, item, true, used)));
            changed.add(RuleParser.parse(words, "after substitution a rule of " + Quoted.of(item)));
        }
        return changed;
    }

    private List<String> command(List<String> command, String item, Set<String> used) {
        List<String> changed = new ArrayList<>();
        command.forEach(word -> changed.add(text(word, item, false, used)));
        return changed;
    }

    private String text(String text, String item, boolean inRule, Set<String> used) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
                at++;
            } else if (doubled) {
                out.append(c);
                at += 2;
            } else {
                int end = c == '{' ? text.indexOf('}', at) : -1;
                if (end < 0 || !isName(text.substring(at + 1, end))) {
                    throw JsonException.malformed(
                            "item " + Quoted.of(item) + " has a brace that is no {NAME}: " + Quoted.of(text));
                }
                String name = text.substring(at + 1, end);
                out.append(value(name, item, inRule));
                used.add(name);
                at = end + 1;
            }
        }
        return out.toString();
    }

    private String value(String name, String item, boolean inRule) {
        String value = values.get(name);
        if (value == null) {
            throw JsonException.malformed(
                    "item " + Quoted.of(item) + " needs a value for parameter " + Quoted.of(name));
        }
        if (inRule && value.chars().anyMatch(c -> c == '*' || c == '?' || c == '[')) {
            throw JsonException.malformed("the value of parameter " + Quoted.of(name)
                    + " has a wildcard and would land in a rule of " + Quoted.of(item));
        }
        return value;
    }
}
