package dev.bulla.testkit.real;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The {@code docker-registry} program as a child process. */
public final class RegistryProcess implements RegistryRunner {

    /** A loaded machine needs a second or two. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration GARBAGE_LIMIT = Duration.ofMinutes(2);

    /** While the registry is down, its port may be lent to somebody's outgoing connection for a moment. */
    private static final int RESTARTS = 20;

    /**
     * Ends the registry when standard input is closed, so that it does not outlive a virtual machine that was killed;
     * {@code $0} is the program, {@code $1} its configuration.
     */
    private static final String GUARD = """
            exec 3<&0
            "$0" serve "$1" 3<&- </dev/null &
            registry=$!
            (while read -r _ <&3; do :; done; kill "$registry") >/dev/null 2>&1 &
            guard=$!
            exec 3<&- 0<&-
            wait "$registry"
            kill "$guard" 2>/dev/null
            """;

    private final Path program;
    private final RegistrySettings settings;
    private final String description;
    private int port;
    private @Nullable Process process;

    /**
     * A registry that is not started yet.
     *
     * @param origin where the program was taken from, for the description
     */
    public RegistryProcess(Path program, String origin, RegistrySettings settings) throws IOException {
        this.program = program;
        this.settings = settings;
        settings.write("127.0.0.1:0");
        Commands.Result version = Commands.run(settings.home(), START_LIMIT, List.of(program.toString(), "--version"));
        if (version.exitCode() != 0) {
            throw new IOException(program + " --version failed: " + version.lastLine());
        }
        this.description = version.lastLine().strip() + ", " + origin;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public synchronized void start() {
        if (process != null) {
            return;
        }
        // The first time the system chooses a free port, which the registry tells: no port can be lost to a race.
        int attempts = port == 0 ? 1 : RESTARTS;
        for (int attempt = 1; ; attempt++) {
            settings.write("127.0.0.1:" + port);
            RegistryLog log = launch();
            try {
                port = log.port().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                stop();
                if (attempt == attempts || !log.text().contains("address already in use")) {
                    throw new IllegalStateException("the registry did not start:\n" + log.text(), e);
                }
            } catch (InterruptedException e) {
                stop();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the registry started", e);
            }
        }
    }

    private RegistryLog launch() {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        GUARD,
                        program.toString(),
                        settings.configuration().toString())
                .redirectErrorStream(true);
        Commands.forgetRegistrySettings(builder.environment());
        try {
            Process started = builder.start();
            process = started;
            return RegistryLog.follow(started.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException("the registry could not be launched", e);
        }
    }

    @Override
    public synchronized void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        try {
            running.getOutputStream().close();
            if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the registry could not be stopped", e);
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void collectGarbage(boolean deleteUntagged) {
        List<String> command = deleteUntagged
                ? List.of(program.toString(), "garbage-collect", "--delete-untagged", path())
                : List.of(program.toString(), "garbage-collect", path());
        try {
            Commands.Result result = Commands.run(settings.home(), GARBAGE_LIMIT, command);
            if (result.exitCode() != 0) {
                throw new IllegalStateException("garbage collection failed:\n" + result.output());
            }
        } catch (IOException e) {
            throw new IllegalStateException("garbage collection failed", e);
        }
    }

    private String path() {
        return settings.configuration().toString();
    }

    @Override
    public void close() {
        stop();
        Commands.deleteTree(settings.home());
    }
}
