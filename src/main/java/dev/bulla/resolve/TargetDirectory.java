package dev.bulla.resolve;

import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.trust.AtomicFile;
import dev.bulla.trust.SafeName;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.TargetSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Downloaded targets. A target always lands under the same encoded file name; a file appears or changes only when its
 * content has been verified.
 */
record TargetDirectory(Path directory) {
    /** Writes the content of a target. */
    interface Download {
        void to(OutputStream sink);
    }

    /** The file of a target. */
    Path file(Found target) {
        return directory.resolve(SafeName.of(target.path().value()));
    }

    /** True when the file is there and is the target. */
    boolean holds(Found target) {
        Path file = file(target);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                TargetSink sink = new TargetSink(OutputStream.nullOutputStream(), target.path(), target.info())) {
            in.transferTo(sink);
            sink.finish();
            return true;
        } catch (RejectedException e) {
            return false;
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes the file of a target. */
    void store(Found target, Download download) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StorageException("cannot use directory " + directory + ": " + e.getMessage(), e);
        }
        AtomicFile.write(directory, SafeName.of(target.path().value()), false, out -> {
            TargetSink sink = new TargetSink(out, target.path(), target.info());
            download.to(sink);
            sink.finish();
        });
    }
}
