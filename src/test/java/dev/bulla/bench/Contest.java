package dev.bulla.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whole processes timed beside one another: each round runs all of them once, so that what else the machine does meets all
 * alike. Times are from before the start to after the end, in microseconds.
 */
final class Contest {
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();
    private final Map<String, long[]> times = new LinkedHashMap<>();

    /** One of them. */
    interface Contestant {
        /** Does it once and returns how long it took, in nanoseconds. */
        long run() throws IOException;
    }

    /** A process, with what is done before each run and not timed. */
    static Contestant process(Map<String, String> environment, Preparation before, List<String> command) {
        return () -> {
            before.prepare();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(Path.of("target", "bench", "errors.txt").toFile());
            builder.environment().putAll(environment);
            long begin = System.nanoTime();
            Process process = builder.start();
            int status;
            try {
                status = process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            long nanos = System.nanoTime() - begin;
            if (status != 0) {
                throw new IOException("exit " + status + " of " + command + ", see target/bench/errors.txt");
            }
            return nanos;
        };
    }

    /** Brings about what a run begins with. */
    interface Preparation {
        void prepare() throws IOException;
    }

    void add(String name, Contestant contestant) {
        contestants.put(name, contestant);
    }

    /** Runs all of them that many times, after a round that does not count. */
    void run(int rounds) throws IOException {
        for (String name : contestants.keySet()) {
            times.put(name, new long[rounds]);
        }
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<String, Contestant> one : contestants.entrySet()) {
                long nanos = one.getValue().run();
                if (round >= 0) {
                    timesOf(one.getKey())[round] = nanos / 1000;
                }
            }
        }
    }

    /** The median of one of them, in microseconds. */
    long median(String name) {
        long[] sorted = timesOf(name).clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Median of the one in percent of the median of the other. */
    long percent(String of, String to) {
        return Math.round(100.0 * median(of) / median(to));
    }

    /** A line for each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String name : contestants.keySet()) {
            long least = Arrays.stream(timesOf(name)).min().orElse(0);
            lines.add(String.format(
                    Locale.ROOT, "  %-44s median %7.1f ms   least %7.1f ms", name, median(name) / 1e3, least / 1e3));
        }
        return lines;
    }

    private long[] timesOf(String name) {
        long[] known = times.get(name);
        if (known == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return known;
    }
}
