package dev.bulla.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher: which Java it takes, what it gives it, and what it says when there is none. */
class LauncherTest {

    private final FakeMachine machine;
    private final Path launcher;

    LauncherTest(@TempDir Path folder) throws IOException {
        machine = new FakeMachine(Files.createDirectories(folder.toRealPath().resolve("with space")));
        launcher = machine.installLauncher();
    }

    @BeforeEach
    void anOldJavaIsThereAsOnManyMachines() throws IOException {
        machine.installJava("usr/lib/jvm/java-17", "17.0.15");
    }

    @Test
    void theNewestJavaIsTakenWhereverItIs() throws IOException {
        Path inHome = machine.installJava("elsewhere/a", "21.0.8");
        Path onPath = machine.installJava("elsewhere/b", "23");
        machine.installJava("home/.sdkman/candidates/java/22", "22.0.1");
        assertThat(javaOf(run("JAVA_HOME", inHome, onPath))).isEqualTo(onPath + "/bin/../bin/java");

        machine.installJava("usr/lib/jvm/newest", "25.0.3");
        assertThat(javaOf(run("JAVA_HOME", inHome, onPath))).endsWith("/usr/lib/jvm/newest/bin/java");

        Path newer = machine.installJava("elsewhere/c", "26-ea");
        assertThat(javaOf(run("JAVA_HOME", newer, onPath))).isEqualTo(newer + "/bin/java");
    }

    @Test
    void amongEqualsJavaHomeIsTaken() throws IOException {
        machine.installJava("usr/lib/jvm/same", "25.0.1");
        Path home = machine.installJava("elsewhere/same", "25.0.3");

        assertThat(javaOf(run("JAVA_HOME", home, home.resolve("none")))).isEqualTo(home + "/bin/java");
    }

    @Test
    void aLinkOnThePathIsFollowedWhenThereIsNoOther() throws IOException {
        Path java = machine.installJava("far/away", "21.0.1");
        Files.createSymbolicLink(machine.toolsOnly().resolve("java"), java.resolve("bin/java"));

        assertThat(javaOf(machine.run(launcher, "version").run())).isEqualTo(java + "/bin/java");
    }

    @Test
    void withoutAJavaItSaysWhatToInstall() throws IOException {
        Outcome outcome = machine.run(launcher, "version").run();

        assertThat(outcome.exitCode()).isEqualTo(70);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .hasSize(2)
                .first()
                .isEqualTo("bulla: no Java runtime of version 21 or newer was found");
    }

    @Test
    void bullaJavaIsTakenThoughThereIsANewerOne() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25");
        Path wanted = machine.installJava("wanted", "21.0.1");

