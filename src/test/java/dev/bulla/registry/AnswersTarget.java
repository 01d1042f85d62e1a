package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.fuzz.FuzzTarget;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Whatever a server says, a question over a bare connection ends in the answer that {@link NaiveAnswer} reads, or in an
 * {@link IOException} where that reads none; and the connection is kept only when nothing is left on it (RFC 9112 sections 6
 * and 9.2). The first byte of an input says how it is asked and in what pieces the rest comes; what stands in it between
 * {@code \2} and {@code \3} comes as often as the second byte says, squared.
 */
public final class AnswersTarget implements FuzzTarget {
    private static final URI ADDRESS = URI.create("http://registry.example/v2/");
    private static final OpenConnection.Peer PEER = OpenConnection.Peer.of(ADDRESS, Optional.empty());
    private static final HttpSettings SETTINGS = TestSettings.quick();

    /** More than any limit of what is read, and of what a body is read to. */
    private static final int MAX_SAID = 200_000;

    @Override
    public void look(byte[] input) throws IOException {
        if (input.length < 2) {
            return;
        }
        boolean toHead = (input[0] & 1) == 1;
        String said = said(new String(input, 2, input.length - 2, StandardCharsets.ISO_8859_1), input[1] & 0xFF);
        Optional<NaiveAnswer> expected = NaiveAnswer.read(said, toHead);
        OpenConnection open = open(said, 1 + (input[0] & 0xFF) / 2);
        Call call = Call.of(toHead ? "HEAD" : "GET", ADDRESS);
        SocketLink link = new SocketLink(ADDRESS, Optional.empty());
        Exchange exchange = new Exchange(SETTINGS, Optional.empty());
        boolean whole = false;
        Optional<Answer> answer = asked(link, open, call, exchange);
        same("an answer", expected.isPresent(), answer.isPresent());
        if (answer.isPresent()) {
            NaiveAnswer naive = expected.orElseThrow();
            same("the status", naive.status(), answer.get().status());
            Optional<String> body = body(answer.get());
            same("the body", naive.body(), body);
            whole = naive.lasting() && body.isPresent() && naive.used() == said.length();
            answer.get().close();
        }
        same(
                "a connection to be kept",
                whole,
                IdleConnections.ofThisProcess().take(PEER, 1).isPresent());
    }

    private static String said(String text, int times) {
        int begin = text.indexOf('\2');
        int end = text.indexOf('\3', begin + 1);
        if (begin < 0 || end < 0) {
            return text;
        }
        String again = text.substring(begin + 1, end);
        int most = MAX_SAID / Math.max(1, again.length());
        return text.substring(0, begin) + again.repeat(Math.min(most, times * times)) + text.substring(end + 1);
    }

    private static Optional<Answer> asked(SocketLink link, OpenConnection open, Call call, Exchange exchange) {
        try {
            Reply reply = link.ask(open, new byte[0], call, exchange);
            return Optional.of(Wire.answer(call, reply, exchange, link, () -> {}));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What has failed once does not come to a good end when it is read on. */
    private static Optional<String> body(Answer answer) {
        try {
            return Optional.of(new String(answer.body().readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            try {
                answer.body().readAllBytes();
            } catch (IOException again) {
                return Optional.empty();
            }
            throw new AssertionError("a body that failed has come to an end", e);
        }
    }

    private static void same(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
    }

    private static OpenConnection open(String said, int most) {
        InputStream pieces = new ByteArrayInputStream(said.getBytes(StandardCharsets.ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, most));
            }
        };
        Socket wire = new Unconnected();
        return new OpenConnection(wire, wire, new BufferedInputStream(pieces), OutputStream.nullOutputStream());
    }

    /** Has no need of the system. */
    private static final class Unconnected extends Socket {
        @Override
        public void setSoTimeout(int millis) {
            // nobody waits
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }

    @Override
    public List<Bytes> seeds() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        String length = "Content-Length: 5\r\n";
        return List.of(
                seed(0xFF, 0, ok + length + "ETag: \"x\"\r\n\r\nhello"),
                seed(0, 0, ok + length + length + "\r\nhello" + ok + "Content-Length: 5\r\n\r\nwrong"),
                seed(6, 0, chunked + "5\r\nhello\r\n0\r\n\r\n"),
                seed(0xFE, 0, chunked + "2 ;a=b\r\nhe\r\n03\r\nllo\r\n0\r\nDigest: x\r\nETag: y\r\n\r\n"),
                seed(0xFE, 0, "HTTP/1.1 204 No Content\r\n\r\n"),
                seed(0xFE, 0, "HTTP/1.1 304 Not Modified\r\n" + length + "\r\n"),
                seed(0xFE, 2, "\2HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n\3" + ok + length + "\r\nhello"),
                seed(0xFE, 3, "\2HTTP/1.1 100\n\n\3" + ok + length + "\r\nhello"),
                seed(0xFF, 0, ok + length + "\r\n"),
                seed(0xFF, 0, ok + length + "\r\nhello"),
                seed(0xFE, 0, "HTTP/1.0 200 OK\r\n\r\nhello"),
                seed(0xFE, 0, ok + "Connection: Keep-Alive, Close\r\n" + length + "\r\nhello"),
                seed(0xFE, 80, ok + "\2X-Much: x\r\n\3" + length + "\r\nhello"),
                seed(0xFE, 77, ok + "\2X-Much: x\r\n\3" + length + "\r\nhello"),
                seed(0xFE, 60, chunked + "\0021;a\r\nh\r\n\0030\r\n\r\n"),
                seed(0xFE, 100, chunked + "5\r\nhello\r\n0\r\n\2a:\r\n\3\r\n"));
    }

    private static Bytes seed(int how, int times, String said) {
        byte[] text = said.getBytes(StandardCharsets.ISO_8859_1);
        byte[] seed = new byte[2 + text.length];
        seed[0] = (byte) how;
        seed[1] = (byte) times;
        System.arraycopy(text, 0, seed, 2, text.length);
        return Bytes.adopt(seed);
    }
}
