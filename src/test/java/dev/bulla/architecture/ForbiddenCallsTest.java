package dev.bulla.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.bulla.testkit.Attack;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What may be called by nobody, or by one named class alone. */
class ForbiddenCallsTest {

    /** The one class that reads the clock. */
    private static final String CLOCK = "dev.bulla.cli.SystemClock";

    /** The one class that makes randomness. */
    private static final String RANDOMNESS = "dev.bulla.crypto.SystemRandom";

    private static final String CLI = "dev.bulla.cli";

    /** The one class that reads the environment. */
    private static final String ENVIRONMENT = CLI + ".SystemEnvironment";

    /** The one class that meets the standard streams and ends the process. */
    private static final String MAIN = CLI + ".Main";

    private static final Set<String> TIME_TYPES = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.Year",
            "java.time.YearMonth");

    private static final Set<String> RANDOM_TYPES = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");

    /** Input, output and registration that no static initialiser does. */
    private static final List<String> EFFECTS = List.of(
            "java.io.File",
            "java.io.RandomAccessFile",
            "java.nio.file.Files",
            "java.nio.channels.",
            "java.net.URL",
            "java.net.Socket",
            "java.net.ServerSocket",
            "java.net.Http",
            "java.security.Security",
            "java.util.ServiceLoader",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime");

    @Test
    void onlyOneClassReadsTheClock() {
        assertThat(accesses(CLOCK, ForbiddenCallsTest::readsClock)).isEmpty();
    }

    @Test
    void onlyOneClassMakesRandomness() {
        assertThat(accesses(RANDOMNESS, ForbiddenCallsTest::makesRandomness)).isEmpty();
    }

    @Test
    void nobodyRegistersASecurityProvider() {
        assertThat(accesses("", target -> owned(target, "java.security.Security", "addProvider", "insertProviderAt")))
                .isEmpty();
    }

    @Test
    void onlyTheProgramReadsTheEnvironmentAndTouchesTheStandardStreams() {
        assertThat(accesses(CLI, ForbiddenCallsTest::meetsThePerson)).isEmpty();
    }

    @Test
    void onlyOneClassOfTheProgramReadsTheEnvironment() {
        assertThat(accesses(ENVIRONMENT, target -> owned(target, "java.lang.System", "getenv")))
                .isEmpty();
    }

    @Test
    void onlyTheEntryPointEndsTheProcessAndTouchesTheStandardStreams() {
        assertThat(accesses(
                        MAIN,
                        target -> owned(target, "java.lang.System", "out", "err", "in", "exit")
                                || owned(target, "java.lang.Runtime", "exit", "halt")
                                || owned(target, "java.io.FileDescriptor", "out", "err", "in")))
                .isEmpty();
    }

    @Test
    void noTextIsFormattedOrFoldedWithTheDefaultLocale() {
        assertThat(accesses("", ForbiddenCallsTest::usesDefaultLocale)).isEmpty();
    }

    @Attack("P13")
    @Test
    void noTextIsReadOrWrittenWithTheDefaultCharset() {
        assertThat(accesses("", ForbiddenCallsTest::usesDefaultCharset)).isEmpty();
    }

    @Test
    void noStaticInitialiserHasEffectsOrLoadsALibrary() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : MainClasses.all()) {
            if (type.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                continue; // the compiler's tables behind a switch over a foreign enum
            }
            type.getStaticInitializer().ifPresent(initialiser -> {
                for (JavaAccess<?> access : initialiser.getAccessesFromSelf()) {
                    if (!access.isDeclaredInLambda() && hasEffects(access.getTargetOwner())) {
                        violations.add(access.getDescription());
                    }
                }
            });
        }
        assertThat(violations).isEmpty();
    }

    private static boolean hasEffects(JavaClass owner) {
        String name = owner.getBaseComponentType().getName();
        boolean ours = name.startsWith("dev.bulla.");
        boolean platform =
                name.startsWith("java.") || owner.getBaseComponentType().isPrimitive();
        return !ours && (!platform || EFFECTS.stream().anyMatch(name::startsWith));
    }

    private static Set<String> accesses(String exempt, Predicate<AccessTarget> forbidden) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : MainClasses.all()) {
            boolean excused = !exempt.isEmpty()
                    && (type.getName().equals(exempt)
                            || type.getName().startsWith(exempt + "$")
                            || type.getPackageName().startsWith(exempt));
            if (!excused) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (forbidden.test(access.getTarget())) {
                        found.add(access.getDescription());
                    }
                }
            }
        }
        return found;
    }

    private static boolean readsClock(AccessTarget target) {
        String owner = target.getOwner().getName();
        return (TIME_TYPES.contains(owner) && target.getName().equals("now"))
                || (owner.equals("java.time.Clock") && target.getName().startsWith("system"))
                || (owner.equals("java.time.Clock") && target.getName().startsWith("tick"))
                || owned(target, "java.lang.System", "currentTimeMillis")
                || (owner.equals("java.util.Date") && isConstructor(target, 0))
                || owned(target, "java.util.Calendar", "getInstance");
    }

    private static boolean makesRandomness(AccessTarget target) {
        return (RANDOM_TYPES.contains(target.getOwner().getName())
                        && (target.getName().equals("<init>")
                                || target.getName().startsWith("getInstance")))
                || owned(target, "java.util.concurrent.ThreadLocalRandom", "current")
                || owned(target, "java.lang.Math", "random")
                || owned(target, "java.util.UUID", "randomUUID");
    }

    private static boolean meetsThePerson(AccessTarget target) {
        return owned(target, "java.lang.System", "out", "err", "in", "console", "exit", "getenv", "setOut", "setErr")
                || owned(target, "java.lang.Runtime", "exit", "halt")
                || owned(target, "java.io.FileDescriptor", "out", "err", "in");
    }

    private static boolean usesDefaultLocale(AccessTarget target) {
        String owner = target.getOwner().getName();
        boolean string = owner.equals("java.lang.String");
        return (string && target.getName().equals("format") && !firstParameterIs(target, "java.util.Locale"))
                || (string && target.getName().equals("formatted"))
                || (string && isCaseMapping(target) && parameters(target).isEmpty())
                || (isPrinter(owner)
                        && target.getName().matches("format|printf")
                        && !firstParameterIs(target, "java.util.Locale"))
                || owned(target, "java.util.Locale", "getDefault")
                || (owner.equals("java.util.Formatter") && target.getName().equals("<init>"));
    }

    private static boolean usesDefaultCharset(AccessTarget target) {
        String owner = target.getOwner().getName();
        boolean string = owner.equals("java.lang.String");
        boolean constructor = target.getName().equals("<init>");
        return owned(target, "java.nio.charset.Charset", "defaultCharset")
                || (string
                        && target.getName().equals("getBytes")
                        && parameters(target).isEmpty())
                || (string && constructor && firstParameterIs(target, "[B") && !namesCharset(target))
                || (constructor
                        && Set.of(
                                        "java.io.InputStreamReader",
                                        "java.io.OutputStreamWriter",
                                        "java.io.FileReader",
                                        "java.io.FileWriter",
                                        "java.io.PrintStream",
                                        "java.util.Scanner")
                                .contains(owner)
                        && !namesCharset(target));
    }

    private static boolean isCaseMapping(AccessTarget target) {
        return target.getName().equals("toLowerCase") || target.getName().equals("toUpperCase");
    }

    private static boolean isPrinter(String owner) {
        return owner.equals("java.io.PrintStream")
                || owner.equals("java.io.PrintWriter")
                || owner.equals("java.io.Console");
    }

    private static boolean namesCharset(AccessTarget target) {
        return parameters(target).contains("java.nio.charset.Charset");
    }

    private static boolean firstParameterIs(AccessTarget target, String type) {
        List<String> parameters = parameters(target);
        return !parameters.isEmpty() && parameters.get(0).equals(type);
    }

    private static List<String> parameters(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget unit
                ? unit.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static boolean isConstructor(AccessTarget target, int arity) {
        return target.getName().equals("<init>") && parameters(target).size() == arity;
    }

    private static boolean owned(AccessTarget target, String owner, String... names) {
        return target.getOwner().getName().equals(owner) && List.of(names).contains(target.getName());
    }
}
