package dev.bulla.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a transcript inside a folder. What varies from run to run (the folder, the address of a registry) is taken out of
 * the output before it is compared.
 */
public final class TranscriptRunner implements AutoCloseable {
    private final Transcript transcript;
    private final Path folder;
    private final Stage stage;
    private final Map<String, String> names = new TreeMap<>();

    private TranscriptRunner(Transcript transcript, Path folder) {
        this.transcript = transcript;
        this.folder = folder;
        this.stage = new Stage(folder);
    }

    /** Runs lines of a transcript in {@code folder}; the first difference fails. */
    public static void run(String name, List<String> lines, Path folder) throws IOException {
        try (TranscriptRunner runner = new TranscriptRunner(Transcript.parse(name, lines), folder)) {
            for (Transcript.Step step : runner.transcript.steps()) {
                runner.run(step);
            }
        }
    }

    private void run(Transcript.Step step) throws IOException {
        if (step.command().startsWith("@")) {
            stage.change(step.command().substring(1));
            return;
        }
        List<String> words = ShellWords.split(named(step.command()));
        if (!words.get(0).equals("bulla")) {
            List<String> printed = Tools.run(words, folder);
            check(step, "output", step.out(), printed);
            return;
        }
        int redirect = words.indexOf(">");
        List<String> call = words.subList(1, redirect < 0 ? words.size() : redirect);
        Run run = stage.run(call.stream().map(stage::inwards).toList());
        String out = stage.outwards(run.out());
        if (redirect >= 0) {
            Files.writeString(folder.resolve(words.get(redirect + 1)), run.out());
            out = "";
        }
        String err = stage.outwards(run.err());
        if (run.status() != step.status()) {
            fail(where(step) + ": exit code " + run.status() + ", expected " + step.status() + "\n" + out + err);
        }
        check(step, "standard output", step.out(), out.lines().toList());
        check(step, "standard error", step.err(), err.lines().toList());
    }

    private void check(Transcript.Step step, String stream, List<String> expected, List<String> actual) {
        if (!new Expectation(expected, names).matches(actual)) {
            assertThat(String.join("\n", actual))
                    .as(where(step) + ": " + stream + ", with " + names)
                    .isEqualTo(String.join("\n", expected));
            fail(where(step) + ": " + stream);
        }
    }

    private String named(String command) {
        String replaced = command;
        for (var name : names.entrySet()) {
            replaced = replaced.replace("{" + name.getKey() + "}", name.getValue());
        }
        return replaced;
    }

    private String where(Transcript.Step step) {
        return transcript.name() + ": $ " + step.command();
    }

    @Override
    public void close() {
        stage.close();
    }
}
