package dev.bulla.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Measures the machine that it runs in and prints what it finds, a {@code name=value} a line. */
final class Gauge {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Gauge() {}

    /** What is measured. */
    interface Work {
        void run() throws IOException;
    }

    /** Does the work once and prints its wall and processor time in milliseconds under {@code name}. */
    static long time(String name, Work work) throws IOException {
        long cpu = processorNanos();
        long begin = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - begin;
        say(name + ".wall", nanos / 1_000_000);
        say(name + ".cpu", (processorNanos() - cpu) / 1_000_000);
        return nanos;
    }

    /** Prints the peaks of this machine until now, in MiB: the heap in use, and what the system counts as resident. */
    static void memory(String name) throws IOException {
        long heap = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                heap += pool.getPeakUsage().getUsed();
            }
        }
        say(name + ".heap", heap >> 20);
        say(name + ".rss", residentKibibytes() >> 10);
    }

    static void say(String name, long value) {
        System.out.printf(Locale.ROOT, "%s=%d%n", name, value);
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** The high water mark of resident memory; 0 where the system does not tell. */
    private static long residentKibibytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
