package dev.bulla.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of decisions names tests that exist, in every row of a table that says so. */
class DecisionsPageTest {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @ParameterizedTest
    @CsvSource("in-toto.md, 44")
    void everyRowNamesATestAndEveryTestThatIsNamedExists(String page, int least) throws IOException {
        Map<String, String> classes = classes();
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("docs", page))) {
            boolean header = line.endsWith(" Tests |") || line.endsWith(" Test |");
            inTable = header || (inTable && line.startsWith("|"));
            boolean row = inTable && !header && !line.startsWith("|---");
            Matcher named = NAMED.matcher(line);
            boolean any = false;
            while (named.find()) {
                any = true;
                if (!isTest(classes.get(named.group(1)), named.group(2))) {
                    wrong.add(named.group());
                }
            }
            if (row && !any) {
                wrong.add("no test in: " + line);
            }
            rows += row ? 1 : 0;
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThanOrEqualTo(least);
    }

    /** Test classes by simple name; a name that two have is useless here and left out. */
    private static Map<String, String> classes() throws IOException {
        Map<String, String> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String name =
                        TESTS.relativize(file).toString().replace(".java", "").replace('/', '.');
                String simple = name.substring(name.lastIndexOf('.') + 1);
                classes.merge(simple, name, (one, other) -> "");
            }
        }
        return classes;
    }

    private static boolean isTest(@Nullable String className, String method) {
        try {
            return className != null
                    && Arrays.stream(Class.forName(className).getDeclaredMethods())
                            .anyMatch(each -> each.getName().equals(method) && isTest(each));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class)
                || method.isAnnotationPresent(ParameterizedTest.class)
                || method.isAnnotationPresent(TestFactory.class);
    }
}
