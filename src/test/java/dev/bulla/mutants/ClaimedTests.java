package dev.bulla.mutants;

import dev.bulla.testkit.MarkedTests;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tests that claim to hold attacks off, named {@code package.Class#method} below {@code dev.bulla}. */
final class ClaimedTests {
    /** What comes before the names of tests. */
    static final String ROOT = "dev.bulla.";

    /** Before the name of a test that runs only if none has failed. */
    static final String IF_NEEDED = "?";

    /** Tests that try hundreds of combinations: they run against those mutants alone that no other test kills. */
    private static final Set<String> WIDE = Set.of(
            "adversary.AdversaryMatrixTest",
            "adversary.RegistryProfilesTest",
            "fuzz.SeedCorpusTest",
            "resolve.HostileWebServerTest",
            "resolve.SameVerdictTest",
            "tuf.attack.AttackTableTest",
            "tuf.attack.VerifyUnderAttackTest");

    private final Map<String, Set<String>> byAttack = new TreeMap<>();

    ClaimedTests() throws IOException {
        MarkedTests.byAttack().forEach((id, methods) -> {
            Set<String> names = byAttack.computeIfAbsent(id, unknown -> new TreeSet<>());
            methods.forEach(each -> names.add(name(each)));
        });
    }

    /** The name of a test. */
    static String name(Method test) {
        return below(test.getDeclaringClass().getName()) + '#' + test.getName();
    }

    /** The name of a class, below {@link #ROOT}. */
    static String below(String className) {
        return className.substring(ROOT.length());
    }

    /** True for a test that runs last, and only if it has to or is named. */
    private static boolean isWide(String test) {
        return WIDE.contains(test.replaceFirst("#.*", ""));
    }

    /** The tests of one attack. */
    Set<String> of(String attack) {
        return byAttack.getOrDefault(attack, Set.of());
    }

    /** Every test that is marked. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        byAttack.values().forEach(all::addAll);
        return all;
    }

    /**
     * What runs against a mutant: the tests it names, those of its attacks without the ones of the built program, and at the
     * end, behind a {@link #IF_NEEDED}, wide ones.
     */
    List<String> against(Mutant mutant) {
        Set<String> chosen = new LinkedHashSet<>(mutant.tests());
        for (String attack : mutant.attacks()) {
            of(attack).stream().filter(each -> !each.contains("IT#")).forEach(chosen::add);
        }
        List<String> named = mutant.tests();
        return chosen.stream()
                .map(each -> isWide(each) && !named.contains(each) ? IF_NEEDED + each : each)
                .sorted(Comparator.comparing(each -> each.startsWith(IF_NEEDED)))
                .toList();
    }
}
