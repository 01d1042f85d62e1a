package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Samples.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several writers of one repository: nobody's work is lost. */
public interface WritersContract extends StoreUnderTest {
    /** Enough to meet each other. */
    int WRITERS = 6;

    /** What each of them does several times. */
    int ROUNDS = 4;

    @Test
    default void writersThatShareNothingLoseNothing() throws InterruptedException, ExecutionException {
        Image subject = Samples.image(1);
        write(store -> store.tag(subject.pushTo(store).manifest(), new Tag("subject")));
        each(writer -> {
            for (int round = 0; round < ROUNDS; round++) {
                int number = writer * ROUNDS + round;
                write(store -> oneRound(store, subject, number));
            }
        });
        read(source -> assertNothingLost(source, subject));
    }

    @Test
    default void threadsThatShareAStoreLoseNothing() throws InterruptedException, ExecutionException {
        Image subject = Samples.image(1);
        try (Store store = open()) {
            store.tag(subject.pushTo(store).manifest(), new Tag("subject"));
            each(writer -> {
                for (int round = 0; round < ROUNDS; round++) {
                    oneRound(store, subject, writer * ROUNDS + round);
                }
            });
        }
        read(source -> assertNothingLost(source, subject));
    }

    /** The work of writer {@code number}: an image under a tag of its own, and a note on the common subject. */
    static void oneRound(Store store, Image subject, int number) {
        store.tag(Samples.image(1000 + number).pushTo(store).manifest(), new Tag("image-" + number));
        Samples.attachment(subject.manifest().descriptor(), number).attachTo(store);
    }

    /** All rounds of all writers are there. */
    static void assertNothingLost(Source source, Image subject) {
        Set<Digest> notes = new TreeSet<>();
        for (int number = 0; number < WRITERS * ROUNDS; number++) {
            assertThat(source.manifest(new Tag("image-" + number)).map(Manifest::digest))
                    .as("tag of round " + number)
                    .contains(Samples.image(1000 + number).digest());
            notes.add(
                    Samples.attachment(subject.manifest().descriptor(), number).digest());
        }
        assertThat(AttachmentContract.listed(source, subject.digest())).containsExactlyInAnyOrderElementsOf(notes);
    }

    private static void each(java.util.function.IntConsumer work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                running.add(threads.submit(() -> work.accept(number)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
