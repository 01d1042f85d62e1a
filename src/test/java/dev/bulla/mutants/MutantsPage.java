package dev.bulla.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page of mutants, made from their files, from the results of the campaign, and from the marked tests. */
final class MutantsPage {
    private static final Path PAGE = Path.of("docs", "mutants.md");
    private static final Path ATTACKS = Path.of("src", "test", "resources", "security", "attacks.txt");
    private static final Path EXCUSED = Section.FOLDER.resolve("not-by-mutant.txt");

    private static final String HEAD = """
            # What the attack tests guard

            A test that holds an attack off is worth something if it fails when the check is not there. Each row below is a
            mutant: the program with one check taken out, and the tests that failed then. `mvn test -P mutants` tries all of
            them again (`-Dbulla.mutants=NAME,NAME` or `-Dbulla.mutants.section=FILE` some of them); it fails if one
            survives. The ordinary build does not run them: it holds that each still fits its source, that each was killed when
            last tried, and that every attack of `docs/security-tests.md` has one (`MutantsPageTest`).

            The mutants are in `src/test/resources/security/mutants`. Files are below `src/main/java/dev/bulla`, tests below
            `src/test/java/dev/bulla`. "Time limit" means that the test did not end; "the process ended" that it took the
            process with it.
            """;

    private final List<Mutant> mutants;
    private final Results results;
    private final ClaimedTests claimed;

    private MutantsPage(List<Mutant> mutants, Results results, ClaimedTests claimed) {
        this.mutants = mutants;
        this.results = results;
        this.claimed = claimed;
    }

    /** Reads everything. */
    static MutantsPage read() throws IOException {
        return new MutantsPage(MutantFiles.all(), Results.read(), new ClaimedTests());
    }

    /** The page as it is now. */
    static String committed() throws IOException {
        return Files.readString(PAGE);
    }

    /** Writes the page. */
    void write() throws IOException {
        Files.writeString(PAGE, text());
    }

    /** Ids of all attacks, in the order of the list. */
    static List<String> attacks() throws IOException {
        return Files.readAllLines(ATTACKS).stream()
                .filter(each -> each.contains(" | "))
                .map(each -> each.substring(0, each.indexOf(" | ")))
                .toList();
    }

    /** Attacks and tests that no mutant can stand for, each with the reason. */
    static Map<String, String> excused() throws IOException {
        Map<String, String> excused = new LinkedHashMap<>();
        if (Files.exists(EXCUSED)) {
            for (String line : Files.readAllLines(EXCUSED)) {
                int bar = line.indexOf(" | ");
                if (bar > 0) {
                    excused.put(line.substring(0, bar), line.substring(bar + 3));
                }
            }
        }
        return excused;
    }

    /** Attacks to the mutants that name them. */
    Map<String, Set<String>> byAttack() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Mutant mutant : mutants) {
            mutant.attacks()
                    .forEach(id -> found.computeIfAbsent(id, unknown -> new TreeSet<>())
                            .add(mutant.id()));
        }
        return found;
    }

    /** Marked tests that killed nothing yet. */
    Set<String> idle() {
        Set<String> idle = claimed.all();
        idle.removeAll(results.tests());
        Set<String> classes = results.tests();
        idle.removeIf(each -> classes.contains(each.substring(0, each.indexOf('#'))));
        return idle;
    }

    /** The page. */
    String text() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n%d mutants; %d of %d marked tests killed one.\n"
                .formatted(
                        mutants.size(),
                        claimed.all().size() - idle().size(),
                        claimed.all().size()));
        for (Section section : Section.values()) {
            List<Mutant> rows =
                    mutants.stream().filter(each -> each.section() == section).toList();
            if (!rows.isEmpty()) {
                page.append("\n## ").append(section.title()).append("\n\n");
                page.append("| Mutant | What was taken out | File | Attacks | Killed by |\n|---|---|---|---|---|\n");
                rows.forEach(each -> page.append(row(each)));
            }
        }
        page.append("\n## By attack\n\n| Attack | Mutants |\n|---|---|\n");
        Map<String, Set<String>> named = byAttack();
        Map<String, String> excused = excused();
        for (String attack : attacks()) {
            page.append("| %s | %s |\n"
                    .formatted(
                            attack,
                            named.containsKey(attack)
                                    ? String.join(", ", named.get(attack))
                                    : "none: " + excused.getOrDefault(attack, "not yet")));
        }
        page.append("\n## Marked tests that killed none\n\n");
        listIdle(page, false, excused);
        page.append("\nTests of the built program, which run only against mutants that name them:\n\n");
        listIdle(page, true, excused);
        return page.toString();
    }

    private void listIdle(StringBuilder page, boolean built, Map<String, String> excused) {
        idle().stream()
                .filter(each -> each.contains("IT#") == built)
                .forEach(each -> page.append(
                        "- `%s`%s\n".formatted(each, excused.containsKey(each) ? ": " + excused.get(each) : "")));
    }

    private String row(Mutant mutant) {
        String files = mutant.edits().stream()
                .map(each -> '`' + each.file().replace("dev/bulla/", "") + '`')
                .distinct()
                .collect(Collectors.joining(", "));
        String killers = results.of(mutant.id()).stream()
                .map(each -> '`' + each.replaceFirst("(?= |$)", "`"))
                .collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s | %s |\n"
                .formatted(
                        mutant.id(),
                        mutant.what().replace("|", "\\|"),
                        files,
                        String.join(" ", mutant.attacks()),
                        killers);
    }
}
