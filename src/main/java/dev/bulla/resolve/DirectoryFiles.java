package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory that holds what a web server would serve. A file is looked for under its encoded name, and then where a
 * server would look that decodes the address; never outside the directory.
 */
record DirectoryFiles(Path directory) implements PlainFiles {
    private static final int BUFFER = 16 << 10;

    @Override
    public Optional<Bytes> get(String address, int limit) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return download(address, content, limit) ? Optional.of(Bytes.adopt(content.toByteArray())) : Optional.empty();
    }

    @Override
    public boolean download(String address, OutputStream sink, long limit) {
        Optional<Path> file = find(address);
        if (file.isEmpty()) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            byte[] buffer = new byte[BUFFER];
            long total = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
                if (total > limit) {
                    throw new RejectedException(Reason.of(
                            ReasonCode.LIMIT_EXCEEDED,
                            file.get() + " has more than the " + limit + " bytes that are read"));
                }
                sink.write(buffer, 0, count);
            }
            return true;
        } catch (IOException e) {
            throw new StorageException("cannot read " + file.get() + ": " + e.getMessage(), e);
        }
    }

    private Optional<Path> find(String address) {
        Optional<Path> encoded = inside(address);
        if (encoded.isPresent()) {
            return encoded;
        }
        String plus = address.replace("+", "%2B"); // the decoder is one of forms, where a plus means a space
        return inside(URLDecoder.decode(plus, StandardCharsets.UTF_8));
    }

    /** The file {@code relative}, if it is there and really lies in the directory. */
    private Optional<Path> inside(String relative) {
        try {
            Path file = directory.resolve(relative).normalize();
            if (relative.startsWith("/") || !file.startsWith(directory.normalize()) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            return file.toRealPath().startsWith(directory.toRealPath()) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot read in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String shown(String address) {
        return directory.resolve(address).toString();
    }
}
