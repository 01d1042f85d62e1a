package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.FileFailure;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Files of one directory that replace others together: their bytes go to the disk while the caller goes on, and take their
 * places, in the order in which they were written, when they are settled. Until then readers of this object see them and
 * nobody else does. One user at a time.
 */
final class StagedFiles {
    private final Path directory;
    private final Map<String, Staged> files = new LinkedHashMap<>();

    /**
     * A file on its way.
     *
     * @param temporary where its bytes are, once they are forced to the disk
     */
    private record Staged(Bytes content, FutureTask<Path> temporary) {}

    StagedFiles(Path directory) {
        this.directory = directory;
    }

    /** Replaces {@code name}, readable by the owner alone. */
    void write(String name, Bytes content) {
        if (files.containsKey(name)) {
            settle();
        }
        FutureTask<Path> writing =
                new FutureTask<>(() -> AtomicFile.prepare(directory, name, true, true, content::writeTo));
        files.put(name, new Staged(content, writing));
        Thread thread = new Thread(writing, "bulla-memory");
        thread.setDaemon(true);
        thread.start();
    }

    /** What {@code name} will hold, if it is being replaced. */
    Optional<Bytes> find(String name) {
        return Optional.ofNullable(files.get(name)).map(Staged::content);
    }

    /**
     * Waits until everything is on the disk and in its place.
     *
     * @throws StorageException when it cannot be; what was written before the file that failed is in its place
     */
    void settle() {
        if (files.isEmpty()) {
            return;
        }
        Map<String, Staged> waiting = new LinkedHashMap<>(files);
        files.clear();
        try {
            for (Map.Entry<String, Staged> file : List.copyOf(waiting.entrySet())) {
                AtomicFile.adopt(path(file.getKey(), file.getValue()), directory, file.getKey());
                waiting.remove(file.getKey());
            }
        } catch (IOException e) {
            throw FileFailure.because("cannot write to " + directory, e);
        } finally {
            AtomicFile.sync(directory);
            waiting.values().forEach(StagedFiles::discard);
        }
    }

    private static void discard(Staged file) {
        try {
            Files.deleteIfExists(file.temporary().get());
        } catch (IOException | ExecutionException e) {
            // it is not there, or stays as one that a crash has left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path path(String name, Staged file) throws IOException {
        try {
            return file.temporary().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw FileFailure.because("cannot write " + directory.resolve(name), cause);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while writing " + directory.resolve(name), e);
        }
    }
}
