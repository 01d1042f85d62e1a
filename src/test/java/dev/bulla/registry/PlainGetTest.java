package dev.bulla.registry;

import static dev.bulla.registry.ScriptedServer.head;
import static dev.bulla.registry.ScriptedServer.reply;
import static dev.bulla.registry.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Attack;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a web server: what is there, what is absent, and everything in between (TUF 1.0.34 section 5.3.3, T19, P24). */
@Timeout(30)
class PlainGetTest {

    @Test
    void aFileComesBackAsItsBytes() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, 200, "root"))) {
            assertThat(quick().get(server.address("/1.root.json"), 100)).contains(Bytes.utf8("root"));
            assertThat(server.requests().getFirst().header("accept-encoding")).isEqualTo("identity");
        }
    }

    @Test
    void aFileOfExactlyTheLimitIsReadAndOneByteMoreIsRefused() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, 200, "1234567890"))) {
            assertThat(quick().get(server.address("/"), 10)).isPresent();
            assertLimit(server, 9);
        }
    }

    @Test
    void onlyStatus404IsAbsent() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, 404, "<html>"))) {
            assertThat(quick().get(server.address("/2.root.json"), 100)).isEmpty();
        }
    }

    @Attack("S11")
    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304, 400, 405, 410, 429, 500, 501, 502, 503, 504})
    void everyOtherStatusIsAFailure(int status) {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, status, ""))) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> quick().get(server.address("/2.root.json"), 100))
                    .withMessageContaining(Integer.toString(status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aDenialIsNotAbsence(int status) {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, status, ""))) {
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> quick().get(server.address("/2.root.json"), 100));
        }
    }

    @Test
    void forbiddenCountsAsAbsentOnRequestOnly() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, 403, ""))) {
            assertThat(quick().forbiddenIsMissing().get(server.address("/2.root.json"), 100))
                    .isEmpty();
        }
    }

    @Attack({"T19", "O10", "S4"})
    @Test
    void chunksWithoutAnEndStopAtTheLimit() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            head(out, 200, "Transfer-Encoding", "chunked");
            while (true) {
                text(out, "400\r\n" + "x".repeat(1024) + "\r\n");
            }
        })) {
            assertLimit(server, 4000);
        }
    }

    @Attack({"T19", "S4"})
    @Test
    void bytesBehindALyingLengthAreNotRead() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            head(out, 200, "Content-Length", "4");
            text(out, "rootand more");
        })) {
            assertThat(quick().get(server.address("/"), 100)).contains(Bytes.utf8("root"));
        }
    }

    @Test
    void aBodyShorterThanItsLengthIsAFailure() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            head(out, 200, "Content-Length", "400");
            text(out, "root");
        })) {
            assertUnreachable(quick(), server, "the connection broke");
        }
    }

    @Attack("S4")
    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeTheBody() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> head(out, 200, "Content-Length", "999999"))) {
            assertLimit(server, 10);
        }
    }

    @Attack({"T19", "O9", "S7"})
    @Test
    void oneByteNowAndThenIsTooSlow() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            head(out, 200, "Content-Length", "100000");
            trickle(out, "x");
        })) {
            assertUnreachable(PlainGet.with(TestSettings.impatient()), server, "fewer bytes per second");
        }
    }

    @Attack({"T19", "O9", "S7"})
    @Test
    void aBodyThatIsJustFastEnoughEndsWithTheTotalTimeOut() {
        Duration half = Duration.ofMillis(500);
        Timeouts patient = new Timeouts(half, half, half, 1, Duration.ofMillis(400));
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            head(out, 200, "Content-Length", "100000");
            trickle(out, "x");
        })) {
            HttpSettings settings = TestSettings.quick().withTimeouts(patient);
            assertUnreachable(PlainGet.with(settings), server, "did not finish within");
        }
    }

    @Attack("S7")
    @Test
    void headersThatTrickleAreCutAtTheTotalTimeOut() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            text(out, "HTTP/1.1 200 OK\r\n");
            trickle(out, "X-A: b\r\n");
        })) {
            assertUnreachable(PlainGet.with(TestSettings.impatient()), server, "no answer within");
        }
    }

    @Attack("S7")
    @Test
    void silenceAfterTheHeadersEndsWithTheReadTimeOut() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            head(out, 200, "Content-Length", "10");
            Thread.sleep(20_000);
        })) {
            assertUnreachable(PlainGet.with(TestSettings.impatient()), server, "timed out");
        }
    }

    @Attack("O8")
    @Test
    void temporaryFailuresAreTriedAgainAsLongAsTheServerAsks() {
        List<Duration> waits = new ArrayList<>();
        List<String> retryAfter = List.of("3", "Sun, 01 Mar 2026 12:00:07 GMT");
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            int done = waits.size();
            if (done < 2) {
                reply(out, 429, "", "Retry-After", retryAfter.get(done), "Date", "Sun, 01 Mar 2026 12:00:02 GMT");
            } else {
                reply(out, 200, "root");
            }
        })) {
            assertThat(PlainGet.with(TestSettings.waiting(waits)).get(server.address("/"), 100))
                    .isPresent();
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    @Attack("O8")
    @Test
    void aWaitBeyondTheTotalTimeOutIsNotWaitedFor() {
        List<Duration> waits = new ArrayList<>();
        try (ScriptedServer server =
                new ScriptedServer((request, out) -> reply(out, 503, "", "Retry-After", "86400"))) {
            assertUnreachable(PlainGet.with(TestSettings.waiting(waits)), server, "503");
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void aConnectionThatBreaksIsTriedAgain() {
        List<String> seen = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            seen.add(request.target());
            if (seen.size() > 3) {
                reply(out, 200, "root");
            }
        })) {
            assertThat(quick().get(server.address("/"), 100)).isPresent();
        }
    }

    @Attack("T19")
    @Test
    void redirectsAreFollowedFiveTimes() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            int step = Integer.parseInt(request.target().substring(1));
            if (step == 0) {
                reply(out, 200, "root");
            } else {
                reply(out, 302, "", "Location", "/" + (step - 1));
            }
        })) {
            assertThat(quick().get(server.address("/5"), 100)).isPresent();
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> quick().get(server.address("/6"), 100))
                    .withMessageContaining("more than 5 redirects");
        }
    }

    @Test
    void aRedirectWithoutUsableLocationIsAFailure() {
        try (ScriptedServer server =
                new ScriptedServer((request, out) -> reply(out, 302, "", "Location", "file:///etc/passwd"))) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> quick().get(server.address("/"), 100));
        }
    }

    @Test
    void plainHttpToOtherHostsNeedsToBeAllowed() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> quick().get(URI.create("http://tuf.example/1.root.json"), 100));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> quick().get(URI.create("file:///etc/passwd"), 100));
    }

    @Test
    void aDownloadGoesToItsSinkAndKeepsTheLimit() {
        try (ScriptedServer server = new ScriptedServer((request, out) -> reply(out, 200, "target"))) {
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            assertThat(quick().download(server.address("/"), sink, 6)).isTrue();
            assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("target");
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> quick().download(server.address("/"), new ByteArrayOutputStream(), 5));
        }
    }

    private static void trickle(java.io.OutputStream out, String piece)
            throws java.io.IOException, InterruptedException {
        for (int i = 0; i < 1000; i++) {
            text(out, piece);
            Thread.sleep(20);
        }
    }

    private static void assertLimit(ScriptedServer server, int limit) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> quick().get(server.address("/"), limit))
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED));
    }

    private static void assertUnreachable(PlainGet client, ScriptedServer server, String why) {
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> client.get(server.address("/"), 200_000))
                .withMessageContaining(why);
    }

    private static PlainGet quick() {
        return PlainGet.with(TestSettings.quick());
    }
}
