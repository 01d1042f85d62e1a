package dev.bulla.bench;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** {@link Floor} in a jar of its own with a start-up cache made as Bulla's is made, and the smallest program beside it. */
final class FloorProgram {
    /** What the launcher gives Bulla. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=off",
            "-Dfile.encoding=UTF-8");

    private final Path folder;
    private final List<String> arguments;

    FloorProgram(Path folder, String host, Path root) throws IOException {
        this.folder = folder;
        int colon = host.lastIndexOf(':');
        this.arguments = List.of(
                host.substring(0, colon),
                host.substring(colon + 1),
                "acme/hello",
                "1.4.0",
                "acme/tuf",
                root.toString());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("floor.jar")))) {
            for (String name : List.of("Floor", "Floor$1", "Floor$2", "Floor$Point", "Nothing")) {
                String entry = "dev/bulla/bench/" + name + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (InputStream in = FloorProgram.class.getResourceAsStream("/" + entry)) {
                    if (in == null) {
                        throw new IOException("no class " + name);
                    }
                    in.transferTo(jar);
                }
            }
        }
        Path loaded = folder.resolve("loaded.classes");
        run(java(List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + loaded), Floor.class));
        List<String> classes = new ArrayList<>();
        for (String line : Files.readAllLines(loaded)) {
            boolean writes = line.startsWith("java/lang/classfile/") || line.startsWith("jdk/internal/classfile/");
            if (!writes && !line.startsWith("#") && !line.contains(" source: ")) {
                classes.add(line.replaceFirst(" id: \\d+$", ""));
            }
        }
        Files.write(loaded, classes);
        run(List.of(
                executable(),
                "-Xshare:dump",
                "-XX:+AOTClassLinking",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Xlog:all=off",
                "-XX:SharedClassListFile=" + loaded,
                "-XX:SharedArchiveFile=" + cache(),
                "-cp",
                folder.resolve("floor.jar").toString()));
    }

    /** The floor, with its cache. */
    List<String> floor() {
        return java(List.of("-XX:AOTCache=" + cache()), Floor.class);
    }

    /** A virtual machine that does nothing. */
    List<String> nothing() {
        return java(List.of(), Nothing.class);
    }

    private Path cache() {
        return folder.resolve("floor.aot");
    }

    private static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private List<String> java(List<String> more, Class<?> main) {
        List<String> command = new ArrayList<>(List.of(executable()));
        command.addAll(OPTIONS);
        command.addAll(more);
        command.addAll(List.of("-cp", folder.resolve("floor.jar").toString(), main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static void run(List<String> command) {
        Outcome outcome = Program.of(command.toArray(String[]::new)).run();
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(command + ": " + outcome.out() + outcome.err());
        }
    }
}
