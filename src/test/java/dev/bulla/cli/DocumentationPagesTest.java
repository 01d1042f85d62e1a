package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages lead where they say: links, headings, commands, and the index of all of them. */
class DocumentationPagesTest {
    private static final Path DOCS = Path.of("docs");

    /** A link to a file of the tree, with or without a heading. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]*))?\\)");

    /** A command in a line of code or a table; words of flags and arguments follow. */
    private static final Pattern COMMAND = Pattern.compile("(?:`|^\\$ |^ {4})bulla ([a-z][a-z-]*)");

    @Test
    void linksLeadToFilesAndHeadingsThatAreThere() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path page : DocumentationTest.pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.toAbsolutePath().resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)
                        || (link.group(2) != null && !headings(target).contains(link.group(2)))) {
                    broken.add(page + " -> " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsListedInTheIndex() throws IOException {
        String index = Files.readString(DOCS.resolve("README.md"));
        try (Stream<Path> pages = Files.list(DOCS)) {
            assertThat(pages.map(page -> String.valueOf(page.getFileName()))
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
        }
    }

    @Test
    void commandsThatPagesNameExist() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path page : DocumentationTest.pages()) {
            if (!page.startsWith(DOCS.resolve("adr"))) { // decisions may speak of what was not chosen
                for (String line : Files.readAllLines(page)) {
                    Matcher command = COMMAND.matcher(line);
                    while (command.find()) {
                        named.add(command.group(1));
                    }
                }
            }
        }
        assertThat(named).contains("verify");
        assertThat(new Commands().words()).containsAll(named);
    }

    @Test
    void theHowTosShowCommandsThatRun() throws IOException {
        for (String name : List.of("how-to-publish.md", "how-to-verify.md", "how-to-relocate.md")) {
            assertThat(Files.readAllLines(DOCS.resolve(name)))
                    .as(name)
                    .contains("```console")
                    .anyMatch(line -> line.startsWith("$ bulla "));
        }
    }

    /** Headings as links name them: lower case, words joined by a hyphen, nothing else. */
    private static List<String> headings(Path page) throws IOException {
        List<String> headings = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("#")) {
                headings.add(line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} -]", "")
                        .replace(' ', '-'));
            }
        }
        return headings;
    }
}
