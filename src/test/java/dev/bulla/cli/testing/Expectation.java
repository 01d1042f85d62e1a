package dev.bulla.cli.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares lines with what a transcript expects. {@code …} inside a line stands for any run without a space, alone on a
 * line for any lines. {@code {name}} stands for the value it had first.
 */
final class Expectation {
    private static final String ANYTHING = "…";
    private static final Pattern MARK = Pattern.compile("…|\\{([a-z][a-z0-9-]*)\\}");

    private final List<String> expected;
    private final Map<String, String> names;

    /** New names are added to {@code names}. */
    Expectation(List<String> expected, Map<String, String> names) {
        this.expected = expected;
        this.names = names;
    }

    boolean matches(List<String> actual) {
        return matches(0, actual, 0);
    }

    private boolean matches(int line, List<String> actual, int at) {
        if (line == expected.size()) {
            return at == actual.size();
        }
        if (expected.get(line).strip().equals(ANYTHING)) {
            for (int rest = at; rest <= actual.size(); rest++) {
                if (matches(line + 1, actual, rest)) {
                    return true;
                }
            }
            return false;
        }
        return at < actual.size()
                && matchesLine(expected.get(line), actual.get(at))
                && matches(line + 1, actual, at + 1);
    }

    private boolean matchesLine(String pattern, String actual) {
        StringBuilder regex = new StringBuilder();
        Matcher mark = MARK.matcher(pattern);
        List<String> groups = new ArrayList<>();
        int from = 0;
        while (mark.find()) {
            regex.append(Pattern.quote(pattern.substring(from, mark.start())));
            String name = mark.group(1);
            if (name == null) {
                regex.append("\\S*");
            } else if (names.containsKey(name)) {
                regex.append(Pattern.quote(names.getOrDefault(name, "")));
            } else if (groups.contains(name)) {
                regex.append("\\").append(groups.indexOf(name) + 1);
            } else {
                groups.add(name);
                regex.append("([A-Za-z0-9:._+/@…-]+?)");
            }
            from = mark.end();
        }
        regex.append(Pattern.quote(pattern.substring(from)));
        Matcher line = Pattern.compile(regex.toString()).matcher(actual);
        if (!line.matches()) {
            return false;
        }
        for (int i = 0; i < groups.size(); i++) {
            names.put(groups.get(i), line.group(i + 1));
        }
        return true;
    }
}
