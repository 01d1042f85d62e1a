package dev.bulla.cli.testing;

import dev.bulla.cli.frame.Variable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The world of a transcript and how it changes:
 * {@code @env NAME=VALUE}, {@code @time INSTANT}, {@code @terminal COLUMNS}, {@code @type LINE} (at the next prompt),
 * {@code @charset NAME}, {@code @input TEXT}, {@code @closed-stdout}, {@code @full-stdout},
 * {@code @fixture NAME} (a file or folder of the test resources).
 */
final class Stage implements AutoCloseable {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

    private final Path folder;
    private final TestWorld world;

    Stage(Path folder) {
        this.folder = folder;
        this.world = TestWorld.in(folder);
    }

    void change(String directive) throws IOException {
        int space = directive.indexOf(' ');
        String word = space < 0 ? directive : directive.substring(0, space);
        String rest = space < 0 ? "" : directive.substring(space + 1).strip();
        switch (word) {
            case "env" -> {
                int equals = rest.indexOf('=');
                world.with(Variable.valueOf(rest.substring(0, equals)), rest.substring(equals + 1));
            }
            case "time" -> world.at(Instant.parse(rest));
            case "terminal" -> world.terminal(FakeTerminal.answering().columns(Integer.parseInt(rest)));
            case "type" -> world.terminal().type(rest);
            case "charset" -> world.charset(Charset.forName(rest));
            case "input" -> world.input(rest);
            case "closed-stdout" -> world.output(new Failing("Broken pipe"));
            case "full-stdout" -> world.output(new Failing("No space left on device"));
            case "fixture" -> fixture(rest);
            default -> throw new IllegalArgumentException("unknown directive @" + word);
        }
    }

    Run run(List<String> words) {
        return world.run(words.toArray(new String[0]));
    }

    /** A word as the program gets it. */
    String inwards(String word) {
        return word;
    }

    /** Output as the transcript writes it: paths relative to the folder. */
    String outwards(String text) {
        return text.replace(folder + "/", "").replace(folder.toString(), ".");
    }

    private void fixture(String name) throws IOException {
        Path from = FIXTURES.resolve(name);
        try (Stream<Path> tree = Files.walk(from)) {
            tree.forEach(file -> {
                try {
                    Path to = folder.resolve(from.getFileName().toString())
                            .resolve(from.relativize(file).toString());
                    if (!Files.isDirectory(to)) {
                        Files.copy(file, to);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public void close() {}

    /** A standard output that takes nothing. */
    private static final class Failing extends OutputStream {
        private final String why;

        Failing(String why) {
            this.why = why;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(why);
        }
    }
}
