package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Place;
import dev.bulla.outcome.UnreachableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers over a bare connection: RFC 9112, read strictly, and connections that are kept. */
@Timeout(60)
class SocketLinkTest {
    private static final Descriptor HELLO = Sample.blob("hello");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;of=5\r\nhe\r\n3\r\nllo\r\n0\r\nDigest: x\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello and the next answer",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 200\nContent-Length: 5\n\nhello"
            })
    void aBodyIsReadHoweverItIsFramed(String answer) {
        assertThat(read(answer)).isEqualTo(Bytes.utf8("hello"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n X-Folded: yes\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nno field\r\n\r\nhello",
                "HTTP/2 200\r\n\r\nhello",
                "HTTP/1.1 2000 OK\r\n\r\nhello",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nhello",
                "SSH-2.0-server\r\n"
            })
    void whatTwoReadersCouldTakeForDifferentThingsIsNoAnswer(String answer) {
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> read(answer))
                .satisfies(e ->
                        assertThat(e.getMessage()).startsWith("GET http://").doesNotContain("\n"));
    }

    @Test
    void aHeadOfMoreThan64KiBIsNotReadToItsEnd() {
        String field = "X-Much: " + "x".repeat(8 << 10) + "\r\n";
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + field.repeat(9) + "\r\nhello"))
                .withMessageContaining("65536");
    }

    @Test
    void anEndWithinAChunkIsAsABrokenConnection() {
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"))
                .withMessageContaining("premature");
    }

    /** A connection is not kept for longer than 5 s, which a stalled machine may take between two of the questions. */
    @Test
    void aConnectionServesOneQuestionAfterTheOther() {
        try (Counting server = new Counting(Integer.MAX_VALUE);
                RegistryStore store = server.store()) {
            for (int i = 0; i < 20; i++) {
                assertThat(store.blobBytes(HELLO, 100)).isEqualTo(Bytes.utf8("hello"));
            }
            assertThat(server.connections).hasValueLessThan(20);
        }
    }

    @Test
    void aKeptConnectionThatTheServerHasClosedIsReplacedWithoutAWord() {
        try (Counting server = new Counting(1);
                RegistryStore store = server.store()) {
            for (int i = 0; i < 3; i++) {
                assertThat(store.blobBytes(HELLO, 100)).isEqualTo(Bytes.utf8("hello"));
            }
            assertThat(server.connections).hasValue(3);
        }
    }

    /** RFC 9112 section 9.2: an answer is matched to a request by order alone. */
    @Test
    void whatAServerSaysBeforeItIsAskedIsNoAnswer() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        assertThat(asked(answer + "hello" + answer + "wrong", store -> store.blobBytes(HELLO, 100)))
                .isEqualTo(2);
    }

    /** RFC 9110 section 9.3.2: an answer to HEAD has no body, whatever its fields say. */
    @Test
    void aBodyBehindTheAnswerToHeadIsNotTakenForTheNextAnswer() {
        assertThat(asked("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", store -> store.hasBlob(HELLO)))
                .isEqualTo(2);
    }

    /** Asks {@code first}, then for the blob, of a server that keeps its connections open; returns how many it had. */
    private static int asked(String answer, Consumer<RegistryStore> first) {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((request, out) -> {
                    ScriptedServer.text(out, answer);
                    never.await();
                });
                RegistryStore store = open(server.host())) {
            first.accept(store);
            assertThat(store.blobBytes(HELLO, 100)).isEqualTo(Bytes.utf8("hello"));
            return server.requests().size();
        }
    }

    @Test
    void connectionsThatWereOpenedAheadAreTaken() {
        IdleConnections idle = new IdleConnections(Long.MAX_VALUE);
        try (Counting server = new Counting(Integer.MAX_VALUE)) {
            URI address = Repository.base(server.host(), TestSettings.quick());
            idle.open(address, Optional.empty(), 2, 10_000);

            OpenConnection.Peer peer = OpenConnection.Peer.of(address, Optional.empty());
            assertThat(idle.take(peer, 10_000)).isPresent();
            assertThat(idle.take(peer, 10_000)).isPresent();
            assertThat(idle.take(peer, 10_000)).isEmpty();
        }
    }

    @Test
    void aProcessThatTalksToManyServersForgetsTheOnesBefore() {
        IdleConnections idle = new IdleConnections(Long.MAX_VALUE);
        try (Counting server = new Counting(Integer.MAX_VALUE)) {
            URI address = Repository.base(server.host(), TestSettings.quick());
            idle.open(address, Optional.empty(), 1, 10_000);
            OpenConnection.Peer first = OpenConnection.Peer.of(address, Optional.empty());
            OpenConnection open = idle.take(first, 10_000).orElseThrow();
            for (int i = 0; i < 40; i++) {
                idle.give(new OpenConnection.Peer("http://host" + i + ":80", Optional.empty()), open);
            }

            assertThat(idle.take(new OpenConnection.Peer("http://host0:80", Optional.empty()), 1))
                    .isEmpty();
            assertThat(idle.take(new OpenConnection.Peer("http://host39:80", Optional.empty()), 1))
                    .isPresent();
        }
    }

    @Test
    void nothingIsOpenedAheadPastAProxy() {
        Proxies proxies = Proxies.of("http://127.0.0.1:1", "http://127.0.0.1:1", "");
        HttpSettings settings = TestSettings.quick().withProxies(proxies);
        ConnectionsAhead.open("registry.example", settings, 1);
        OpenConnection.Peer peer =
                OpenConnection.Peer.of(Repository.base("registry.example", settings), Optional.empty());
        assertThat(IdleConnections.ofThisProcess().take(peer, 1)).isEmpty();
    }

    private static Bytes read(String answer) {
        try (ScriptedServer server = new ScriptedServer((request, out) -> ScriptedServer.text(out, answer));
                RegistryStore store = open(server.host())) {
            return store.blobBytes(HELLO, 100);
        }
    }

    private static RegistryStore open(String host) {
        return RegistryStore.open(
                new Place.RegistryPlace(host, "acme/hello"),
                RegistryOptions.standard(TestSettings.quick().withRetries(0)));
    }

    /** Counts its connections and says hello so many times on each. */
    private static final class Counting implements AutoCloseable {
        private final AtomicInteger connections = new AtomicInteger();
        private final ServerSocket socket;
        private final int each;

        Counting(int each) {
            this.each = each;
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofPlatform().daemon().start(this::accept);
        }

        String host() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        RegistryStore store() {
            return open(host());
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket connection = socket.accept();
                    connections.incrementAndGet();
                    Thread.ofPlatform().daemon().start(() -> serve(connection));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket connection) {
            try (connection;
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
                for (int answered = 0; answered < each; answered++) {
                    String line = in.readLine();
                    while (line != null && !line.isEmpty()) {
                        line = in.readLine();
                    }
                    if (line == null) {
                        return;
                    }
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the client went away
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
