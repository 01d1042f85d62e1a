package dev.bulla.layout;

import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.testkit.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A layout directory is a store. */
class DirectoryContractTest implements StoreContract {
    @TempDir
    Path folder;

    @Override
    public Store open() {
        return LayoutStore.writing(place());
    }

    @Override
    public Source view() {
        return LayoutStore.reading(place());
    }

    private Place.LayoutPlace place() {
        return new Place.LayoutPlace(folder.resolve("made/when/written"), false);
    }
}
