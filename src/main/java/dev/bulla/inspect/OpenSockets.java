package dev.bulla.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks whether a process or anything it started holds a socket. In its namespaces no socket leads anywhere; that an
 * inspection opens one is reason enough to stop it.
 */
final class OpenSockets {
    private static final String SOCKET = "socket:";

    private OpenSockets() {}

    /** What to say about a process that holds a socket; empty when none is seen, or where there is no {@code /proc}. */
    static Optional<String> heldBy(Process process) {
        try (Stream<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())) {
            return all.anyMatch(each -> holdsSocket(each.pid()))
                    ? Optional.of("it opened a socket and was killed")
                    : Optional.empty();
        }
    }

    private static boolean holdsSocket(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid), "fd");
        try (Stream<Path> open = Files.list(folder)) {
            return open.anyMatch(OpenSockets::isSocket);
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(SOCKET);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
