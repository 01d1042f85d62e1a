package dev.bulla.inspect;

import dev.bulla.outcome.NotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the command of a step for whoever performs it: as it is, without a shell, with the environment and the standard
 * input of this program. What it writes is handed on and its beginning kept. An interrupt of the calling thread is passed
 * on to it.
 */
public final class StepProcess {
    /** 64 KiB of each stream: the end of a long log belongs elsewhere, and a link is read by every verifier. */
    public static final int MAX_STREAM = 64 * 1024;

    /** Time for an interrupted command to end by itself; the program itself has two seconds. */
    private static final long GRACE_MILLIS = 1500;

    /** Time for the last output of a command that has ended; whatever it left running may hold the stream open. */
    private static final long DRAIN_MILLIS = 5000;

    /** What opens the functionary's key is not for the command. */
    private static final List<String> SECRETS = List.of("BULLA_PASSPHRASE", "BULLA_PASSPHRASE_FILE");

    private StepProcess() {}

    /**
     * How a command ended.
     *
     * @param status its exit code; 128 and the number of the signal that ended it
     * @param out the beginning of its standard output
     * @param err the beginning of its standard error
     * @param cut true when a stream was longer than {@link #MAX_STREAM}
     */
    public record Ended(int status, String out, String err, boolean cut) {}

    /**
     * Runs {@code words} in {@code folder} and hands both its streams on to {@code output}.
     *
     * @throws NotFoundException when it cannot be started
     * @throws InterruptedException when the calling thread was interrupted; the command is gone by then
     */
    public static Ended run(List<String> words, Path folder, OutputStream output) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.directory(folder.toFile());
        builder.redirectInput(Redirect.INHERIT);
        SECRETS.forEach(builder.environment()::remove);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new NotFoundException("command '" + words.getFirst() + "' cannot be started: " + e.getMessage());
        }
        Kept out = new Kept(process.getInputStream(), output);
        Kept err = new Kept(process.getErrorStream(), output);
        Thread first = Thread.ofVirtual().start(out);
        Thread second = Thread.ofVirtual().start(err);
        try {
            int status = process.waitFor();
            first.join(DRAIN_MILLIS);
            second.join(DRAIN_MILLIS);
            return new Ended(status, out.text(), err.text(), out.isCut() || err.isCut());
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Hands a stream on and keeps its beginning. */
    private static final class Kept implements Runnable {
        private final InputStream in;
        private final OutputStream output;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean cut;

        Kept(InputStream in, OutputStream output) {
            this.in = in;
            this.output = output;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    keep(buffer, read);
                    synchronized (output) {
                        output.write(buffer, 0, read);
                        output.flush();
                    }
                }
            } catch (IOException e) {
                // the stream ends with the process; a reader of ours that left stops nothing
            }
        }

        private synchronized void keep(byte[] buffer, int length) {
            int room = Math.min(length, MAX_STREAM - kept.size());
            kept.write(buffer, 0, room);
            cut |= room < length;
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }

        synchronized boolean isCut() {
            return cut;
        }
    }
}
