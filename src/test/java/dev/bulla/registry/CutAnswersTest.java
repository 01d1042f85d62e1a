package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over a bare connection: answers that break off, requests byte by byte, and nothing where nothing is asked. */
@Timeout(60)
class CutAnswersTest {

    /** RFC 9112 section 8: an answer that is incomplete is never taken for a shorter one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;a=b\r\nhello \r\n5\r\nworld\r\n0\r\nDigest: x\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"
            })
    void anAnswerThatIsCutAnywhereIsABrokenConnection(String answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer((request, out) ->
                ScriptedServer.text(out, answer.substring(0, Integer.parseInt(request.header("Cut")))))) {
            for (int cut = 0; cut < answer.length(); cut++) {
                Call call = Call.of("GET", server.address("/x")).with("Cut", Integer.toString(cut));
                assertThatExceptionOfType(IOException.class)
                        .as("cut after %s", answer.substring(0, cut))
                        .isThrownBy(() -> body(call))
                        .matches(Failures::isReset);
            }
            Call call = Call.of("GET", server.address("/x")).with("Cut", Integer.toString(answer.length()));
            assertThat(body(call)).isEqualTo(Bytes.utf8("hello world"));
        }
    }

    private static Bytes body(Call call) throws IOException {
        try (Wire wire = new Wire(TestSettings.quick());
                Answer answer = wire.send(call, Optional.empty())) {
            return answer.upTo(100);
        }
    }

    /** RFC 9112 section 9.6: after it the server answers nothing that comes over the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close"})
    void aConnectionThatTheServerSaysItClosesIsNotUsedAgain(String option) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
            ScriptedServer.text(out, "HTTP/1.1 200 OK\r\nConnection: " + option + "\r\nContent-Length: 5\r\n\r\nhello");
            never.await();
        })) {
            Call call = Call.of("GET", server.address("/x"));
            assertThat(body(call)).isEqualTo(Bytes.utf8("hello"));
            OpenConnection.Peer peer = OpenConnection.Peer.of(call.address(), Optional.empty());
            assertThat(IdleConnections.ofThisProcess().take(peer, 1)).isEmpty();
        }
    }

    /** RFC 9112 sections 3.2 and 3.2.1: path and query go out as written, and the host as it stands in the address. */
    @ParameterizedTest
    @CsvSource({
        "http://[2001:DB8::1]:5000/v2/?a=%20b, /v2/?a=%20b, [2001:db8::1]:5000",
        "http://[2001:db8::2]/v2/#top, /v2/, [2001:db8::2]",
        "http://Registry.example:80/v2/, /v2/, registry.example:80",
        "http://user:word@other.example/v2/, /v2/, other.example",
        "http://other.example?next=/v2/, /?next=/v2/, other.example",
        "http://other.example, /, other.example"
    })
    void aQuestionNamesItsTargetAndItsHost(String address, String target, String host) throws IOException {
        URI uri = URI.create(address);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        OpenConnection kept = new OpenConnection(new Socket(), new Socket(), silent(), sent);
        IdleConnections.ofThisProcess().give(OpenConnection.Peer.of(uri, Optional.empty()), kept);
        SocketLink link = new SocketLink(uri, Optional.empty());
        Reply reply = link.send(Call.of("GET", uri), new Exchange(TestSettings.quick(), Optional.empty()));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(sent.toString(StandardCharsets.ISO_8859_1))
                .startsWith("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n")
                .endsWith("\r\n\r\n")
                .doesNotContain("word");
    }

    /** Answers once it is read, and has said nothing before. */
    private static InputStream silent() {
        return new ByteArrayInputStream("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    /** A host that no pin covers may be at the other end: it learns that somebody connects, and no word besides. */
    @Test
    void nothingIsSaidOnAConnectionThatWasOpenedAhead() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String host = "127.0.0.1:" + server.getLocalPort();
            ConnectionsAhead.open(host, TestSettings.quick(), 1);
            try (Socket connection = server.accept()) {
                OpenConnection.Peer peer =
                        OpenConnection.Peer.of(Repository.base(host, TestSettings.quick()), Optional.empty());
                OpenConnection open =
                        IdleConnections.ofThisProcess().take(peer, 10_000).orElseThrow();
                OpenConnection.cut(open.wire());
                assertThat(connection.getInputStream().readAllBytes()).isEmpty();
            }
        }
    }
}
