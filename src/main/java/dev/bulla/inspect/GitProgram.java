package dev.bulla.inspect;

import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks the {@code git} program about a repository, with fixed words and an environment of our own. Only its commands that
 * read objects are used: they run no hook, filter, pager or transport that a repository could name in its configuration,
 * and replacement objects are not followed.
 */
final class GitProgram {
    /** 64 MiB: the list of a repository with several hundred thousand files. */
    private static final int MAX_ANSWER = 64 << 20;

    /** What git says when it refuses fits a line. */
    private static final int MAX_MESSAGE = 4096;

    /** Time to end after its last output. */
    private static final int END_SECONDS = 10;

    private static final List<String> FIXED = List.of(
            "--no-pager",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "protocol.allow=never",
            "-C");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LC_ALL", "C",
            "PATH", SystemPrograms.PATH,
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_NO_REPLACE_OBJECTS", "1",
            "GIT_NO_LAZY_FETCH", "1",
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_TERMINAL_PROMPT", "0");

    private final Path program;
    private final Path folder;

    /** Asks about the repository whose working copy is {@code folder}. */
    GitProgram(Path folder) {
        this.program = SystemPrograms.find("git")
                .orElseThrow(() -> new NotFoundException("there is no git program in " + SystemPrograms.PATH))
                .file();
        this.folder = folder;
    }

    /** Reads an answer while it comes. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream answer) throws IOException;
    }

    /** A whole answer as text. */
    String answer(String... words) {
        return asking(
                "",
                answer -> {
                    byte[] content = answer.readNBytes(MAX_ANSWER + 1);
                    if (content.length > MAX_ANSWER) {
                        throw new IOException("an answer of more than " + MAX_ANSWER + " bytes");
                    }
                    return new String(content, StandardCharsets.UTF_8);
                },
                words);
    }

    /** An answer that is read by {@code reader}, to words that read {@code input}. */
    <T> T asking(String input, Reader<T> reader, String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FIXED);
        command.add(folder.toString());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        try {
            Process process = builder.start();
            try {
                Thread.ofVirtual().start(() -> feed(process.getOutputStream(), input));
                T answer = reader.read(process.getInputStream());
                ended(process, words[0]);
                return answer;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new StorageException("git " + words[0] + " in " + folder + " failed: " + e.getMessage(), e);
        }
    }

    private void ended(Process process, String word) throws IOException {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            String said = new String(process.getErrorStream().readNBytes(MAX_MESSAGE), StandardCharsets.UTF_8);
            throw new NotFoundException("git " + word + " in " + folder + " says: "
                    + said.lines().findFirst().orElse("status " + process.exitValue()));
        }
    }

    private static void feed(OutputStream out, String input) {
        try (out) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // git ended before it had read everything, which its status says
        }
    }
}
