package dev.bulla.bench;

import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole processes, pairwise in one run: an empty virtual machine, {@code bulla version}, a verification of a bundle beside
 * the floor and beside native programs, near and far from the registry. {@code -Dbulla.bench.rounds=N} runs each that often.
 */
class VerifyBench {
    private static final int ROUNDS = Integer.getInteger("bulla.bench.rounds", 15);
    private static final String VERSION = "bulla version";
    private static final String EMPTY = "empty virtual machine";
    private static final String FLOOR = "floor";
    private static final String COLD = "bulla verify, nothing cached";
    private static final String AGAIN = "bulla verify, again";
    private static final String NATIVE = "nine sequential requests, native";

    @TempDir
    Path folder;

    @Test
    void nearAndFar() throws IOException {
        Report report = Report.of("verify");
        try (RealRegistry registry = RealRegistry.fresh();
                DelayProxy proxy = new DelayProxy(registry.host())) {
            Stage stage = Stage.in(folder, proxy.host());
            FloorProgram floor =
                    new FloorProgram(Files.createDirectory(folder.resolve("floor")), registry.host(), stage.root());
            start(report, floor);
            loopback(report, stage, floor);
            for (int millis : new int[] {0, 5, 20, 80}) {
                proxy.roundTrip(millis);
                far(report, stage, proxy.host(), millis);
            }
        }
    }

    private static void start(Report report, FloorProgram floor) throws IOException {
        Contest contest = new Contest();
        contest.add(EMPTY, Contest.process(Map.of(), () -> {}, floor.nothing()));
        contest.add(
                VERSION,
                Contest.process(
                        Map.of("BULLA_JAVA", System.getProperty("java.home")), () -> {}, Stage.launcher("version")));
        contest.run(ROUNDS);
        print(report, "start-up", contest);
        report.goal("bulla version, of an empty virtual machine", contest.percent(VERSION, EMPTY), 250, "%");
    }

    /** The floor asks the registry itself, Bulla through the proxy without delay: what the proxy costs is Bulla's. */
    private static void loopback(Report report, Stage stage, FloorProgram floor) throws IOException {
        Contest contest = new Contest();
        contest.add(FLOOR, Contest.process(Map.of(), () -> {}, floor.floor()));
        contest.add(COLD, verify(stage, stage::forget));
        contest.add(AGAIN, verify(stage, () -> {}));
        peer("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + stage.bundle())
                .ifPresent(command ->
                        contest.add("skopeo inspect (verifies nothing)", Contest.process(Map.of(), () -> {}, command)));
        contest.run(ROUNDS);
        print(report, "verify on loopback", contest);
        report.goal("bulla verify, nothing cached, of the floor", contest.percent(COLD, FLOOR), 160, "%");
    }

    private static void far(Report report, Stage stage, String host, int millis) throws IOException {
        Contest contest = new Contest();
        contest.add(NATIVE, () -> nineRequests(host));
        contest.add(COLD, verify(stage, stage::forget));
        contest.add(AGAIN, verify(stage, () -> {}));
        contest.run(Math.max(3, ROUNDS / 3));
        print(report, millis + " ms a round trip", contest);
        if (millis >= 20) {
            int most = millis == 20 ? 50 : 33;
            report.goal(
                    "nothing cached, of nine requests at " + millis + " ms", contest.percent(COLD, NATIVE), most, "%");
            report.goal("again, of nine requests at " + millis + " ms", contest.percent(AGAIN, NATIVE), most, "%");
        }
    }

    private static Contest.Contestant verify(Stage stage, Contest.Preparation before) {
        return Contest.process(stage.environment(), before, Stage.launcher("verify", stage.bundle()));
    }

    /** One connection and nine answers one after the other: the start of the program and its work are not even counted. */
    private static long nineRequests(String host) throws IOException {
        long begin = System.nanoTime();
        int colon = host.lastIndexOf(':');
        try (Socket socket = new Socket(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)))) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            for (int i = 0; i < 9; i++) {
                out.write("GET /v2/ HTTP/1.1\r\nHost: registry\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                if (in.read(new byte[4096]) < 0) { // an answer of some hundred bytes, which comes in one piece
                    throw new IOException("the registry hung up");
                }
            }
        }
        return System.nanoTime() - begin;
    }

    private static Optional<List<String>> peer(String program, String... words) {
        return Peers.find(program).map(found -> {
            List<String> command = new ArrayList<>(List.of(found.toString()));
            command.addAll(List.of(words));
            return command;
        });
    }

    private static void print(Report report, String title, Contest contest) throws IOException {
        report.line(title + ", " + ROUNDS + " rounds");
        for (String line : contest.lines()) {
            report.line(line);
        }
    }
}
