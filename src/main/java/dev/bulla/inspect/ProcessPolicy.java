package dev.bulla.inspect;

import dev.bulla.oci.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which programs an inspection may start, and within which bounds (intoto.md section 10). A word that is not listed is not
 * permitted; there is no search along a path.
 *
 * @param programs which program the first word of {@code run} means
 * @param path the {@code PATH} that the process sees, if any
 * @param bounds when it is stopped
 */
public record ProcessPolicy(Programs programs, Optional<String> path, Bounds bounds) {
    /** What the first word of {@code run} means. */
    @FunctionalInterface
    public interface Programs {
        /** The program that {@code word} means, or empty when it is not permitted. */
        Optional<Program> find(String word);
    }

    /** Exactly the programs that are listed. */
    public static ProcessPolicy listed(Map<String, Program> programs, Optional<String> path, Bounds bounds) {
        Map<String, Program> copy = Map.copyOf(programs);
        return new ProcessPolicy(word -> Optional.ofNullable(copy.get(word)), path, bounds);
    }

    /**
     * Every program of this system, for a caller who explicitly lets a layout run commands without listing them: plain
     * names mean files in the system's own folders, absolute paths mean themselves.
     */
    public static ProcessPolicy system() {
        return new ProcessPolicy(SystemPrograms::find, Optional.of(SystemPrograms.PATH), Bounds.standard());
    }

    /**
     * A program that may be started.
     *
     * @param file absolute path
     * @param sha256 digest that the file must have, if one is demanded
     * @param arguments the only arguments it may be given, if they are fixed
     */
    public record Program(Path file, Optional<Digest> sha256, Optional<List<String>> arguments) {
        /** Refuses a relative path. */
        public Program {
            if (!file.isAbsolute()) {
                throw new IllegalArgumentException("program " + file + " is not an absolute path");
            }
            arguments = arguments.map(List::copyOf);
        }

        /** A program with any arguments. */
        public static Program at(Path file) {
            return new Program(file, Optional.empty(), Optional.empty());
        }
    }

    /**
     * When a process is stopped, and its inspection fails.
     *
     * @param time wall time
     * @param outputBytes what it may write to its standard streams
     * @param folder what its folder may hold
     */
    public record Bounds(Duration time, int outputBytes, FolderLimits folder) {
        /** 30 s: unpacking and hashing a bundle takes a few. */
        public static final Duration TIME = Duration.ofSeconds(30);

        /** 1 MiB of text nobody reads. */
        public static final int OUTPUT_BYTES = 1 << 20;

        /** 1 GiB beside the product: a program that needs more is not an inspection. */
        public static final long FOLDER_BYTES = 1L << 30;

        /** 30 s, 1 MiB of output, 20 000 files of 1 GiB together. */
        public static Bounds standard() {
            return new Bounds(TIME, OUTPUT_BYTES, new FolderLimits(20_000, FOLDER_BYTES, FolderLimits.MAX_DEPTH));
        }
    }
}
