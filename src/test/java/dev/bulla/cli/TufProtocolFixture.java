package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at {@code bulla tuf-client} as a test suite of TUF clients does: exit codes, the metadata directory, the requests.
 */
abstract class TufProtocolFixture extends TufClientFixture {
    static final Duration DAY = Duration.ofDays(1);

    /** Versions of the trusted roles, read from the files that end in {@code .json} right in the metadata directory. */
    Map<String, Long> trusted() throws IOException {
        Map<String, Long> versions = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("m"), "*.json")) {
            for (Path file : files) {
                Json document = JsonReader.with(JsonLimits.signed(1 << 20)).read(Bytes.adopt(Files.readAllBytes(file)));
                String name = file.getFileName().toString();
                versions.put(
                        name.substring(0, name.length() - ".json".length()),
                        Fields.of(document, "").object("signed").whole("version", 0, Integer.MAX_VALUE));
            }
        }
        return versions;
    }

    /** Versions of root, timestamp, snapshot and targets; 0 for one that is not trusted. */
    List<Long> versions() throws IOException {
        Map<String, Long> trusted = trusted();
        return List.of(
                trusted.getOrDefault("root", 0L),
                trusted.getOrDefault("timestamp", 0L),
                trusted.getOrDefault("snapshot", 0L),
                trusted.getOrDefault("targets", 0L));
    }

    void accepts(Run run) {
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
    }

    /** Exit 1, a word in the message, nothing on standard output. */
    void refuses(Run run, String word) {
        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains(word);
        assertThat(run.out()).isEmpty();
    }

    /** The name under which the server has the file of a role. */
    String file(String role) {
        return role.equals("timestamp") ? "timestamp.json" : publisher.version(role) + "." + role + ".json";
    }

    /** Lets the server have this role without signatures. */
    void unsign(String role) {
        publisher.replace(file(role), RoleDocuments.file(publisher.document(role), List.of()));
    }

    /** Lets a role expire a day ago, and publishes it. */
    void publishExpired(String role) {
        publisher.expire(role, SimulatedPublisher.NOW.minus(DAY));
        if (role.equals("root")) {
            publisher.publishRoot();
        } else {
            publisher.publish(role.equals("targets") ? new String[] {role} : new String[0]);
        }
    }
}
