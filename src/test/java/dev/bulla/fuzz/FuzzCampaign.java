package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Lets jazzer work on every target, each in a process of its own ({@code mvn test -P fuzz}):
 *
 * <ul>
 *   <li>{@code bulla.fuzz.seconds}: time for each target, default 60
 *   <li>{@code bulla.fuzz.targets}: names of some, parted by commas
 *   <li>{@code bulla.fuzz.jobs}: processes at a time, default as many as processors
 * </ul>
 *
 * The corpus stays in {@code target/fuzz/NAME} and is used again; an input that breaks something lies there as {@code crash-…}
 * and moves to {@code src/test/resources/fuzz/NAME} together with the change that deals with it.
 */
class FuzzCampaign {
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern LAST = Pattern.compile("#(\\d+)\\s+\\w+\\s+cov: (\\d+)");

    /** Above what jazzer is told to stop after: starting on a machine that is busy, and an input that is being looked at. */
    private static final long SLACK_SECONDS = 900;

    @Test
    void nothingIsFound() throws InterruptedException {
        long seconds = Long.getLong("bulla.fuzz.seconds", 60);
        String chosen = System.getProperty("bulla.fuzz.targets", String.join(",", FuzzTargets.names()));
        Semaphore seats = new Semaphore(jobs());
        Map<String, String> results = new LinkedHashMap<>();
        List<Thread> campaigns = new ArrayList<>();
        for (String name : chosen.split(",", -1)) {
            seats.acquire();
            campaigns.add(Thread.ofVirtual().start(() -> {
                try {
                    String result = run(name, seconds);
                    synchronized (results) {
                        results.put(name, result);
                    }
                    System.out.println("fuzz " + name + ": " + result);
                } finally {
                    seats.release();
                }
            }));
        }
        for (Thread campaign : campaigns) {
            campaign.join();
        }
        Assertions.assertEquals(campaigns.size(), results.size(), "a campaign came to no result");
        results.forEach((name, result) -> Assertions.assertTrue(result.startsWith("nothing"), name + ": " + result));
    }

    private static String run(String name, long seconds) {
        try {
            Path corpus = Files.createDirectories(FOLDER.resolve(name).resolve("corpus"));
            int number = 0;
            for (Bytes seed : FuzzTargets.named(name).seeds()) {
                Files.write(corpus.resolve("seed-" + number++), seed.toByteArray());
            }
            Path log = FOLDER.resolve(name).resolve("log");
            ProcessBuilder jazzer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:-OmitStackTraceInFastThrow",
                            "-Xmx768m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "com.code_intelligence.jazzer.Jazzer",
                            "--target_class=" + FuzzEntry.class.getName(),
                            "--target_args=" + name,
                            "--instrumentation_includes=dev.bulla.**",
                            "--custom_hook_includes=dev.bulla.**",
                            "--reproducer_path=" + FOLDER.resolve(name),
                            "-artifact_prefix=" + FOLDER.resolve(name) + "/",
                            "-max_total_time=" + seconds,
                            "-timeout=" + patience(),
                            "-rss_limit_mb=4096",
                            "-seed=1",
                            corpus.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            if (name.equals("two-ways")) { // the one target that connects to anything, a server of its own
                jazzer.environment().put("JAZZER_SSRF_PERMISSIVE_UNTIL_CONFIGURED", "true");
            }
            Process process = jazzer.start();
            if (!process.waitFor(seconds + SLACK_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "did not stop; see " + log;
            }
            String said = Files.readString(log, StandardCharsets.UTF_8);
            return process.exitValue() == 0
                    ? "nothing in " + counted(said)
                    : "a finding, exit " + process.exitValue() + "; see " + log;
        } catch (IOException e) {
            return "could not run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** How long one input may take, in seconds: half a minute of a processor that is not shared with other campaigns. */
    private static long patience() {
        int processors = Runtime.getRuntime().availableProcessors();
        return 30L * Math.max(1, Math.ceilDiv(jobs(), processors));
    }

    private static int jobs() {
        return Integer.getInteger("bulla.fuzz.jobs", Runtime.getRuntime().availableProcessors());
    }

    private static String counted(String log) {
        Matcher done = DONE.matcher(log);
        Matcher last = LAST.matcher(log);
        String covered = "";
        while (last.find()) {
            covered = ", coverage " + last.group(2);
        }
        return done.find() ? done.group(1) + " runs, " + done.group(2) + " s" + covered : "unknown many runs";
    }
}
