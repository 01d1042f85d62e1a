package dev.bulla.testkit;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tests that are marked {@link Attack}, found by reading the sources. */
public final class MarkedTests {
    private static final Path TESTS = Path.of("src", "test", "java");

    private MarkedTests() {}

    /** Ids of attacks to the methods that hold them off, by class and name. */
    public static Map<String, Set<Method>> byAttack() throws IOException {
        Comparator<Method> order = Comparator.comparing(
                        (Method each) -> each.getDeclaringClass().getName())
                .thenComparing(Method::getName);
        Map<String, Set<Method>> tests = new TreeMap<>();
        for (Class<?> each : testClasses()) {
            for (Method method : each.getDeclaredMethods()) {
                Attack attack = method.getAnnotation(Attack.class);
                if (attack != null) {
                    for (String id : attack.value()) {
                        tests.computeIfAbsent(id, unknown -> new TreeSet<>(order))
                                .add(method);
                    }
                }
            }
        }
        return tests;
    }

    /** Classes whose source says that they hold attacks off; the others need not be loaded. */
    private static List<Class<?>> testClasses() throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("@Attack(")) {
                    String name = TESTS.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.');
                    classes.add(Class.forName(name, false, MarkedTests.class.getClassLoader()));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
        return classes;
    }
}
