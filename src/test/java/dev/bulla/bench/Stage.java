package dev.bulla.bench;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A namespace with one signed bundle in a registry, and a machine that has pinned its root and done nothing else. */
final class Stage {
    private static final Path FIXTURES =
            Path.of("src", "test", "resources", "fixtures").toAbsolutePath();

    private final Path folder;
    private final String host;

    private Stage(Path folder, String host) {
        this.folder = folder;
        this.host = host;
    }

    /** Publishes by the distribution in {@code target/bulla}. */
    static Stage in(Path folder, String host) throws IOException {
        Stage stage = new Stage(folder, host);
        String script = " --artifact-type application/vnd.example.script.v1 --media-type text/x-shellscript";
        stage.bulla("key import root " + FIXTURES.resolve("keys/ann.pem"));
        stage.bulla("key import release " + FIXTURES.resolve("keys/ben.pem"));
        String founded = stage.bulla("init " + host + "/acme --root-key root --key release");
        for (String image : List.of("installer", "web")) {
            stage.bulla("push " + FIXTURES.resolve("hello/" + image + ".sh") + " " + host + "/acme/images:" + image
                    + script);
        }
        stage.bulla("push " + FIXTURES.resolve("hello/bundle.json") + " " + stage.bundle() + " --images-from " + host
                + "/acme/images");
        stage.bulla("sign " + stage.bundle() + " --key release");
        int pin = founded.indexOf("trust add ");
        clear(stage.config());
        stage.bulla(founded.substring(pin, founded.indexOf('\n', pin)));
        copy(stage.config(), folder.resolve("pinned"));
        return stage;
    }

    String bundle() {
        return host + "/acme/hello:1.4.0";
    }

    Path trust() {
        return config().resolve("trust");
    }

    private Path config() {
        return folder.resolve("config");
    }

    /** The root as it was pinned. */
    Path root() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("pinned"))) {
            return files.filter(file -> file.endsWith("1.root.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "BULLA_CONFIG_DIR", config().toString(),
                "BULLA_CACHE_DIR", folder.resolve("cache").toString(),
                "BULLA_PASSPHRASE", "bench only",
                "BULLA_JAVA", System.getProperty("java.home"));
    }

    /** Nothing is remembered but the pin, and nothing is cached. */
    void forget() throws IOException {
        clear(folder.resolve("cache"));
        clear(config());
        copy(folder.resolve("pinned"), config());
    }

    static List<String> launcher(String... words) {
        String bulla =
                Path.of("target", "bulla", "bin", "bulla").toAbsolutePath().toString();
        return Stream.concat(Stream.of(bulla), Stream.of(words)).toList();
    }

    private String bulla(String words) {
        Program program = Program.of(launcher(words.split(" ")).toArray(String[]::new));
        environment().forEach(program::with);
        Outcome outcome = program.run();
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("bulla " + words + ": " + outcome.err());
        }
        return outcome.out();
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
