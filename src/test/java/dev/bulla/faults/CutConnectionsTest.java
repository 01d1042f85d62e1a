package dev.bulla.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.CuttingRelay;
import dev.bulla.testkit.loopback.CuttingRelay.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection breaks at any byte of any request or answer: a retry makes it good, or the network is blamed; nothing is
 * trusted or rejected by it, and the same command again ends well. Few bytes here, many in profile {@code acceptance}.
 */
class CutConnectionsTest {
    private static final int POINTS = Math.min(200, Integer.getInteger("bulla.acceptance.faults", 2));
    private static final long SEED = 20261122;

    /** Too short for the wait before a second try, so that the first failure is the last. */
    private static final String HURRY = " --timeout 200ms";

    @TempDir
    private static Path folder;

    private static LoopbackRegistry registry;
    private static CuttingRelay relay;
    private static Shop shop;
    private static String trusted;
    private static int runs;

    private final Map<Integer, Integer> endings = new TreeMap<>();

    /** A command and what it is about, new for each run where {@code #} stands. */
    enum Job {
        VERIFY("verify NOTE", "", "verify NOTE"),
        PUSH("push note.txt ACME/pushed#:1 --artifact-type " + Shop.TYPE, "", "verify NOTE"),
        SIGN(
                "sign ACME/signed#:1 --key releases --online-key online",
                "push note.txt ACME/signed#:1 --artifact-type " + Shop.TYPE,
                "verify ACME/signed#:1"),
        REFRESH("refresh ACME --key online", "", "verify NOTE"),
        COPY("copy NOTE HOST/mirror#/note:1", "", "verify NOTE");

        final String words;
        final String before;
        final String after;

        Job(String words, String before, String after) {
            this.words = words;
            this.before = before;
            this.after = after;
        }

        /** Whoever publishes waits for other publishers. */
        boolean publishes() {
            return this == SIGN || this == REFRESH;
        }
    }

    @BeforeAll
    static void open() throws IOException {
        registry = LoopbackRegistry.start();
        relay = CuttingRelay.before(registry.base());
        shop = new Shop(Files.createDirectory(folder.resolve("publisher")), relay.host());
        trusted = consumes("verify NOTE").out();
        assertThat(trusted).startsWith("trusted  " + shop.acme + "/note@sha256:");
    }

    @AfterAll
    static void close() {
        relay.close();
        registry.close();
    }

    private static Run run(Path place, String line) {
        String filled = line.replace("#", Integer.toString(runs)).replace("HOST", relay.host());
        return DiskJob.run(shop, place, filled);
    }

    private static Path pinned() throws IOException {
        Path place = Files.createTempDirectory(folder, "consumer");
        assertThat(run(place, "trust add ACME --root ROOT").status()).isZero();
        return place;
    }

    private static Run consumes(String line) throws IOException {
        return run(pinned(), line);
    }

    /** Everything before the command; a consumer who was never here, or the publisher. */
    private static Path prepared(Job job) throws IOException {
        relay.whole();
        Path place = job == Job.VERIFY ? pinned() : shop.folder;
        runs++;
        if (!job.before.isEmpty()) {
            shop.write("note.txt", "a note " + runs);
            assertThat(run(place, job.before).status()).isZero();
        } else if (job == Job.PUSH) {
            shop.write("note.txt", "a note " + runs);
        }
        return place;
    }

    private static void ends(Job job, Path place, String line, String when) {
        Run run = run(place, line);
        assertThat(run.status())
                .as("%s, %s: %s%s", job, when, run.out(), run.err())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aCutAtAnyByteIsMadeGoodOrBlamedOnTheNetwork(Job job) throws IOException {
        Path place = prepared(job);
        relay.whole();
        ends(job, place, job.words, "whole");
        long requests = relay.passed(Direction.TO_REGISTRY);
        long answers = relay.passed(Direction.FROM_REGISTRY);

        Random random = new Random(SEED);
        for (int i = 0; i < (job.publishes() ? POINTS / 2 : POINTS); i++) {
            boolean odd = i % 2 == 1;
            cut(job, Direction.TO_REGISTRY, 1 + random.nextInt((int) requests), odd ? HURRY : "");
            cut(job, Direction.FROM_REGISTRY, 1 + random.nextInt((int) answers), odd ? "" : HURRY);
        }
        System.out.println("cuts: " + job + " of " + requests + " bytes asked and " + answers
                + " answered, exit codes and how often: " + endings);
    }

    private void cut(Job job, Direction way, long at, String patience) throws IOException {
        Path place = prepared(job);
        relay.cut(way, at);
        Run run = run(place, job.words + patience);
        relay.whole();
        String when = job + patience + " cut at byte " + at + " " + way + ": " + run.out() + run.err();
        endings.merge(run.status(), 1, Integer::sum);
        assertThat(run.status()).as(when).isIn(0, 7);
        assertThat(run.err()).as(when).doesNotContain("\tat ", "Exception");
        if (run.status() == 7) {
            assertThat(run.err()).as(when).contains("bulla: unreachable: ");
            assertThat(run.out()).as(when).doesNotContain("trusted");
        } else if (job == Job.VERIFY) {
            assertThat(run.out()).isEqualTo(trusted);
        }
        if (run.status() != 0 || !job.publishes()) {
            ends(job, place, job.words, when + ", then again");
        }
        Run after = consumes(job.after);
        assertThat(after.status())
                .as("%s, then: %s%s", when, after.out(), after.err())
                .isZero();
        assertThat(after.out()).as(when).startsWith("trusted  ");
    }
}
