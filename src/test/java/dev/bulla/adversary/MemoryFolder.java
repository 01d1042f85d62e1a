package dev.bulla.adversary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Every memory is forced to the disk file by file; where the system has a disk in memory, thousands take no time. */
final class MemoryFolder implements TempDirFactory {
    private static final Path SHARED = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return Files.isWritable(SHARED)
                ? Files.createTempDirectory(SHARED, "bulla")
                : Files.createTempDirectory("bulla");
    }
}
