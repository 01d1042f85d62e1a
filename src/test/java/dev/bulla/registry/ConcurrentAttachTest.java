package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writers that attach to one subject at the same time, in a registry without referrers API (threats T4). */
@Timeout(180)
class ConcurrentAttachTest {
    private static final int WRITERS = 16;
    private static final int PROCESSES = 4;

    @Attack("T4")
    @Test
    void sixteenWritersAtOnceAreAllListed() throws InterruptedException, ExecutionException {
        String repository = "concurrent/threads";
        for (int round = 0; round < 2; round++) {
            try (RegistryStore reader = store(repository)) {
                Manifest subject = Sample.image(reader, "subject " + round);
                reader.pushManifest(subject);
                Set<Digest> attached = Set.copyOf(atOnce(WRITERS, i -> attach(repository, subject, "writer " + i)));
                assertThat(attached).hasSize(WRITERS);
                assertThat(RegistryStoreContract.digests(reader, subject))
                        .containsExactlyInAnyOrderElementsOf(attached);
            }
        }
    }

    @Test
    void processesThatShareNothingAreAllListed() throws InterruptedException, IOException {
        String repository = "concurrent/processes";
        try (RegistryStore reader = store(repository)) {
            Manifest subject = Sample.image(reader, "subject");
            reader.pushManifest(subject);
            List<Process> running = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                running.add(start(repository, subject, "process " + i));
            }
            for (Process process : running) {
                assertThat(process.waitFor()).isZero();
            }
            assertThat(RegistryStoreContract.digests(reader, subject)).hasSize(PROCESSES);
        }
    }

    private static Digest attach(String repository, Manifest subject, String text) {
        try (RegistryStore store = store(repository)) {
            Manifest attachment = Sample.attachment(store, subject, text);
            store.attach(attachment);
            return attachment.digest();
        }
    }

    private static Process start(String repository, Manifest subject, String text) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AttachProcess.class.getName(),
                        RealRegistry.shared().host(),
                        repository,
                        subject.digest().toString(),
                        text)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static RegistryStore store(String repository) {
        return RegistryStore.open(
                new Place.RegistryPlace(RealRegistry.shared().host(), repository),
                RegistryOptions.standard(HttpSettings.standard(Clock.systemUTC())));
    }

    private interface Work<T> {
        T of(int number);
    }

    private static <T> List<T> atOnce(int count, Work<T> work) throws InterruptedException, ExecutionException {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            tasks.add(() -> work.of(number));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
