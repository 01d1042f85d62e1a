package dev.bulla.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which tests killed which mutant when it was last tried: a file of lines {@code id: test, test} for each section. */
final class Results {
    private final Map<String, Set<String>> killers = new TreeMap<>();

    /** What the files say. */
    static Results read() throws IOException {
        Results results = new Results();
        for (Section section : Section.values()) {
            if (Files.exists(section.results())) {
                for (String line : Files.readAllLines(section.results())) {
                    int colon = line.indexOf(": ");
                    results.put(
                            line.substring(0, colon),
                            List.of(line.substring(colon + 2).split(", ", -1)));
                }
            }
        }
        return results;
    }

    /** The tests that killed a mutant; none if it was not tried. */
    Set<String> of(String id) {
        return killers.getOrDefault(id, Set.of());
    }

    /** Notes a result in place of the one before. */
    void put(String id, Collection<String> tests) {
        killers.put(id, new TreeSet<>(tests));
    }

    /** Every id that has a result. */
    Set<String> ids() {
        return Set.copyOf(killers.keySet());
    }

    /** The name of a test without the way in which it failed. */
    static String test(String killer) {
        return killer.replaceFirst(" .*", "");
    }

    /** Every test that killed something, as {@code package.Class#method}. */
    Set<String> tests() {
        return killers.values().stream()
                .flatMap(Set::stream)
                .map(Results::test)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Writes the files of the sections of these mutants; what belongs to no mutant is dropped. */
    void write(List<Mutant> mutants) throws IOException {
        for (Section section : Section.values()) {
            String text = mutants.stream()
                    .filter(each -> each.section() == section && !of(each.id()).isEmpty())
                    .map(Mutant::id)
                    .sorted()
                    .map(id -> id + ": " + String.join(", ", of(id)) + '\n')
                    .collect(Collectors.joining());
            if (!text.isEmpty()) {
                Files.createDirectories(Section.FOLDER.resolve("results"));
                Files.writeString(section.results(), text);
            }
        }
    }
}
