package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.PlainWriter;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.loopback.Answer.Delivery;
import dev.bulla.testkit.loopback.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code verify} in a process of its own with a small heap: no answer fills its memory, and none keeps it longer than the
 * time-out that is told (threats T19).
 */
@Timeout(300)
class BombsIT {
    /** What the process may ever have, the virtual machine's own needs included. */
    private static final long MOST_KIB = 256 * 1024;

    private static final String HEAP = "-Xmx144m";

    @TempDir
    private static Path folder;

    private static Market withHead;
    private static Market withoutHead;
    private static Process process;
    private static PrintStream calls;
    private static BufferedReader answers;

    /** How a call ended. */
    private record Ended(int status, long millis, long peakKib, String line) {}

    @BeforeAll
    static void start() throws IOException {
        withHead = new Market(Goods.PLAIN, Placement.TRUST);
        withoutHead = new Market(Goods.PLAIN, Placement.API);
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PeakProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        calls = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        pin(withHead, "head.json");
        pin(withoutHead, "capsule.json");
    }

    @AfterAll
    static void stop() {
        calls.close();
        process.destroy();
        withHead.close();
        withoutHead.close();
    }

    private static void pin(Market market, String file) throws IOException {
        Bytes root = market.roles.root();
        Files.write(folder.resolve(file), root.toByteArray());
        assertThat(call("trust add " + market.origin + " --root " + file).status())
                .isZero();
        assertThat(call("verify " + market.shop).status()).isZero();
    }

    private static Ended call(String words) throws IOException {
        calls.println(words);
        String answer = answers.readLine();
        assertThat(answer).as("the process that ran: " + words).isNotNull();
        String[] cells = answer.split("\t", -1);
        return new Ended(Integer.parseInt(cells[0]), Long.parseLong(cells[1]), Long.parseLong(cells[2]), cells[3]);
    }

    @Attack({"T19", "S4", "S5", "O10", "U4"})
    @ParameterizedTest
    @EnumSource
    void t19_noBombFillsTheMemory(Bomb bomb) throws IOException {
        Market market = bomb.needsNoHead() ? withoutHead : withHead;
        String subject = new String(
                PlainWriter.write(market.current.descriptor().plain().toJson()).toByteArray(), StandardCharsets.UTF_8);
        market.registry.between(bomb.middleman(subject));

        Ended ended = call("verify " + market.shop + " --timeout 5s");

        System.out.printf(
                java.util.Locale.ROOT,
                "bomb %s: exit code %d in %d ms, peak %d MiB with %s: %s%n",
                bomb,
                ended.status(),
                ended.millis(),
                ended.peakKib() / 1024,
                HEAP,
                ended.line());
        assertThat(ended.status()).as(ended.line()).isNotIn(0, 70);
        assertThat(ended.peakKib()).isLessThan(MOST_KIB);
        market.registry.between((request, registry) -> registry.answer(request));
        assertThat(call("verify " + market.shop).status()).isZero();
    }

    @Attack({"T19", "S7", "O9"})
    @ParameterizedTest
    @CsvSource({
        "MANIFEST_GET, STALLED",
        "MANIFEST_GET, TRICKLE",
        "REFERRERS, STALLED",
        "REFERRERS, TRICKLE",
    })
    void t19_aSlowAnswerEndsWithTheTimeOutThatWasTold(Kind kind, Delivery delivery) throws IOException {
        Market market = kind == Kind.REFERRERS ? withoutHead : withHead;
        market.registry.between((request, registry) ->
                request.kind() == kind ? registry.answer(request).delivered(delivery) : registry.answer(request));

        Ended ended = call("verify " + market.shop + " --timeout 1s");

        System.out.printf(
                java.util.Locale.ROOT,
                "%s of %s with a time-out of 1000 ms: exit code %d in %d ms: %s%n",
                delivery,
                kind,
                ended.status(),
                ended.millis(),
                ended.line());
        assertThat(List.of(7)).as(ended.line()).contains(ended.status());
        // one time-out, and what a busy machine needs to notice
        assertThat(ended.millis()).isLessThan(1000 + 2500);
        market.registry.between((request, registry) -> registry.answer(request));
    }
}
