package dev.bulla;

import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.FileFailure;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A private image layout in the temporary directory that is gone when it is closed. */
final class Spool implements AutoCloseable {
    private final Path directory;
    private final Store store;

    Spool() {
        try {
            directory = Files.createTempDirectory("bulla-");
        } catch (IOException e) {
            throw FileFailure.because("creating a temporary directory failed", e);
        }
        store = LayoutStore.writing(new Place.LayoutPlace(directory.resolve("layout"), false));
    }

    Store store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new StorageException("removing " + directory + " failed: " + e.getMessage(), e);
        }
    }
}