        for (Path form : List.of(wanted, wanted.resolve("bin/java"))) {
            Outcome outcome =
                    machine.run(launcher).with("BULLA_JAVA", form.toString()).run();
            assertThat(javaOf(outcome)).isEqualTo(wanted + "/bin/java");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "usr/lib/jvm/java-17"})
    void aBullaJavaThatCannotServeIsRefused(String path) throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25");

        Outcome outcome = machine.run(launcher)
                .with("BULLA_JAVA", machine.at(path).toString())
                .run();

        assertThat(outcome.exitCode()).isEqualTo(70);
        assertThat(outcome.err()).startsWith("bulla: BULLA_JAVA ").contains(path);
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25");
        String[] odd = {"sign", "two words", "", "*", "$HOME", "a\"b", "-x"};

        List<String> given = machine.run(launcher, odd).run().out().lines().toList();

        assertThat(given.subList(given.indexOf("dev.bulla.cli.Main") + 1, given.size()))
                .containsExactly(odd);
    }

    @Test
    void itFindsItsJarsThroughLinks() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25");
        Path links = Files.createDirectories(machine.at("links"));
        Files.createSymbolicLink(links.resolve("first"), Path.of("second"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("../app/bin/bulla"));

        List<String> given = machine.run(Path.of("links/first"))
                .in(machine.at(""))
                .run()
                .out()
                .lines()
                .toList();

        String jar = given.get(given.indexOf("-cp") + 1);
        assertThat(machine.at("").resolve(jar).normalize()).isEqualTo(machine.at("app/lib/bulla.jar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "push", "pull"})
    void longTransfersGetTheBetterCompiler(String command) throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25");

        assertThat(machine.run(launcher, "--no-color", command, "x").run().out().lines())
                .doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(machine.run(launcher, "verify", command).run().out().lines())
                .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    @Test
    void furtherOptionsComeAfterItsOwnAndAreNotExpanded() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25");

        List<String> given = machine.run(launcher)
                .with("BULLA_JAVA_OPTS", "-Xmx64m  -Dstar=/*")
                .run()
                .out()
                .lines()
                .toList();

        assertThat(given).containsSubsequence("-XX:+UseSerialGC", "-Xmx64m", "-Dstar=/*", "dev.bulla.cli.Main");
    }

    @Test
    void theCacheOfTheCommandsFamilyForThisRuntimeAndTheseJarsIsUsed() throws IOException {
        Path java = machine.installJava("usr/lib/jvm/newest", "25.0.3");
        String option = "-XX:AOTCache=";
        assertThat(machine.run(launcher, "verify", "x").run().out()).doesNotContain(option);

        machine.installCaches("feed", "25.0.3");
        assertThat(machine.run(launcher, "verify", "copy").run().out()).contains("/verify-feed-25.0.3.aot");
        assertThat(machine.run(launcher, "verify", "x", "-q").run().out()).contains("/rest-feed-25.0.3.aot");
        assertThat(machine.run(launcher, "-q", "copy", "x").run().out()).contains("/copy-feed-25.0.3.aot");
        assertThat(machine.run(launcher, "--help").run().out()).contains("/start-feed-25.0.3.aot");
        assertThat(machine.run(launcher, "tree", "x").run().out()).contains(option, "/rest-feed-25.0.3.aot");

        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.4\"\n");
        assertThat(machine.run(launcher, "verify", "x").run().out()).doesNotContain(option);
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        Files.writeString(machine.at("app/lib/jars.id"), "other\n");
        assertThat(machine.run(launcher, "verify", "x").run().out()).doesNotContain(option);
    }

    @Test
    void beforeJava25ItIsAnArchiveOfClasses() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "21.0.8");
        machine.installCaches("feed", "21.0.8");

        assertThat(machine.run(launcher, "version").run().out())
                .contains("-XX:SharedArchiveFile=", "/start-feed-21.0.8.aot")
                .doesNotContain("-XX:AOTCache=");
    }

    @Test
    void aBuildThatIsNoPlainNameNamesNoCache() throws IOException {
        Path java = machine.installJava("usr/lib/jvm/newest", "25.0.3");
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.3\"\nJAVA_RUNTIME_VERSION=\"25/../x\"\n");
        machine.installCaches("feed", "25");

        Outcome outcome = machine.run(launcher, "version").run();
        assertThat(outcome.out()).doesNotContain("AOTCache").contains("dev.bulla.cli.Main");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void thatThereIsNoCacheIsSaidUnderVAlone() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "25.0.3");

        assertThat(machine.run(launcher, "verify", "x").run().err()).isEmpty();
        assertThat(machine.run(launcher, "verify", "x", "-v").run().err())
                .isEqualTo("bulla: no start-up cache for Java 25.0.3; bulla-prepare makes one\n");
    }

    @Test
    void theRuntimeThatCameWithItIsTakenFirst() throws IOException {
        machine.installJava("usr/lib/jvm/newest", "26");
        Path own = machine.installJava("app/runtime", "25.0.3");

        Outcome outcome = machine.run(launcher, "version").run();
        assertThat(Path.of(javaOf(outcome)).normalize()).isEqualTo(own.resolve("bin/java"));
    }

    @Test
    void optionsThatARuntimeDoesNotKnowAreNotGivenToIt() throws IOException {
        Path java = machine.installJava("usr/lib/jvm/newest", "21.0.1");
        assertThat(machine.run(launcher).run().out()).doesNotContain("sun-misc-unsafe");

        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"23\"");
        assertThat(machine.run(launcher).run().out()).contains("--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void withoutALocaleNamesAreReadAsUtf8AndOutputStaysAscii() throws IOException {
        Path java = machine.installJava("usr/lib/jvm/newest", "25");
        String program = Files.readString(java.resolve("bin/java")) + "printf 'LC_ALL=%s\\n' \"$LC_ALL\"\n";
        Files.writeString(java.resolve("bin/java"), program);

        for (String locale : List.of("", "C", "POSIX")) {
            assertThat(machine.run(launcher).with("LANG", locale).run().out().lines())
                    .contains("-Dbulla.output=US-ASCII", "LC_ALL=C.UTF-8");
        }
        assertThat(machine.run(launcher)
                        .with("LANG", "C")
                        .with("LC_ALL", "de_DE.UTF-8")
                        .run()
                        .out()
                        .lines())
                .doesNotContain("-Dbulla.output=US-ASCII")
                .contains("LC_ALL=de_DE.UTF-8");
    }

    private Outcome run(String variable, Path value, Path onPath) throws IOException {
        return machine.run(launcher, "version")
                .with(variable, value.toString())
                .with("PATH", machine.toolsOnly() + ":" + onPath.resolve("bin"))
                .run();
    }

    private static String javaOf(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        return outcome.out().lines().findFirst().orElse("");
    }
}
