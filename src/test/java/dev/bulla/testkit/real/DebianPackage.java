package dev.bulla.testkit.real;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Unpacks one program of a Debian package into a folder: nothing is installed and root is not needed. */
final class DebianPackage {

    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(5);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(1);

    private final String name;
    private final Path kept;

    /**
     * Names a package.
     *
     * @param kept the folder that the unpacked package is kept in, for the next run too
     */
    DebianPackage(String name, Path kept) {
        this.name = name;
        this.kept = kept;
    }

    /**
     * The program, unpacked now or by an earlier run.
     *
     * @param inside its path in the package
     * @throws IOException if the package cannot be downloaded or unpacked; the message is one sentence's end
     */
    Path program(String inside) throws IOException {
        Path program = kept.resolve(inside);
        if (!Files.isExecutable(program)) {
            Files.createDirectories(kept.toAbsolutePath().getParent());
            Path work = Files.createTempDirectory(kept.toAbsolutePath().getParent(), name);
            try {
                Path unpacked = Files.createDirectory(work.resolve("unpacked"));
                unpack(download(work), unpacked);
                keep(unpacked, program);
            } finally {
                Commands.deleteTree(work);
            }
        }
        if (!Files.isExecutable(program)) {
            throw new IOException("the package " + name + " holds no " + inside);
        }
        return program;
    }

    /** Another virtual machine may have been quicker; then its result serves as well. */
    private void keep(Path unpacked, Path program) throws IOException {
        try {
            Files.move(unpacked, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isExecutable(program)) {
                throw new FileAlreadyExistsException(kept.toString(), null, e.toString());
            }
        }
    }

    private Path download(Path work) throws IOException {
        if (Commands.onPath("apt-get").isEmpty()) {
            throw new IOException("there is no apt-get to download " + name);
        }
        // The machine's own package lists first; a fresh machine has none, then lists of our own are fetched.
        Commands.Result result = Commands.run(work, DOWNLOAD_LIMIT, apt(List.of(), "download", name));
        if (result.exitCode() != 0) {
            List<String> ownState = ownState(work);
            Commands.run(work, DOWNLOAD_LIMIT, apt(ownState, "update"));
            result = Commands.run(work, DOWNLOAD_LIMIT, apt(ownState, "download", name));
        }
        if (result.exitCode() != 0) {
            throw new IOException("apt-get download " + name + " said: " + result.lastLine());
        }
        return onlyFile(work, ".deb");
    }

    private static List<String> ownState(Path work) throws IOException {
        Path state = work.resolve("state");
        Path cache = work.resolve("cache");
        Files.createDirectories(state.resolve("lists/partial"));
        Files.createDirectories(cache.resolve("archives/partial"));
        return List.of(
                "-o", "Dir::State=" + state,
                "-o", "Dir::State::status=/var/lib/dpkg/status",
                "-o", "Dir::Cache=" + cache);
    }

    private static List<String> apt(List<String> options, String... words) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        // Started by root, apt-get would give up its rights and then could not write below our folder.
        command.addAll(List.of("-o", "APT::Sandbox::User=root"));
        command.addAll(options);
        command.addAll(List.of(words));
        return command;
    }

    private static void unpack(Path archive, Path target) throws IOException {
        if (Commands.onPath("dpkg-deb").isPresent()) {
            must(target, List.of("dpkg-deb", "-x", archive.toString(), target.toString()));
        } else {
            Path parts = Files.createDirectory(target.resolveSibling("parts"));
            must(parts, List.of("ar", "x", archive.toString()));
            must(target, List.of("tar", "-xf", onlyFile(parts, "data.tar").toString()));
        }
    }

    private static void must(Path folder, List<String> command) throws IOException {
        Commands.Result result = Commands.run(folder, UNPACK_LIMIT, command);
        if (result.exitCode() != 0) {
            throw new IOException(command.get(0) + " said: " + result.lastLine());
        }
    }

    private static Path onlyFile(Path folder, String part) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).contains(part))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no *" + part + "* was written to " + folder));
        }
    }
}
