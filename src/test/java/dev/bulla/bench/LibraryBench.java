package dev.bulla.bench;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Reference;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifications of one bundle by the library in a warm machine with a warm cache; the registry runs in the same machine. */
class LibraryBench {
    private static final int TIMES = Integer.getInteger("bulla.bench.verifications", 1000);
    private static final int USERS = 2;

    @TempDir
    Path folder;

    @Test
    void warm() throws Exception {
        Report report = Report.of("library");
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            Stage stage = Stage.in(folder, registry.host());
            InstantSource clock = InstantSource.system();
            Places places = new Places(Connection.standard(Map.of(), clock).caching(BlobCache.inMemory(16 << 20)));
            Trust trust = Trust.in(places, stage.trust());
            Verifier verifier = Verifier.of(places);
            Reference bundle = Reference.parse(stage.bundle());
            Callable<Long> verify = () -> {
                long begin = System.nanoTime();
                if (!(verifier.verify(bundle, trust, clock.instant()) instanceof Verdict.Trusted)) {
                    throw new IOException("not trusted");
                }
                return System.nanoTime() - begin;
            };
            for (int i = 0; i < TIMES; i++) {
                verify.call();
            }
            report.goal("library, warm: median of a verification", median(verify), 12_000, "us");
            long rate = rate(verify);
            report.line("library, warm: " + rate + " verifications a second by " + USERS + " threads, goal 400: "
                    + (rate >= 400 ? "met" : "not met"));
        }
    }

    private static long median(Callable<Long> verify) throws Exception {
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            nanos[i] = verify.call();
        }
        Arrays.sort(nanos);
        return nanos[TIMES / 2] / 1000;
    }

    private static long rate(Callable<Long> verify) throws Exception {
        CountDownLatch ready = new CountDownLatch(USERS);
        try (ExecutorService users = Executors.newFixedThreadPool(USERS)) {
            Callable<Boolean> user = () -> {
                ready.countDown();
                ready.await();
                for (int i = 0; i < TIMES; i++) {
                    verify.call();
                }
                return true;
            };
            long begin = System.nanoTime();
            Future<Boolean> first = users.submit(user);
            Future<Boolean> second = users.submit(user);
            first.get();
            second.get();
            return (long) USERS * TIMES * 1_000_000_000L / (System.nanoTime() - begin);
        }
    }
}
