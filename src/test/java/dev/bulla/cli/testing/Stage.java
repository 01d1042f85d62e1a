package dev.bulla.cli.testing;

import dev.bulla.cli.frame.Variable;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The world of a transcript and how it changes:
 * {@code @env NAME=VALUE}, {@code @time INSTANT}, {@code @terminal COLUMNS}, {@code @type LINE} (at the next prompt),
 * {@code @charset NAME}, {@code @input TEXT}, {@code @closed-stdout}, {@code @full-stdout},
 * {@code @fixture NAME} (a file or folder of the test resources), {@code @real} (registries are the real one).
 *
 * <p>A host below {@code .example} or {@code .lan} is a registry of its own on a loopback port; its made-up name is put
 * back into the output.
 */
final class Stage implements AutoCloseable {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

    private static final Pattern HOST = Pattern.compile("[a-z]+\\.(example|lan)(?=/|$)");

    /** Colours and erased bars; what they are is tested elsewhere. */
    private static final Pattern COLOUR = Pattern.compile("\\u001b\\[[0-9;]*[mK]|\\r");

    private final Path folder;
    private final TestWorld world;
    private final Map<String, String> addresses = new TreeMap<>();
    private final List<LoopbackRegistry> registries = new ArrayList<>();
    private boolean real;

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
            case "real" -> real = true;
            default -> throw new IllegalArgumentException("unknown directive @" + word);
        }
    }

    Run run(List<String> words) {
        return world.run(words.toArray(new String[0]));
    }

    /** A word as the program gets it. */
    String inwards(String word) {
        Matcher host = HOST.matcher(word);
        return host.lookingAt() ? address(host.group()) + word.substring(host.end()) : word;
    }

    /** Output as the transcript writes it: paths relative to the folder, registries by their made-up names. */
    String outwards(String text) {
        String shown =
                COLOUR.matcher(text).replaceAll("").replace(folder + "/", "").replace(folder.toString(), ".");
        for (var address : addresses.entrySet()) {
            shown = shown.replace(address.getValue(), address.getKey());
        }
        return shown;
    }

    private String address(String name) {
        return addresses.computeIfAbsent(name, unknown -> {
            if (real) {
                return RealRegistry.shared().host();
            }
            LoopbackRegistry registry = LoopbackRegistry.start();
            registries.add(registry);
            return registry.host();
        });
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
    public void close() {
        registries.forEach(LoopbackRegistry::close);
    }

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
