package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program {@code docker-credential-NAME} on the PATH: no shell, no arguments but the verb, ten seconds. It reads what it
 * needs from standard input.
 */
final class CredentialHelper {
    /** Helpers unlock key chains; longer waits are for people at prompts, which there are none of here. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** One small JSON object. */
    private static final int MAX_ANSWER = 64 << 10;

    private final String name;
    private final String program;
    private final Duration limit;

    /**
     * The helper of this name.
     *
     * @param folder where the program is, empty for the PATH
     * @throws UsageException when the name could be something other than a file's
     */
    CredentialHelper(String name, Optional<Path> folder) {
        this(name, folder, LIMIT);
    }

    CredentialHelper(String name, Optional<Path> folder, Duration limit) {
        this.name = "docker-credential-" + checked(name);
        this.program =
                folder.map(parent -> parent.resolve(this.name).toString()).orElse(this.name);
        this.limit = limit;
    }

    /** Refuses names that are more than letters, digits, dot, underscore and hyphen. */
    static String checked(String name) {
        boolean plain = !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '.'
                                || c == '_'
                                || c == '-');
        if (!plain) {
            throw new UsageException("'" + Shown.text(name) + "' is not a name of a credential helper");
        }
        return name;
    }

    /**
     * What came of a call.
     *
     * @param status exit status
     * @param output standard output, bounded
     */
    record Outcome(int status, Bytes output) {
        boolean isSuccess() {
            return status == 0;
        }

        /** Helpers say on standard output why they failed. */
        String complaint() {
            return Shown.text(output.asUtf8().orElse("").strip());
        }
    }

    /**
     * Runs the helper with {@code verb} ({@code get}, {@code store} or {@code erase}).
     *
     * @throws StorageException when it cannot be started or does not end in time
     */
    Outcome run(String verb, Bytes input) {
        Process process = started(verb);
        AtomicBoolean late = new AtomicBoolean();
        Thread feeder = daemon(() -> feed(process, input));
        Thread guard = daemon(() -> killLate(process, late));
        try {
            Bytes output = Bytes.adopt(process.getInputStream().readNBytes(MAX_ANSWER));
            int status = process.waitFor();
            if (late.get()) {
                throw new StorageException(name + " did not answer within " + limit.toSeconds() + " s");
            }
            return new Outcome(status, output);
        } catch (IOException e) {
            throw new StorageException("reading from " + name + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for " + name, e);
        } finally {
            guard.interrupt();
            feeder.interrupt();
            process.destroyForcibly();
        }
    }

    private static Thread daemon(Runnable work) {
        return Thread.ofPlatform().daemon().name("bulla-helper").start(work);
    }

    private Process started(String verb) {
        ProcessBuilder builder = new ProcessBuilder(program, verb).redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new StorageException(
                    "credential helper " + name + " cannot be started: " + e.getMessage(),
                    "install it, or take it out of the credentials file");
        }
    }

    private static void feed(Process process, Bytes input) {
        try (OutputStream in = process.getOutputStream()) {
            input.writeTo(in);
        } catch (IOException e) {
            // a helper that does not want to read says so by its exit status
        }
    }

    /** Children of the helper hold its output open, so they go with it. */
    private void killLate(Process process, AtomicBoolean late) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
