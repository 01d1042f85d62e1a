package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder in which the distribution is run as a person runs it, with configuration and keys of its own. */
final class Workshop {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    Workshop(Path folder) {
        this.folder = folder;
    }

    /** The folder that commands run in. */
    Path folder() {
        return folder;
    }

    /** A file or folder below. */
    Path at(String name) {
        return folder.resolve(name);
    }

    /** Sets the folder and an environment that holds nothing of the person who runs the tests. */
    Program prepare(Program program) {
        Program prepared = program.in(folder)
                .withOnlyOwnEnvironment()
                .with("HOME", folder.toString())
                .with("BULLA_CONFIG_DIR", at("config").toString())
                .with("BULLA_CACHE_DIR", at("cache").toString())
                .with("BULLA_PASSPHRASE", "acceptance only");
        for (String kept : List.of("PATH", "JAVA_HOME", "BULLA_JAVA")) {
            Optional.ofNullable(System.getenv(kept)).ifPresent(value -> prepared.with(kept, value));
        }
        return prepared;
    }

    /** A call of the program, not yet run. */
    Program bulla(String... arguments) {
        return prepare(Program.bulla(arguments));
    }

    /** Runs the program, which must end well; its answer. */
    String run(String... arguments) {
        return expect(0, arguments).out();
    }

    /** Runs the program, which must end with this exit code. */
    Outcome expect(int exitCode, String... arguments) {
        Outcome outcome = bulla(arguments).run();
        assertThat(outcome.exitCode())
                .as("bulla %s\n%s%s", String.join(" ", arguments), outcome.out(), outcome.err())
                .isEqualTo(exitCode);
        return outcome;
    }

    /** Runs the program, which must end well, for its answer as a document. */
    JsonNode answer(String... arguments) {
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--format", "json"))
                .toArray(String[]::new);
        return json(run(all));
    }

    /** Makes keys, each by a call of its own. */
    Workshop keys(String... names) {
        for (String name : names) {
            run("key", "new", name);
        }
        return this;
    }

    /** Writes a file below the folder; its path. */
    Path write(String name, byte[] content) {
        try {
            return Files.write(at(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Content of a file below the folder. */
    byte[] read(String name) {
        try {
            return Files.readAllBytes(at(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PEM block around DER, as other programs write it. */
    static byte[] pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Parses a document, not using the parser under test. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    /** The figures of a test, on one line. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would need a library of its own
    static void figures(String format, Object... values) {
        System.out.println("acceptance: " + String.format(Locale.ROOT, format, values));
    }

    /** The time since a value of {@link System#nanoTime}, in seconds. */
    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
