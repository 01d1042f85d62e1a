package dev.bulla.testkit;

import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import java.util.function.Consumer;

/** One repository, empty when a test begins, as the contract of stores sees it. */
public interface StoreUnderTest {
    /** A new writer of the test's repository that shares no state with others; its writes are complete once it is closed. */
    Store open();

    /** A new reader of the same repository that shares no state with any writer. */
    Source view();

    /** Writes something and closes the writer. */
    default void write(Consumer<Store> work) {
        try (Store store = open()) {
            work.accept(store);
        }
    }

    /** Looks at what is there and closes the reader. */
    default void read(Consumer<Source> look) {
        try (Source source = view()) {
            look.accept(source);
        }
    }
}
