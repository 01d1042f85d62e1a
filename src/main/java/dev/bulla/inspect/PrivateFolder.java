package dev.bulla.inspect;

import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A temporary folder that no other user can enter and that is gone when it is closed. */
final class PrivateFolder implements AutoCloseable {
    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /** A folder with a copy of everything in {@code original}; symbolic links stay links. */
    static PrivateFolder copyOf(Path original, Path temporary) throws IOException {
        PrivateFolder folder = new PrivateFolder(
                Files.createTempDirectory(temporary, "bulla-inspect-").toRealPath());
        try {
            folder.fill(original.toRealPath());
            return folder;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    private void fill(Path original) throws IOException {
        Files.walkFileTree(original, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(path.resolve(original.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = path.resolve(original.relativize(file));
                if (attributes.isSymbolicLink()) {
                    Files.createSymbolicLink(copy, moved(Files.readSymbolicLink(file), original));
                } else {
                    Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** An absolute target inside the original is the same place inside the copy. */
    private Path moved(Path target, Path original) {
        return target.isAbsolute() && target.normalize().startsWith(original)
                ? path.resolve(original.relativize(target.normalize()))
                : target;
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // a program may have closed its folders against us; whoever owns a folder may open it again
                    folder.toFile().setReadable(true);
                    folder.toFile().setWritable(true);
                    folder.toFile().setExecutable(true);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new StorageException("temporary folder " + path + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
