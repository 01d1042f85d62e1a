package dev.bulla.inspect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of this system, for a caller who explicitly lets a layout run commands without listing them: plain names
 * mean files in the system's own folders, absolute paths mean themselves. No variable is asked, and nothing in the product
 * can be a program.
 */
final class SystemPrograms {
    private static final List<Path> FOLDERS = List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));

    /** What a shell sees as {@code PATH}. */
    static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private SystemPrograms() {}

    /** The program that {@code word} means, or empty when it means none. */
    static Optional<ProcessPolicy.Program> find(String word) {
        if (word.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (word.startsWith("/")) {
            Path file = Path.of(word);
            return file.normalize().equals(file) ? Optional.of(ProcessPolicy.Program.at(file)) : Optional.empty();
        }
        if (word.isEmpty() || word.indexOf('/') >= 0 || word.startsWith(".")) {
            return Optional.empty();
        }
        return FOLDERS.stream()
                .map(folder -> folder.resolve(word))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(ProcessPolicy.Program::at);
    }
}
