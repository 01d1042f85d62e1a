package dev.bulla.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.disk.FaultyDisk;
import dev.bulla.testkit.disk.FaultyDisk.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk runs full or the program is killed at any change that a command makes to its files: what is there afterwards is
 * used only if it is whole, the message says what was wrong, and the same command again ends well. Some changes of each
 * command here, all of them in profile {@code acceptance}.
 */
class DiskFaultsTest {
    private static final int POINTS = Integer.getInteger("bulla.acceptance.faults", 2);
    private static final long SEED = 20261122;

    @TempDir
    private static Path folder;

    private static LoopbackRegistry registry;
    private static Shop shop;
    private static int runs;

    private final FaultyDisk disk = new FaultyDisk();

    @BeforeAll
    static void open() throws IOException {
        registry = LoopbackRegistry.start();
        shop = new Shop(Files.createDirectory(folder.resolve("publisher")), registry);
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    private static Path fresh() throws IOException {
        return Files.createDirectory(folder.resolve("consumer " + runs++));
    }

    /** How many changes the command makes when nothing is wrong. */
    private int changes(DiskJob job) throws IOException {
        Path place = fresh();
        job.prepare(shop, place);
        disk.troubleFrom(1, Trouble.NONE);
        Run run = DiskJob.run(shop, disk.over(place), job.words);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertUsable(job, place, "undisturbed");
        return disk.changes();
    }

    private static void assertUsable(DiskJob job, Path place, String when) {
        Run use = DiskJob.run(shop, place, job.use);
        assertThat(use.status())
                .as("%s, %s: %s%s", job.use, when, use.out(), use.err())
                .isZero();
    }

    /** All, or as many as are wanted, the first and the last among them. */
    private static Set<Integer> points(int changes) {
        Set<Integer> points = new TreeSet<>();
        Random random = new Random(SEED + changes);
        while (points.size() < Math.min(POINTS, changes)) {
            points.add(POINTS >= changes ? points.size() + 1 : 1 + random.nextInt(changes));
        }
        return points;
    }

    @ParameterizedTest
    @EnumSource
    void aFullDisk(DiskJob job) throws IOException {
        int changes = changes(job);
        int failed = 0;
        for (int point : points(changes)) {
            Path place = fresh();
            job.prepare(shop, place);
            disk.troubleFrom(point, Trouble.FULL);
            Run run = DiskJob.run(shop, disk.over(place), job.words);
            String when =
                    job + " with a disk that is full from change " + point + " of " + changes + " on: " + run.err();

            assertThat(run.status()).as(when).isIn(0, 10);
            if (run.status() == 10) {
                failed++;
                assertThat(run.err())
                        .as(when)
                        .startsWith("bulla: ")
                        .contains("No space left on device")
                        .contains("hint: make room");
                healed(job, place, when);
            } else {
                assertUsable(job, place, when); // done: once more is for each command to say
            }
        }
        figures(job, changes, "full at %d changes: %d times exit code 10, else done; the next run ended well", failed);
    }

    @ParameterizedTest
    @EnumSource
    void aKilledProgram(DiskJob job) throws IOException {
        int changes = changes(job);
        int whole = 0;
        for (int point : points(changes)) {
            Path place = fresh();
            job.prepare(shop, place);
            disk.troubleFrom(point, Trouble.KILLED);
            killed(job, place);
            String when = job + " killed at change " + point + " of " + changes;
            Run use = DiskJob.run(shop, place, job.use);
            // nothing there, no pin, no key, or all of it; never a half that is taken for the whole
            assertThat(use.status()).as("%s: %s%s", when, use.out(), use.err()).isIn(0, 4, 5, 8, 10);
            whole += use.status() == 0 ? 1 : 0;

            healed(job, place, when);
        }
        figures(
                job,
                changes,
                "killed at %d changes: %d times as after, else as before; the next run ended well",
                whole);
    }

    private void killed(DiskJob job, Path place) {
        try {
            DiskJob.run(shop, disk.over(place), job.words);
        } catch (FaultyDisk.Dead e) {
            assertThat(e).isNotNull(); // that is how a dead program ends here
        }
    }

    /** The same command on a disk that is well again. */
    private static void healed(DiskJob job, Path place, String when) {
        Run again = DiskJob.run(shop, place, job.words);
        // a secret half that was written whole before the kill is never overwritten
        boolean there = job == DiskJob.KEY_NEW && again.err().contains("there is one already");
        assertThat(there && when.contains("killed") ? List.of(8) : List.of(0))
                .as("%s, then again: %s%s", when, again.out(), again.err())
                .contains(again.status());
        assertUsable(job, place, when + ", then again");
    }

    private static void figures(DiskJob job, int changes, String text, int count) {
        System.out.println("disk: " + job + " of " + changes + " changes: "
                + String.format(Locale.ROOT, text, points(changes).size(), count));
    }
}
