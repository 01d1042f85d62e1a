package dev.bulla.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every media type that the code knows is explained in {@code artifact-types}, with a schema and a sample where it is ours. */
class MediaTypesTest {
    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path PAGES = Path.of("artifact-types");

    /** As it stands in the code, quoted; one that ends in a dot is continued by what is not known when it is compiled. */
    private static final Pattern TYPE = Pattern.compile("\"(application/vnd\\.[a-z0-9.+-]+)\"");

    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z-]+\\.(?:schema|sample|example)\\.json)\\)");

    @Test
    void everyMediaTypeOfTheCodeStandsOnAPage() throws IOException {
        String pages = String.join("\n", pages().values());

        Set<String> unexplained = types();
        unexplained.removeIf(type -> pages.contains("`" + type));

        assertThat(unexplained).isEmpty();
    }

    @Test
    void everyMediaTypeOfOursHasAPageWithSchemaAndSample() throws IOException {
        Map<String, String> pages = pages();
        List<String> ours = types().stream()
                .filter(type -> type.startsWith("application/vnd.bulla."))
                .toList();

        assertThat(ours).hasSizeGreaterThan(5);
        for (String type : ours) {
            assertThat(pages.entrySet()).as(type).anySatisfy(page -> {
                assertThat(page.getKey()).isNotEqualTo("README.md");
                assertThat(page.getValue()).contains("`" + type + "`");
                assertThat(links(page.getValue())).anyMatch(link -> link.endsWith(".schema.json"));
                assertThat(links(page.getValue())).anyMatch(link -> !link.endsWith(".schema.json"));
            });
        }
    }

    @Test
    void everyPageSchemaAndSampleIsInTheListOfTypes() throws IOException {
        String list = Files.readString(PAGES.resolve("README.md"));
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.equals("README.md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(list).contains("](" + name + ")"));
        }
    }

    private static Set<String> links(String page) {
        return LINK.matcher(page).results().map(link -> link.group(1)).collect(Collectors.toSet());
    }

    private static Map<String, String> pages() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                pages.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return pages;
    }

    private static Set<String> types() throws IOException {
        Set<String> types = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                TYPE.matcher(Files.readString(file)).results().forEach(type -> types.add(type.group(1)));
            }
        }
        return types;
    }
}
