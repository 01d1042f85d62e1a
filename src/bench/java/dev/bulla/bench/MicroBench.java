package dev.bulla.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Short calls in the steady state, by JMH: everything beside what it is to be compared with. Short unless {@code
 * -Dbulla.bench.full} is given.
 */
class MicroBench {
    private static final boolean FULL = Boolean.getBoolean("bulla.bench.full")
            || System.getProperty("bulla.bench.full", "false").isEmpty();

    /** JMH asks for memory in a way that newer machines warn of, a paragraph each time. */
    private static final List<String> MACHINE = Runtime.version().feature() < 23
            ? List.of("-XX:+UseSerialGC", "-Xmx512m")
            : List.of("-XX:+UseSerialGC", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow");

    @Test
    void canonicalJson() throws Exception {
        Report report = Report.of("micro-canonical");
        Map<String, Double> scores = measure(report, "CanonicalMicro");
        for (String entries : new String[] {"100", "10000"}) {
            ratio(report, scores, "fromEvents " + entries, "plain " + entries);
            ratio(report, scores, "fromValue " + entries, "plain " + entries);
            ratio(report, scores, "fromEvents " + entries, "hashed " + entries);
        }
        growth(report, scores, "fromEvents", "100", "10000");
    }

    @Test
    void roleFiles() throws Exception {
        Report report = Report.of("micro-roles");
        Map<String, Double> scores = measure(report, "RoleFileMicro");
        for (String entries : new String[] {"100", "10000"}) {
            ratio(report, scores, "client " + entries, "tokens " + entries);
            ratio(report, scores, "client " + entries, "tree " + entries);
        }
        growth(report, scores, "client", "100", "10000");
    }

    @Test
    void rules() throws Exception {
        Report report = Report.of("micro-rules");
        Map<String, Double> scores = measure(report, "RulesMicro");
        for (String rules : new String[] {"1", "100", "1000"}) {
            ratio(report, scores, "engine " + rules, "naive " + rules);
        }
        growth(report, scores, "engine", "100", "1000");
        growth(report, scores, "naive", "100", "1000");
    }

    @Test
    void signatures() throws Exception {
        Report report = Report.of("micro-signatures");
        Map<String, Double> scores = measure(report, "SignatureMicro");
        for (String kind : new String[] {"ED25519", "ECDSA_P256"}) {
            ratio(report, scores, "jdk " + kind, "bouncyCastle " + kind);
            ratio(report, scores, "metAgain " + kind, "jdk " + kind);
        }
    }

    /**
     * Microseconds a call, by name of the benchmark and its parameter: those of the fastest iteration, since machines are
     * shared.
     */
    private static Map<String, Double> measure(Report report, String type) throws RunnerException, IOException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\." + type + "\\.")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .forks(FULL ? 3 : 1)
                        .warmupIterations(FULL ? 4 : 2)
                        .measurementIterations(FULL ? 8 : 4)
                        .warmupTime(TimeValue.milliseconds(FULL ? 500 : 150))
                        .measurementTime(TimeValue.milliseconds(FULL ? 500 : 150))
                        .jvmArgs(MACHINE.toArray(String[]::new))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String benchmark = params.getBenchmark();
            String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
            for (String key : params.getParamsKeys()) {
                name += " " + params.getParam(key);
            }
            Result<?> score = result.getPrimaryResult();
            double least = score.getStatistics().getMin();
            scores.put(name, least);
            report.line(String.format(
                    Locale.ROOT, "%-16s %-24s %12.3f us/call, mean %12.3f", type, name, least, score.getScore()));
        }
        return scores;
    }

    private static void ratio(Report report, Map<String, Double> scores, String one, String other) throws IOException {
        report.line(String.format(
                Locale.ROOT, "%s takes %.3f of the time of %s", one, of(scores, one) / of(scores, other), other));
    }

    /** How the time grows where the work grows; 1.0 is as much as the work. */
    private static void growth(Report report, Map<String, Double> scores, String name, String less, String more)
            throws IOException {
        double work = Double.parseDouble(more) / Double.parseDouble(less);
        double time = of(scores, name + " " + more) / of(scores, name + " " + less);
        report.line(String.format(Locale.ROOT, "%s: %.0f times the work takes %.1f times the time", name, work, time));
    }

    private static double of(Map<String, Double> scores, String name) {
        Double score = scores.get(name);
        if (score == null) {
            throw new IllegalStateException("not measured: " + name + " among " + scores.keySet());
        }
        return score;
    }
}
