package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The samples of the artifact types, which every reader has to understand. */
final class Samples {
    private static final Path FOLDER = Path.of("artifact-types");

    private Samples() {}

    /** The files whose names end so, in the order of their names. */
    static List<Bytes> ending(String... endings) {
        List<Bytes> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                if (Stream.of(endings)
                        .anyMatch(end -> file.getFileName().toString().endsWith(end))) {
                    samples.add(Bytes.adopt(Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return samples;
    }
}
