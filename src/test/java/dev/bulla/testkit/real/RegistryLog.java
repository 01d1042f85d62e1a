package dev.bulla.testkit.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a registry process says: the port it listens on, and the last lines for a message. */
final class RegistryLog {

    /** Enough to see why a registry did not start. */
    private static final int MAX_LINES = 40;

    private static final Pattern LISTENING = Pattern.compile("listening on (?:127\\.0\\.0\\.1|\\[::\\]):(\\d{1,5})");

    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> lines = new ArrayDeque<>();

    private RegistryLog() {}

    /** Reads the stream to its end in a thread of its own. */
    static RegistryLog follow(InputStream output) {
        RegistryLog log = new RegistryLog();
        Thread.ofPlatform().daemon().name("registry-log").start(() -> log.readAll(output));
        return log;
    }

    /** Completed with the port once the registry listens, exceptionally if it ends before. */
    CompletableFuture<Integer> port() {
        return port;
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    private void readAll(InputStream output) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.parseInt(listening.group(1)));
                }
            }
            port.completeExceptionally(new IOException("the registry ended"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }
}
