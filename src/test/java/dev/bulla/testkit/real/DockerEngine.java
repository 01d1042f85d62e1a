package dev.bulla.testkit.real;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Docker engine answers on this machine: one question over its socket, no library loaded, no line printed. */
final class DockerEngine {

    /** An engine that lives answers a ping at once; one that does not is of no use to a test. */
    private static final int LIMIT_MILLIS = 2_000;

    private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

    private DockerEngine() {}

    /** Only engines behind a socket of this machine count: they alone see our files and our loopback. */
    static boolean answers() {
        String home = System.getProperty("user.home", "");
        Optional<String> host = Optional.ofNullable(System.getenv("DOCKER_HOST"));
        if (host.isPresent()) {
            return host.get().startsWith("unix://")
                    && answers(Path.of(host.get().substring("unix://".length())));
        }
        Stream<String> usual = Stream.of("/var/run/docker.sock", home + "/.docker/run/docker.sock");
        Stream<String> rootless =
                Stream.ofNullable(System.getenv("XDG_RUNTIME_DIR")).map(folder -> folder + "/docker.sock");
        return Stream.concat(usual, rootless).map(Path::of).anyMatch(DockerEngine::answers);
    }

    static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(LIMIT_MILLIS) == 0) {
                return false;
            }
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            String status = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            return status.startsWith("HTTP/1.") && status.contains(" 200 ");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
