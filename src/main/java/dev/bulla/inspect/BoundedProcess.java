package dev.bulla.inspect;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Runs one isolated process until it ends or exceeds a bound; then it and everything it started are killed. */
final class BoundedProcess {
    /** How often the bounds are looked at: a disk takes some hundred megabytes in that time. */
    private static final long POLL_MILLIS = 50;

    /** Time for a killed process to be gone. */
    private static final int KILL_SECONDS = 10;

    private static final int SHELL_CANNOT_EXECUTE = 126;
    private static final int SHELL_NOT_FOUND = 127;
    private static final int SHELL_SIGNAL = 128;

    private final ProcessPolicy.Bounds bounds;
    private final Optional<String> path;

    BoundedProcess(ProcessPolicy.Bounds bounds, Optional<String> path) {
        this.bounds = bounds;
        this.path = path;
    }

    /** Runs {@code words} in {@code folder}; why it failed, or empty when it ended well within its bounds. */
    Optional<String> run(Path folder, List<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(Isolation.command(folder, bounds.folder().maxBytes(), words));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        path.ifPresent(value -> builder.environment().put("PATH", value));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.of("it cannot be started: " + e.getMessage());
        }
        AtomicLong output = new AtomicLong();
        Thread reader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), output));
        try {
            Optional<String> problem = watch(process, folder, output);
            kill(process);
            reader.join(TimeUnit.SECONDS.toMillis(KILL_SECONDS));
            return tooMuchOutput(output).or(() -> problem);
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        }
    }

    private Optional<String> watch(Process process, Path folder, AtomicLong output) throws InterruptedException {
        long end = System.nanoTime() + bounds.time().toNanos();
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<String> exceeded =
                    tooMuchOutput(output).or(() -> tooMuchWritten(folder)).or(() -> OpenSockets.heldBy(process));
            if (exceeded.isPresent()) {
                return exceeded;
            }
            if (System.nanoTime() - end > 0) {
                return Optional.of("it ran longer than " + bounds.time().toSeconds() + " s and was killed");
            }
        }
        return tooMuchWritten(folder).or(() -> status(process.exitValue()));
    }

    private static Optional<String> status(int status) {
        if (status == 0) {
            return Optional.empty();
        }
        if (status == SHELL_NOT_FOUND || status == SHELL_CANNOT_EXECUTE) {
            return Optional.of("command not found or not executable (status " + status + ")");
        }
        return status > SHELL_SIGNAL
                ? Optional.of("it ended by signal " + (status - SHELL_SIGNAL))
                : Optional.of("it ended with status " + status);
    }

    private Optional<String> tooMuchOutput(AtomicLong output) {
        return output.get() > bounds.outputBytes()
                ? Optional.of("it wrote more than " + bounds.outputBytes() + " bytes of output and was killed")
                : Optional.empty();
    }

    private Optional<String> tooMuchWritten(Path folder) {
        long bytes = 0;
        int files = 0;
        Deque<Path> left = new ArrayDeque<>(List.of(folder));
        while (!left.isEmpty()) {
            try (Stream<Path> entries = Files.list(left.pop())) {
                for (Path entry : (Iterable<Path>) entries::iterator) {
                    files++;
                    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                        left.push(entry);
                    } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                        bytes += Files.size(entry);
                    }
                    if (files > bounds.folder().maxFiles()
                            || bytes > bounds.folder().maxBytes()) {
                        return Optional.of("it wrote more than "
                                + bounds.folder().maxFiles() + " files or "
                                + bounds.folder().maxBytes() + " bytes and was killed");
                    }
                }
            } catch (NoSuchFileException e) {
                // the process deleted it meanwhile
            } catch (IOException | UncheckedIOException e) {
                return Optional.of("its folder cannot be read: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static void kill(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    }

    /** Reads all output, so that the process is never blocked and never learns that nobody listens. */
    private static void drain(InputStream in, AtomicLong output) {
        byte[] buffer = new byte[8192];
        try (in) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                output.addAndGet(read);
            }
        } catch (IOException e) {
            // the stream ends with the process
        }
    }
}
