package dev.bulla.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/**
 * Tries mutants ({@code mvn test -P mutants}):
 *
 * <ul>
 *   <li>{@code bulla.mutants}: names of some, parted by commas
 *   <li>{@code bulla.mutants.section}: those of some sections, named as their files
 *   <li>{@code bulla.mutants.jobs}: processes at a time, default as many as processors
 *   <li>{@code bulla.mutants.seconds}: the time limit of one, default 120
 *   <li>{@code bulla.docs.write}: true writes the results and {@code docs/mutants.md}
 * </ul>
 *
 * What a process said lies in {@code target/mutants/NAME}.
 */
class MutantCampaign {
    private static final Path FOLDER = Path.of("target", "mutants");

    /** For all tests together, without a mutant. */
    private static final long HONEST_SECONDS = 900;

    private final ClaimedTests claimed;
    private final BlockingQueue<Seat> seats = new LinkedBlockingQueue<>();
    private final Set<String> survivors = ConcurrentHashMap.newKeySet();

    MutantCampaign() throws IOException {
        claimed = new ClaimedTests();
    }

    @Test
    void everyMutantIsKilled() throws IOException, InterruptedException, ExecutionException {
        List<Mutant> chosen = chosen();
        assertThat(chosen).as("mutants of these names").isNotEmpty();
        Results results = Results.read();
        int jobs = Integer.getInteger("bulla.mutants.jobs", Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            for (int i = 0; i < jobs; i++) {
                seats.add(new Seat());
            }
            List<Future<Trial>> trials = new ArrayList<>();
            for (Mutant mutant : chosen) {
                trials.add(workers.submit(() -> trial(mutant)));
            }
            for (int i = 0; i < chosen.size(); i++) {
                results.put(chosen.get(i).id(), trials.get(i).get().failed());
            }
            assertThat(workers.submit(() -> honest(chosen, results)).get().failed())
                    .as("tests that fail without a mutant")
                    .isEmpty();
        } finally {
            workers.shutdownNow();
            seats.forEach(Seat::close);
        }
        if (Boolean.getBoolean("bulla.docs.write")) {
            results.write(MutantFiles.all());
            MutantsPage.read().write();
        }
        assertThat(survivors).as("mutants that no test noticed").isEmpty();
    }

    private static List<Mutant> chosen() throws IOException {
        String names = System.getProperty("bulla.mutants", "");
        String sections = System.getProperty("bulla.mutants.section", "");
        return MutantFiles.all().stream()
                .filter(each -> names.isEmpty() || listed(names, each.id()))
                .filter(each ->
                        sections.isEmpty() || listed(sections, each.section().word()))
                .toList();
    }

    private static boolean listed(String names, String name) {
        return Arrays.asList(names.split(",", -1)).contains(name);
    }

    /** The tests that killed a mutant against the program as it is. */
    private Trial honest(List<Mutant> mutants, Results results) throws IOException, InterruptedException {
        Set<String> tests = new TreeSet<>();
        mutants.forEach(each -> results.of(each.id()).forEach(test -> tests.add(Results.test(test))));
        return seated(Files.createDirectories(FOLDER.resolve("none")), tests, HONEST_SECONDS);
    }

    private Trial trial(Mutant mutant) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(FOLDER.resolve(mutant.id()));
        try {
            MutantClasses.compile(mutant, folder.resolve("classes"));
        } catch (IllegalStateException e) {
            System.out.println(mutant.id() + ": NOT TRIED " + e.getMessage());
            survivors.add(mutant.id() + " (not tried)");
            return new Trial(Set.of(), 0);
        }
        Trial trial = seated(folder, claimed.against(mutant), Long.getLong("bulla.mutants.seconds", 120));
        if (trial.failed().isEmpty()) {
            survivors.add(mutant.id());
        }
        System.out.println(mutant.id() + ": "
                + (trial.failed().isEmpty()
                        ? "SURVIVED " + trial.ran() + " tests"
                        : "killed by " + String.join(", ", trial.failed())));
        return trial;
    }

    private Trial seated(Path folder, Collection<String> tests, long seconds) throws IOException, InterruptedException {
        Seat seat = seats.take();
        try {
            return seat.run(folder, tests, seconds);
        } finally {
            seats.add(seat);
        }
    }
}
