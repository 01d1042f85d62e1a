package dev.bulla.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Fault;
import dev.bulla.testkit.loopback.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any status instead of any answer that a first verification or a copy needs, once or always: what is trusted is trusted as without
 * it, everything else ends with a word and a code of cli.md section 9 that is no bug. Some statuses here, all of them in
 * profile {@code acceptance}.
 */
class EveryStatusTest {
    private static final boolean ALL = Integer.getInteger("bulla.acceptance.faults", 2) > 100;
    private static final List<Integer> SOME = List.of(
            204, 206, 301, 304, 307, 400, 401, 403, 404, 405, 409, 410, 412, 416, 418, 429, 500, 501, 502, 503, 504,
            507, 599);

    /** Too short for the wait before a second try, so that the first failure is the last. */
    private static final String HURRY = " --timeout 200ms";

    /** Rejected, not found, denied, unreachable. */
    private static final Set<Integer> NOT_TRUSTED = Set.of(1, 5, 6, 7);

    @TempDir
    private static Path folder;

    private static LoopbackRegistry registry;
    private static Shop shop;
    private static String trusted;

    @BeforeAll
    static void open() throws IOException {
        registry = LoopbackRegistry.start();
        shop = new Shop(Files.createDirectory(folder.resolve("publisher")), registry.host());
        Path place = pinned();
        trusted = DiskJob.run(shop, place, "verify NOTE").out();
        assertThat(trusted).startsWith("trusted  " + shop.acme + "/note@sha256:");
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    @AfterEach
    void noFault() {
        registry.faults().clear();
    }

    private static Path pinned() throws IOException {
        Path place = Files.createTempDirectory(folder, "consumer");
        Run run = DiskJob.run(shop, place, "trust add ACME --root ROOT");
        assertThat(run.status()).as(run.err()).isZero();
        return place;
    }

    /** A copy makes many requests: without the profile only every eighth of the few. */
    private static List<Integer> statuses(String line) {
        if (ALL) {
            return IntStream.rangeClosed(200, 599).boxed().toList();
        }
        int step = line.startsWith("verify") ? 1 : 8;
        return IntStream.range(0, SOME.size())
                .filter(i -> i % step == 0)
                .mapToObj(SOME::get)
                .toList();
    }

    /** The kinds of requests that the command makes of the registry, and how many of each. */
    private static Map<Kind, Integer> asked(String line) throws IOException {
        Path place = pinned();
        registry.log().clear();
        Run run = DiskJob.run(shop, place, line);
        assertThat(run.status()).as(run.err()).isZero();
        Map<Kind, Integer> asked = new TreeMap<>();
        registry.log().entries().forEach(entry -> asked.merge(entry.kind(), 1, Integer::sum));
        return asked;
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify NOTE", "copy NOTE oci:back:1"})
    void anyStatusInsteadOfOneAnswer(String line) throws IOException {
        Map<Integer, Integer> endings = new TreeMap<>();
        Map<Kind, Integer> asked = asked(line);
        asked.forEach((kind, times) -> {
            for (int before = 0; before < Math.min(times, 2); before++) {
                for (int status : statuses(line)) {
                    Fault fault = registry.faults().on(kind).after(before);
                    endings.merge(ending(line, fault, status, "instead of " + kind), 1, Integer::sum);
                }
            }
        });
        System.out.println("statuses once: " + line + ", " + asked + ", exit codes and how often: " + endings);
        assertThat(endings).containsKeys(0, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify NOTE", "copy NOTE oci:back:1"})
    void anyStatusInsteadOfAllAnswers(String line) throws IOException {
        Map<Integer, Integer> endings = new TreeMap<>();
        Set<Kind> asked = asked(line).keySet();
        for (Kind kind : asked) {
            for (int status : statuses(line)) {
                Fault fault = registry.faults().on(kind).always();
                endings.merge(ending(line, fault, status, "always instead of " + kind), 1, Integer::sum);
            }
        }
        System.out.println("statuses always: " + line + ", " + asked + ", exit codes and how often: " + endings);
        assertThat(endings).containsKey(7);
    }

    @Test
    void aStatusBeforeAnAnswerIsNoAnswer() throws IOException {
        for (Kind kind : asked("verify NOTE").keySet()) {
            ending("verify NOTE", registry.faults().on(kind).always(), 199, "instead of " + kind);
        }
    }

    private static int ending(String line, Fault fault, int status, String when) {
        try {
            Path place = pinned();
            fault.status(status);
            Run run = DiskJob.run(shop, place, line + HURRY);
            registry.faults().clear();
            judge(line, run, line + ": " + status + " " + when);
            return run.status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void judge(String line, Run run, String when) {
        String all = when + ": " + run.status() + " " + run.out() + run.err();
        assertThat(run.err()).as(all).doesNotContain("\tat ", "Exception");
        if (run.status() != 0) {
            assertThat(run.status()).as(all).isIn(NOT_TRUSTED);
            assertThat(run.out()).as(all).doesNotContain("trusted");
            assertThat(run.err()).as(all).startsWith("bulla: ");
        } else if (line.startsWith("verify")) {
            assertThat(run.out()).as(all).isEqualTo(trusted);
        }
    }
}
