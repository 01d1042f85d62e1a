package dev.bulla.distribution;

import dev.bulla.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A machine below one folder, for the launcher: its Java runtimes say how they were called and do nothing else. */
final class FakeMachine {

    /** Where the launcher looks by absolute path; the folders are moved below the machine's own. */
    private static final List<String> PLACES = List.of("/usr/", "/opt/", "/Library/");

    private final Path root;

    FakeMachine(Path root) {
        this.root = root;
    }

    Path at(String path) {
        return root.resolve(path);
    }

    /** Puts the launcher to {@code app/bin/bulla}, looking for its usual places on this machine only. */
    Path installLauncher() throws IOException {
        String script = Files.readString(Path.of("src", "main", "launcher", "bulla"));
        for (String place : PLACES) {
            script = script.replace(" " + place, " \"" + root + "\"" + place);
        }
        Files.createDirectories(at("app/lib"));
        return writeProgram(at("app/bin/bulla"), script);
    }

    /** Puts a runtime of a version into a folder. */
    Path installJava(String folder, String version) throws IOException {
        Path home = at(folder);
        writeProgram(home.resolve("bin/java"), """
                #!/bin/sh
                printf '%s\\n' "$0" "$@"
                """);
        Files.writeString(home.resolve("release"), """
                IMPLEMENTOR="Somebody"
                JAVA_VERSION="%s"
                OS_NAME="Linux"
                """.replace("%s", version));
        return home;
    }

    /** Puts caches for these jars and this runtime beside the jars. */
    void installCaches(String jars, String build) throws IOException {
        Files.writeString(at("app/lib/jars.id"), jars + "\n");
        for (String family : List.of("start", "verify", "copy", "rest")) {
            Files.writeString(at("app/lib/" + family + "-" + jars + "-" + build + ".aot"), "cache");
        }
    }

    private static Path writeProgram(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent() == null ? Path.of("") : file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** A run of a program with nothing in its environment but an empty home and a PATH without Java. */
    Program run(Path program, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Program.of(command)
                .withOnlyOwnEnvironment()
                .with("HOME", Files.createDirectories(at("home")).toString())
                .with("PATH", toolsOnly().toString());
    }

    /** A folder with {@code readlink} in it, which the launcher needs for links, and nothing else. */
    Path toolsOnly() throws IOException {
        Path usual = Path.of("/usr/bin/readlink");
        Path real = Files.exists(usual) ? usual : Path.of("/bin/readlink");
        writeProgram(at("tools/readlink"), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        return at("tools");
    }
}
