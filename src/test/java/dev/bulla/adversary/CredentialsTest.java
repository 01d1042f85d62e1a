package dev.bulla.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import dev.bulla.testkit.loopback.RequestLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A login goes to its registry alone, in its one header, and is never shown: every request of a proxy and every output at
 * the highest verbosity is searched for it (threats T20).
 */
@Timeout(120)
class CredentialsTest {
    private static final String APP = Estate.REGISTRY + "/acme/app:1";

    @TempDir
    private Path folder;

    private final List<Run> runs = new ArrayList<>();

    @BeforeEach
    void anArtifactInALayout() {
        try (Store layout = LayoutStore.writing(new Place.LayoutPlace(folder.resolve("usb"), false))) {
            layout.tag(Samples.image(1).pushTo(layout).manifest(), new Tag("1"));
        }
    }

    private void configure(Estate.Way way) throws IOException {
        String entry = way == Estate.Way.IDENTITY_TOKEN
                ? auths("\"identitytoken\":\"" + Estate.IDENTITY + "\"")
                : auths("\"auth\":\"" + Estate.basic() + "\"");
        Files.writeString(folder.resolve("config.json"), entry);
    }

    private static String auths(String members) {
        return "{\"auths\":{\"" + Estate.REGISTRY + "\":{" + members + "}}}";
    }

    private TestWorld world(Estate estate) {
        return TestWorld.in(folder)
                .with(Variable.DOCKER_CONFIG, folder.toString())
                .with(Variable.HTTP_PROXY, "http://" + estate.proxy.host());
    }

    private Run run(TestWorld world, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-v", "-v", "--plain-http", "--timeout", "2s"));
        Run run = world.run(all.toArray(String[]::new));
        runs.add(run);
        return run;
    }

    @Attack({"T20", "O20"})
    @ParameterizedTest
    @EnumSource
    void t20_aLoginGoesToItsRegistryAloneAndIsNeverShown(Estate.Way way) throws IOException {
        configure(way);
        try (Estate estate = new Estate(way)) {
            TestWorld world = world(estate);
            Run pushed = run(world, "copy", "oci:usb:1", APP);
            Run listed = run(world, "tree", APP, "--format", "json");
            run(world, "verify", APP, "--trace", "trace.json", "--format", "json");
            run(world, "copy", APP, "oci:back:1");
            run(world, "doctor", Estate.REGISTRY + "/acme/app", "--format", "json");
            run(world.input(Estate.PASSWORD), "login", Estate.REGISTRY, "--username", Estate.USER, "--password-stdin");
            run(world, "logout", Estate.REGISTRY);

            assertThat(pushed.status() == 0 && listed.status() == 0)
                    .as(pushed.err() + listed.err())
                    .isEqualTo(way.works());
            assertThat(estate.proxy.log().entries()).isNotEmpty();
            for (RequestLog.Entry entry : estate.proxy.log().entries()) {
                boolean own = entry.request().host().equals(Estate.REGISTRY);
                String heard = own
                        ? Estate.open(entry)
                        : Estate.open(entry) + entry.request().headers();
                assertThat(estate.secrets()).as(entry.toString()).noneMatch(heard::contains);
            }
            nothingIsShown(estate);
            assertThat(folder.resolve("trace.json")).isNotEmptyFile();
            nothingIsWritten(estate);
        }
    }

    /** Neither the trace nor any file of cache and memory has a login; the file that was given is the user's own. */
    private void nothingIsWritten(Estate estate) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(file.endsWith("config.json")
                                || estate.secrets().stream().noneMatch(text::contains))
                        .as(file.toString())
                        .isTrue();
            }
        }
    }

    private void nothingIsShown(Estate estate) {
        for (Run run : runs) {
            String shown = run.out() + run.err();
            assertThat(estate.secrets()).as(shown).noneMatch(shown::contains);
            assertThat(shown).doesNotContain("signature=of-the-storage").doesNotContain("Authorization: ");
        }
    }

    @Attack("T20")
    @Test
    void t20_aBrokenFileOfLoginsIsNotQuoted() throws IOException {
        for (String broken : List.of(
                "{\"auths\":{\"registry.example\":{\"auth\":" + Estate.PASSWORD + "}}}",
                "{\"auths\":{\"registry.example\":{\"auth\":\"" + Estate.PASSWORD + "\"}}}",
                "{\"auths\":{\"registry.example\":\"" + Estate.PASSWORD + "\"}}",
                Estate.PASSWORD,
                "{\"auths\":{\"registry.example\":{\"auth\":\"" + Estate.basic() + "\",\"auth\":\"x\"}}}")) {
            Files.writeString(folder.resolve("config.json"), broken);
            try (Estate estate = new Estate(Estate.Way.BASIC)) {
                run(world(estate), "tree", APP);
                nothingIsShown(estate);
            }
        }
    }

    @Attack("T20")
    @Test
    void t20_aWordBeforeAnAddressIsNotShown() {
        try (Estate estate = new Estate(Estate.Way.BASIC)) {
            String login = Estate.USER + ":" + Estate.PASSWORD.replace(':', '-') + "@";
            String secret = Estate.PASSWORD.replace(':', '-');
            TestWorld world = world(estate);
            Run reference = run(world, "tree", login + APP);
            Run address = world.run(
                    "tuf-client",
                    "--metadata-dir",
                    "m",
                    "--metadata-url",
                    "http://" + login + "registry.example/m",
                    "refresh");

            assertThat(reference.status()).isNotZero();
            assertThat(address.status()).isNotZero();
            assertThat(reference.out() + reference.err())
                    .contains("@" + Estate.REGISTRY)
                    .doesNotContain(secret);
            assertThat(address.out() + address.err()).doesNotContain(secret);
        }
    }
}
