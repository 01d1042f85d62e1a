package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.PercentCode;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Role files of a directory, read at once: the engine is measured, not a transport. */
record DirectorySource(Path directory) implements RoleSource {
    @Override
    public Optional<Bytes> root(long version, int limit) {
        Path file = directory.resolve(version + ".root.json");
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    @Override
    public Bytes timestamp(int limit) {
        return read(directory.resolve("timestamp.json"));
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        return read(directory.resolve(expected.version() + "." + PercentCode.name(name.value()) + ".json"));
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.adopt(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        throw new UnsupportedOperationException("no target is fetched here");
    }
}
