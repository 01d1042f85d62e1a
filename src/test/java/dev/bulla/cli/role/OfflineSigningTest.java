package dev.bulla.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.Main;
import dev.bulla.publish.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A holder's machine needs no network to sign: no class that could reach one is even loaded (tuf.md 10). */
class OfflineSigningTest {
    private static final List<String> NETWORK = List.of(
            " dev.bulla.registry.",
            " com.google.api.client.",
            " land.oras.",
            " java.net.http.",
            " java.net.Socket ",
            " java.net.ServerSocket ",
            " sun.nio.ch.Net ",
            " org.apache.hc.");

    @TempDir
    Path folder;

    @Test
    void signingAStagedFileLoadsNoClassOfANetwork() throws IOException, InterruptedException {
        Machines machines = new Machines(folder);
        machines.stageFounding("first.staged", Profile.MVP, machines.key("online"), List.of());
        Path log = folder.resolve("classes.log");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load=info:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "role",
                        "sign",
                        folder.resolve("first.staged").toString(),
                        "--key",
                        machines.secretKey("ann").toString(),
                        "--yes")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("signed  root v1, targets v1");
        assertThat(Files.readAllLines(log))
                .isNotEmpty()
                .noneMatch(line -> NETWORK.stream().anyMatch(line::contains));
    }
}
