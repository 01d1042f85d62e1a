package dev.bulla.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the files of mutants: blocks parted by empty lines, lines that begin with {@code #} are remarks.
 *
 * <pre>
 * mutant: digest-not-compared
 * what: received bytes are not compared with the digest that was asked for
 * file: dev/bulla/registry/Fetch.java
 * - if (!digest.equals(wanted)) {
 * + if (false) {
 * attacks: P9 T30
 * tests: registry.FetchTest
 * </pre>
 *
 * Lines with {@code -} and {@code +} may be several, for several exchanges and, after another {@code file:}, in several files.
 * Constants of other classes are copied into those that use them by the compiler: take out the use, not the constant.
 */
final class MutantFiles {
    private MutantFiles() {}

    /** All mutants, by section and in the order of the files. */
    static List<Mutant> all() throws IOException {
        List<Mutant> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section section : Section.values()) {
            if (Files.exists(section.mutants())) {
                for (Mutant each : parse(section, Files.readAllLines(section.mutants()))) {
                    if (!ids.add(each.id())) {
                        throw new IllegalArgumentException("two mutants are named " + each.id());
                    }
                    all.add(each);
                }
            }
        }
        return all;
    }

    /** The mutants of one file. */
    static List<Mutant> parse(Section section, List<String> lines) {
        List<Mutant> mutants = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            } else if (line.isBlank() && !block.isEmpty()) {
                mutants.add(new Block(block).mutant(section));
                block = new ArrayList<>();
            }
        }
        if (!block.isEmpty()) {
            mutants.add(new Block(block).mutant(section));
        }
        return List.copyOf(mutants);
    }

    /** The source file that an edit names. */
    static Path source(Edit edit) {
        return Path.of("src", "main", "java").resolve(edit.file());
    }

    /** One block, read from above. */
    private static final class Block {
        private final List<String> lines;
        private String id = "";
        private String what = "";
        private String file = "";
        private List<String> was = new ArrayList<>();
        private List<String> is = new ArrayList<>();
        private final List<Edit> edits = new ArrayList<>();
        private List<String> attacks = List.of();
        private List<String> tests = List.of();

        Block(List<String> lines) {
            this.lines = lines;
        }

        Mutant mutant(Section section) {
            lines.forEach(this::line);
            edit();
            if (id.isEmpty() || what.isEmpty() || edits.isEmpty() || attacks.isEmpty()) {
                throw new IllegalArgumentException("mutant, what, file, - and attacks are needed: " + lines);
            }
            return new Mutant(section, id, what, List.copyOf(edits), attacks, tests);
        }

        private void line(String line) {
            if (line.startsWith("-")) {
                if (!is.isEmpty()) {
                    edit();
                }
                was.add(line.substring(1));
            } else if (line.startsWith("+")) {
                is.add(line.substring(1));
            } else {
                edit();
                int colon = line.indexOf(": ");
                member(
                        line.substring(0, Math.max(0, colon)),
                        line.substring(colon + 1).strip());
            }
        }

        private void member(String name, String value) {
            switch (name) {
                case "mutant" -> id = value;
                case "what" -> what = value;
                case "file" -> file = value;
                case "attacks" -> attacks = List.of(value.split("[ ,]+", -1));
                case "tests" -> tests = List.of(value.split("[ ,]+", -1));
                default -> throw new IllegalArgumentException("not a member of a mutant: " + lines);
            }
        }

        private void edit() {
            if (!was.isEmpty()) {
                edits.add(new Edit(file, List.copyOf(was), List.copyOf(is)));
            } else if (!is.isEmpty()) {
                throw new IllegalArgumentException("nothing is taken out: " + lines);
            }
            was = new ArrayList<>();
            is = new ArrayList<>();
        }
    }
}
