package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.FakeTerminal;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exit code of cli.md section 9, over a registry and over an image layout, in text and as a document. */
class ExitCodeMatrixTest {
    private static final String PASSPHRASE = "not secret";

    @TempDir
    private static Path folder;

    private static LoopbackRegistry registry;
    private static LoopbackRegistry closed;

    private enum Place {
        LAYOUT,
        REGISTRY
    }

    /** A row of the matrix; {@code REF} stands for the repository of the place. */
    record Row(ExitCode exit, Place place, Format format, String words) {
        @Override
        public String toString() {
            return exit.status() + " " + place + " " + format + ": " + words;
        }
    }

    @BeforeAll
    static void publish() throws IOException {
        registry = LoopbackRegistry.start();
        closed = LoopbackRegistry.start();
        closed.access().basic();
        Path fixtures = Path.of("src", "test", "resources", "fixtures");
        Files.copy(fixtures.resolve("keys/ann.pem"), folder.resolve("ann.pem"));
        Files.copy(fixtures.resolve("keys/ben.pem"), folder.resolve("ben.pem"));
        Files.writeString(folder.resolve("file.txt"), "content");
        done(world().run("key", "import", "ann", "ann.pem"));
        done(world().run("key", "import", "ben", "ben.pem"));
        for (Place place : Place.values()) {
            for (String tag : List.of("signed", "unsigned", "other")) {
                Files.writeString(folder.resolve("file.txt"), "content of " + tag);
                done(world().run(
                                "push",
                                "file.txt",
                                repository(place) + ":" + tag,
                                "--artifact-type",
                                "application/vnd.example.text"));
            }
            done(world().run("sign", repository(place) + ":signed", "--key", "ann"));
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
        closed.close();
    }

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    @Attack("P1")
    @ParameterizedTest
    @MethodSource("rows")
    void theRowEndsWithItsCodeAndSaysSoFirst(Row row) {
        Run run = run(row);

        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(row.exit().status());
        if (row.exit() == ExitCode.OK) {
            assertThat(run.out()).contains("trusted");
            return;
        }
        assertThat(firstError(run.err())).startsWith("bulla: " + begin(row.exit()));
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.out().isEmpty())
                .as("a document, and nothing in text: " + run.out())
                .isEqualTo(row.format() == Format.TEXT && row.exit() != ExitCode.CONFLICT);
    }

    @Test
    void theMatrixHasEveryCode() {
        Set<ExitCode> seen = EnumSet.noneOf(ExitCode.class);
        rows().forEach(row -> seen.add(row.exit()));

        assertThat(seen).containsExactlyInAnyOrder(ExitCode.values());
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Format format : List.of(Format.TEXT, Format.JSON)) {
                add(rows, place, format, ExitCode.OK, "verify REF:signed --key ann");
                add(rows, place, format, ExitCode.REJECTED, "verify REF:signed --key ben");
                add(rows, place, format, ExitCode.USAGE, "verify REF:signed --no-such-flag");
                add(rows, place, format, ExitCode.UNSIGNED, "verify REF:unsigned --key ann");
                add(rows, place, format, ExitCode.NO_TRUST_ROOT, "verify REF:signed");
                add(rows, place, format, ExitCode.NOT_FOUND, "verify REF:absent --key ann");
                add(rows, place, format, ExitCode.DENIED, "copy REF:signed CLOSED/acme/x:1");
                add(rows, place, format, ExitCode.UNREACHABLE, "copy REF:signed 127.0.0.1:1/acme/x:1");
                add(rows, place, format, ExitCode.KEY, "sign REF:signed --key nobody");
                add(rows, place, format, ExitCode.CONFLICT, "sign REF:signed --key ann");
                add(rows, place, format, ExitCode.STORAGE, "copy REF:signed oci:file.txt/layout:1");
                add(rows, place, format, ExitCode.BUG, "verify REF:signed --key ann");
                add(rows, place, format, ExitCode.INTERRUPTED, "copy REF:signed oci:elsewhere:1");
            }
        }
        return rows;
    }

    private static void add(List<Row> rows, Place place, Format format, ExitCode exit, String words) {
        rows.add(new Row(exit, place, format, words));
    }

    private static Run run(Row row) {
        List<String> words = new ArrayList<>(Arrays.asList(row.words()
                .replace("REF", repository(row.place()))
                .replace("CLOSED", closed.host())
                .split(" ", -1)));
        if (row.format() == Format.JSON) {
            words.addAll(List.of("--format", "json"));
        }
        TestWorld world = world();
        switch (row.exit()) {
            case BUG -> world.broken();
            case INTERRUPTED -> world.interrupted();
            case CONFLICT -> world = moving(row.place());
            default -> {}
        }
        return world.run(words.toArray(new String[0]));
    }

    /** While the signer types the passphrase, somebody else moves the tag. */
    private static TestWorld moving(Place place) {
        String repository = repository(place);
        return TestWorld.in(folder)
                .terminal(FakeTerminal.answering(PASSPHRASE)
                        .meanwhile(() -> done(world().run("copy", repository + ":other", repository + ":signed"))));
    }

    @AfterEach
    void moveTheTagBack() throws IOException {
        for (Place place : Place.values()) {
            Files.writeString(folder.resolve("file.txt"), "content of signed");
            done(world().run(
                            "push",
                            "file.txt",
                            repository(place) + ":signed",
                            "--artifact-type",
                            "application/vnd.example.text"));
        }
    }

    private static TestWorld world() {
        return TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE, PASSPHRASE);
    }

    private static String repository(Place place) {
        return place == Place.LAYOUT ? "oci:layout" : registry.host() + "/acme/text";
    }

    private static void done(Run run) {
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    private static String firstError(String err) {
        return err.replaceAll("\u001b\\[[0-9;]*m", "")
                .lines()
                .filter(line -> !line.startsWith("bulla: note: ") && !isShown(line))
                .findFirst()
                .orElse("");
    }

    /** With JSON the intent of signing is shown on standard error. */
    private static boolean isShown(String line) {
        return line.matches("bulla: (will sign|what|as|with key) .*");
    }

    private static String begin(ExitCode exit) {
        return switch (exit) {
            case USAGE -> "verify ";
            case NO_TRUST_ROOT -> "no trust root for ";
            default -> exit.word() + ": ";
        };
    }
}
