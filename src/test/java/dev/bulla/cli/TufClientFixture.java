package dev.bulla.cli;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a simulated publisher behind a web server, and the program. */
abstract class TufClientFixture {
    @TempDir
    Path folder;

    final SimulatedPublisher publisher = new SimulatedPublisher();
    final WebServer web = WebServer.of(publisher);

    @BeforeEach
    void writeRoot() throws IOException {
        Files.write(folder.resolve("first.json"), publisher.roots().get(0).toByteArray());
    }

    @AfterEach
    void stop() {
        web.close();
    }

    Run bulla(String... words) {
        return TestWorld.in(folder).at(SimulatedPublisher.NOW).run(words);
    }

    Run init() {
        return bulla("tuf-client", "--metadata-dir", "m", "init", "first.json");
    }

    Run refresh() {
        web.forget();
        return bulla("tuf-client", "--metadata-dir", "m", "--metadata-url", web.metadataUrl(), "refresh");
    }

    Run download(String... names) {
        web.forget();
        List<String> words = new ArrayList<>(
                List.of("tuf-client", "--metadata-dir", "m", "--metadata-url", web.metadataUrl(), "--target-dir", "t"));
        words.addAll(List.of("--target-base-url", web.targetsUrl()));
        for (String name : names) {
            words.addAll(List.of("--target-name", name));
        }
        words.add("download");
        return bulla(words.toArray(String[]::new));
    }

    Map<String, Bytes> files(String directory) throws IOException {
        Map<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder.resolve(directory))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.resolve(directory).relativize(file).toString(), Bytes.adopt(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
