package dev.bulla.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Programs of other people, as far as they are there. */
final class Peers {
    private Peers() {}

    /** The program of this name on the PATH. */
    static Optional<Path> find(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path found = Path.of(directory, program);
            if (Files.isExecutable(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
