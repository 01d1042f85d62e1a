package dev.bulla.inspect;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a process is kept apart: own mount, network, process and user namespaces of Linux, in which every file but its own
 * folder is read-only, there is no network, and no process survives; capabilities are given up before the program starts.
 * Bounds of time and disk alone are not enough to run what somebody else wrote, so where a system gives no namespaces
 * nothing is run ({@link ProcessInspections}).
 */
final class Isolation {
    /** What it gives, for people. */
    static final String MANNER = "in a sandbox without network, with only its own folder writable";

    private static final Path UNSHARE = Path.of("/usr/bin/unshare");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Path MOUNT = Path.of("/usr/bin/mount");
    private static final String SHELL = "/bin/sh";

    /** Starting a shell takes milliseconds; a system that needs longer does not answer. */
    private static final int PROBE_SECONDS = 10;

    /**
     * Makes everything read-only but the folder {@code $1}. What cannot be made so is left when it is the kernel's own
     * files, and ends the attempt otherwise. What listens in {@code /run}, a container engine say, is hidden: sockets of
     * files are beyond the reach of a network namespace. The program is a child of the shell: the first process of a
     * namespace hears no signals.
     */
    private static final String MOUNTS = """
            set -eu
            work=$1; blocks=$2; shift 2
            /usr/bin/mount --bind "$work" "$work"
            case $work in
              /run/*) ;;
              *) if [ -d /run ]; then /usr/bin/mount -t tmpfs -o nosuid,nodev,size=4k tmpfs /run; fi ;;
            esac
            while read -r _ target kind _; do
              target=$(printf '%b' "$target")
              if [ "$target" = "$work" ]; then continue; fi
              if ! /usr/bin/mount -o remount,bind,ro "$target" 2>/dev/null; then
                case $kind in
                  proc|sysfs|cgroup|cgroup2|devpts|mqueue|securityfs|debugfs|tracefs|bpf|pstore|autofs|hugetlbfs|efivarfs|configfs|fusectl|binfmt_misc|nsfs) ;;
                  *) echo "bulla: $target stays writable" >&2; exit 125 ;;
                esac
              fi
            done </proc/self/mounts
            cd "$work"
            ulimit -c 0
            ulimit -f "$blocks"
            status=0
            /usr/bin/setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@" || status=$?
            exit "$status"
            """;

    private Isolation() {}

    /** True when this system can do it, found out by trying it in {@code folder}. */
    static boolean isPossible(Path folder) {
        return Files.isExecutable(UNSHARE) && Files.isExecutable(SETPRIV) && Files.isExecutable(MOUNT) && works(folder);
    }

    /** The command that runs {@code program} in {@code folder} with files of at most {@code fileBytes}. */
    static List<String> command(Path folder, long fileBytes, List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                UNSHARE.toString(),
                "--user",
                "--map-root-user",
                "--mount",
                "--net",
                "--ipc",
                "--pid",
                "--fork",
                "--kill-child=KILL"));
        command.addAll(List.of(SHELL, "-c", MOUNTS, "bulla", folder.toString()));
        command.add(Long.toString(Math.max(1, fileBytes / 512))); // POSIX counts blocks of 512 bytes
        command.addAll(program);
        return command;
    }

    private static boolean works(Path folder) {
        try {
            ProcessBuilder probe = new ProcessBuilder(command(folder, 1 << 20, List.of("/bin/sh", "-c", ":")));
            probe.environment().clear();
            probe.redirectInput(new File("/dev/null"));
            probe.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            probe.redirectError(ProcessBuilder.Redirect.DISCARD);
            Process process = probe.start();
            boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
