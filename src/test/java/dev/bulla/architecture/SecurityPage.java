package dev.bulla.architecture;

import dev.bulla.testkit.MarkedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page of attacks, made from the list of attacks and from the tests that say which of them they hold off. */
final class SecurityPage {
    private static final Path LIST = Path.of("src", "test", "resources", "security", "attacks.txt");

    private static final String HEAD = """
            # Attacks and the tests that hold them off

            Each row names an attack or a published fault of a program of this kind, what must come of it, and the tests that
            fail if it comes to anything else. Words in capitals are the reasons of verdicts (`docs/cli.md`). This page is
            made from `src/test/resources/security/attacks.txt` and from the tests that are marked `@Attack`; a test fails
            when it is not what they make, when an attack has no test, or when a test names an attack that is not listed:
            `SecurityPageTest`. Write it anew with `-Dbulla.docs.write=true`.

            Names are those of a class and a method below `src/test/java/dev/bulla`.
            """;

    private final List<String> lines;
    private final Map<String, Set<String>> tests;

    private SecurityPage(List<String> lines, Map<String, Set<String>> tests) {
        this.lines = lines;
        this.tests = tests;
    }

    /** Reads the list and looks at every test class. */
    static SecurityPage read() throws IOException {
        Map<String, Set<String>> tests = new TreeMap<>();
        MarkedTests.byAttack()
                .forEach((id, methods) -> methods.forEach(each -> tests.computeIfAbsent(id, unknown -> new TreeSet<>())
                        .add('`' + each.getDeclaringClass().getSimpleName() + '#' + each.getName() + '`')));
        return new SecurityPage(Files.readAllLines(LIST), tests);
    }

    /** The attacks with their other cells. */
    Map<String, List<String>> attacks() {
        Map<String, List<String>> attacks = new LinkedHashMap<>();
        for (String line : lines) {
            List<String> cells = cells(line);
            if (cells.size() > 1 && attacks.put(cells.get(0), cells) != null) {
                throw new IllegalArgumentException("listed twice: " + cells.get(0));
            }
        }
        return attacks;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(" \\| ", -1)).map(String::strip).toList();
    }

    /** Attacks without a test. */
    Set<String> untested() {
        Set<String> untested = new LinkedHashSet<>(attacks().keySet());
        untested.removeAll(tests.keySet());
        return untested;
    }

    /** Ids that tests name and the list has not. */
    Set<String> unlisted() {
        Set<String> unlisted = new TreeSet<>(tests.keySet());
        unlisted.removeAll(attacks().keySet());
        return unlisted;
    }

    /** How many distinct tests there are. */
    long testCount() {
        return tests.values().stream().flatMap(Set::stream).distinct().count();
    }

    /** The page. */
    String text() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append('\n')
                .append(attacks().size())
                .append(" attacks, ")
                .append(testCount())
                .append(" tests.\n\n");
        boolean table = false;
        for (String line : lines) {
            List<String> cells = cells(line);
            boolean row = cells.size() > 1;
            if (row && !table) {
                page.append("| Id | Attack | What must come of it | Tests |\n|---|---|---|---|\n");
            }
            table = row;
            page.append(row ? row(cells) : line).append('\n');
        }
        return page.toString();
    }

    private String row(List<String> cells) {
        String named = tests.getOrDefault(cells.get(0), Set.of()).stream().collect(Collectors.joining(", "));
        return "| " + cells.get(0) + " | " + cells.get(1) + " | " + cells.get(2) + " | " + named + " |";
    }
}
