package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.BullaException;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.PlainGet;
import dev.bulla.registry.ScriptedServer;
import dev.bulla.registry.Timeouts;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TargetSink;
import dev.bulla.tuf.TufLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Endless data and slow retrieval (TUF 1.0.34 section 1.5.2) at a root, the timestamp, a delegated role and a target. Time-outs
 * are a hundredth of the real ones. After each attack nothing unverified is remembered, and an honest server is enough to
 * go on.
 */
@Timeout(60)
class HostileWebServerTest {
    private static final List<String> ROLES = List.of("timestamp", "snapshot", "targets", "role");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Timeouts IMPATIENT = new Timeouts(SHORT, SHORT, SHORT, 1024, Duration.ofMillis(100));

    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final SimulatedMemory memory =
            SimulatedMemory.pinned(publisher.roots().get(0));
    private final ScriptedServer server = new ScriptedServer(this::answer);
    private volatile String attacked = "";
    private volatile Trick trick = Trick.STALL;

    HostileWebServerTest() {
        publisher.delegate("targets", "role", entry -> entry).target("role", "file", "content");
        publisher.publishRoot().publish("targets");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What a server does in place of an answer. */
    enum Trick {
        /** One byte now and then, far below the minimum rate. */
        TRICKLE,
        /** One byte just before the time-out of a single read, as one every 29 s would be at 30 s. */
        BYTE_BEFORE_TIME_OUT,
        /** Nothing after the headers. */
        STALL,
        /** A body without a length that does not end. */
        ENDLESS,
        /** Chunks without an end. */
        CHUNKED,
        /** A body of the length it says, beyond every bound. */
        OVERSIZED,
        /** A length that is more than what comes. */
        CUT_SHORT;

        void run(OutputStream out) throws IOException, InterruptedException {
            switch (this) {
                case TRICKLE -> slowly(out, 20);
                case BYTE_BEFORE_TIME_OUT -> slowly(out, 270);
                case STALL -> {
                    ScriptedServer.head(out, 200, "Content-Length", "100");
                    Thread.sleep(20_000);
                }
                case ENDLESS -> {
                    ScriptedServer.head(out, 200);
                    pour(out, "x".repeat(4096));
                }
                case CHUNKED -> {
                    ScriptedServer.head(out, 200, "Transfer-Encoding", "chunked");
                    pour(out, "1000\r\n" + "x".repeat(4096) + "\r\n");
                }
                case OVERSIZED -> {
                    ScriptedServer.head(out, 200, "Content-Length", "99999999");
                    pour(out, "x".repeat(4096));
                }
                case CUT_SHORT -> {
                    ScriptedServer.head(out, 200, "Content-Length", "100");
                    ScriptedServer.text(out, "{");
                }
            }
        }

        private static void slowly(OutputStream out, int millis) throws IOException, InterruptedException {
            ScriptedServer.head(out, 200, "Content-Length", "100");
            while (true) {
                ScriptedServer.text(out, "x");
                Thread.sleep(millis);
            }
        }

        private static void pour(OutputStream out, String text) throws IOException {
            while (true) {
                ScriptedServer.text(out, text);
            }
        }
    }

    private void answer(ScriptedServer.Request request, OutputStream out) throws IOException, InterruptedException {
        String file = request.target().substring(1);
        if (file.endsWith(attacked) && !attacked.isEmpty()) {
            trick.run(out);
            return;
        }
        Optional<Bytes> content = publisher.metadata(file).or(() -> publisher.content(file));
        if (content.isPresent()) {
            ScriptedServer.head(
                    out, 200, "Content-Length", Integer.toString(content.get().length()));
            content.get().writeTo(out);
        } else {
            ScriptedServer.reply(out, 404, "");
        }
    }

    static Stream<Arguments> attacks() {
        List<Arguments> attacks = new ArrayList<>();
        for (String file : List.of("2.root.json", "role.json", ".file")) {
            for (Trick each : List.of(Trick.ENDLESS, Trick.CHUNKED, Trick.OVERSIZED, Trick.CUT_SHORT)) {
                attacks.add(Arguments.of(each, file));
            }
        }
        for (String file : List.of("timestamp.json", ".file")) {
            for (Trick each : List.of(Trick.TRICKLE, Trick.BYTE_BEFORE_TIME_OUT, Trick.STALL)) {
                attacks.add(Arguments.of(each, file));
            }
        }
        return attacks.stream();
    }

    @Attack({"T19", "S4", "S7"})
    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("attacks")
    void itIsEndedAndNothingUnverifiedIsRemembered(Trick how, String file) {
        trick = how;
        attacked = file;
        long begin = System.nanoTime();

        assertThatExceptionOfType(BullaException.class).isThrownBy(() -> download(IMPATIENT));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        for (Map.Entry<String, Bytes> kept : memory.files().entrySet()) {
            Bytes published = kept.getKey().equals("root") ? newestRoot() : publisher.signed(kept.getKey());
            assertThat(kept.getValue()).isIn(published, publisher.roots().get(0));
        }
        attacked = "";
        assertThat(download(Timeouts.standard())).isEqualTo("content");
        assertThat(memory.files().keySet()).containsAll(ROLES);
    }

    private Bytes newestRoot() {
        return publisher.roots().get(publisher.roots().size() - 1);
    }

    /** Updates, looks up the target and fetches it. */
    private String download(Timeouts timeouts) {
        HttpSettings settings = HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))
                .withRetries(0)
                .withTimeouts(timeouts);
        try (PlainGet get = PlainGet.with(settings)) {
            PlainFiles files = new WebFiles(get, server.address("/").toString());
            RoleSource source = new TreeSource(files, files);
            Found found = new Client(source, memory, TufLimits.defaults(), line -> {})
                    .refresh(SimulatedPublisher.NOW)
                    .orThrow()
                    .find(new TargetPath("file"))
                    .orThrow();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            try (TargetSink sink = new TargetSink(content, found.path(), found.info())) {
                source.target(found.path(), found.info(), true, sink);
                sink.finish();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Bytes.adopt(content.toByteArray()).asUtf8().orElseThrow();
        }
    }
}
