package dev.bulla.cli;

import dev.bulla.cli.frame.Interrupts;

/**
 * Interrupts of this process. The virtual machine ends with 130 after a SIGINT by itself; the hook only gives the working
 * thread time to clean up, and whatever happens the process is gone after that.
 */
final class SystemInterrupts implements Interrupts {
    private static final long CLEAN_UP_MILLIS = 2000;

    private volatile boolean happened;

    @Override
    public void watch() {
        Thread working = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            happened = true;
            working.interrupt();
            try {
                working.join(CLEAN_UP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public boolean happened() {
        return happened;
    }
}
