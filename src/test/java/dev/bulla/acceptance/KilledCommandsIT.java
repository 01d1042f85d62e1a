package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.loopback.Middleman;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that write, killed at the requests they make, before and after the registry carries the request out: for every
 * reader the registry is as before or as after, nothing that was published is lost, and the same command run again ends
 * well. One request of each command here, every one of them in profile {@code acceptance}.
 */
class KilledCommandsIT {
    @TempDir
    static Path folder;

    private static KilledScene scene;

    @BeforeAll
    static void aNamespaceWithOneSignedBundle() {
        scene = new KilledScene(new Workshop(folder));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void push() throws IOException {
        killed(new KilledJobs.Push(scene));
    }

    @Test
    void sign() throws IOException {
        killed(new KilledJobs.Sign(scene));
    }

    @Test
    void copy() throws IOException {
        killed(new KilledJobs.Copy(scene));
    }

    @Test
    void refresh() throws IOException {
        killed(new KilledJobs.Refresh(scene));
    }

    @Test
    void role() throws IOException {
        killed(new KilledJobs.RoleAdd(scene));
    }

    @Test
    void importing() throws IOException {
        killed(new KilledJobs.Import(scene));
    }

    private void killed(KilledJobs.Job job) throws IOException {
        int whole = whole(job);
        boolean all = Scale.killedRequests() >= whole;
        int points = all ? Integer.MAX_VALUE : Scale.killedRequests(); // all: until one is not reached any more
        int before = 0;
        int after = 0;
        int killed = 0;
        for (int each = 1; each <= points; each++) {
            int request = all ? each : whole * each / (points + 1);
            for (boolean carriedOut : points == 1 ? List.of(true) : List.of(false, true)) {
                String point = job.name() + "-" + request + (carriedOut ? "-after" : "-before");
                boolean fell = kill(job, point, request, carriedOut);
                killed += fell ? 1 : 0;
                points = fell || !all ? points : each;
                String where = point + " of " + whole;
                scene.nothingIsLost(where);
                boolean done = job.isDone(point, where);
                after += done ? 1 : 0;
                before += done ? 0 : 1;
                scene.run(job.exits(done), where, job.words(point));
                assertThat(job.isDone(point, where)).as(where).isTrue();
                scene.nothingIsLost(where);
            }
        }
        assertThat(killed).isPositive();
        Workshop.figures(
                "%s of %d requests: killed at %d points, %d times as before, %d times as after; every second run ended"
                        + " well and nothing was lost",
                job.name(), whole, killed, before, after);
    }

    /** How many requests it makes when nobody disturbs it. */
    private int whole(KilledJobs.Job job) {
        String point = job.name() + "-whole";
        job.prepare(point);
        Guillotine counting = Guillotine.counting();
        scene.between(counting);
        scene.run(List.of(0), "whole", job.words(point));
        scene.between(Middleman.HONEST);
        assertThat(job.isDone(point, "undisturbed")).isTrue();
        return counting.requests();
    }

    private boolean kill(KilledJobs.Job job, String point, int request, boolean carriedOut) throws IOException {
        job.prepare(point);
        Guillotine guillotine = Guillotine.at(request, carriedOut);
        scene.between(guillotine);
        Process process = guillotine.watching(scene.start(job.words(point)));
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        scene.between(Middleman.HONEST);
        return guillotine.fell();
    }
}
