package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.HeadManifest;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.registry.CredentialSource;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import dev.bulla.testkit.tuf.SimulatedSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One repository over HTTP, in a registry, in a layout directory and in a layout tar: the verdict is the same, to the role
 * and the section (tuf.md 11.1).
 */
class SameVerdictTest {

    private static final RegistryOptions OPTIONS = RegistryOptions.standard(
                    HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW)))
            .withCredentials(CredentialSource.anonymous());

    private static LoopbackRegistry registry;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        registry = LoopbackRegistry.start();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    /** What a publisher, or somebody in between, does to the repository. */
    record Story(String name, boolean inTar, Consumer<SimulatedPublisher> move) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Story> stories() {
        return Stream.of(
                new Story("nothing wrong", true, publisher -> {}),
                new Story(
                        "two root rotations",
                        true,
                        publisher -> publisher
                                .rekey("timestamp", 1, TestKeys.seeded("t2"))
                                .publishRoot()
                                .publishRoot()
                                .publish()),
                new Story(
                        "root signed by a stranger",
                        false,
                        publisher -> publisher
                                .rekey("root", 1, TestKeys.seeded("r2"))
                                .publishRoot()),
                new Story(
                        "root version skipped",
                        false,
                        publisher -> publisher
                                .version("root", 2)
                                .publishRoot()
                                .roots()
                                .add(1, publisher.roots().get(1))),
                new Story("expired root", false, publisher -> {
                    past(publisher, "root").publishRoot();
                }),
                new Story(
                        "expired timestamp",
                        false,
                        publisher -> past(publisher, "timestamp").publish()),
                new Story(
                        "expired snapshot",
                        false,
                        publisher -> past(publisher, "snapshot").publish()),
                new Story(
                        "expired targets",
                        false,
                        publisher -> past(publisher, "targets").publish("targets")),
                new Story(
                        "expired delegated",
                        false,
                        publisher -> past(publisher, "releases").publish("releases")),
                new Story(
                        "unsigned timestamp",
                        false,
                        publisher -> publisher.signers("timestamp").clear()),
                new Story("unsigned snapshot", true, publisher -> unsigned(publisher, "snapshot")),
                new Story("unsigned targets", false, publisher -> unsigned(publisher, "targets")),
                new Story("unsigned delegated", false, publisher -> unsigned(publisher, "releases")),
                new Story(
                        "snapshot of another version",
                        false,
                        publisher -> publisher.replace(
                                publisher.version("snapshot") + ".snapshot.json",
                                RoleDocuments.sign(
                                        publisher.document("snapshot").with("version", Json.whole(9)),
                                        publisher.signers("snapshot")))),
                new Story(
                        "targets swapped",
                        false,
                        publisher -> publisher.replace(
                                publisher.version("targets") + ".targets.json",
                                Bytes.utf8("{\"signed\":{},\"signatures\":[]}"))),
                new Story(
                        "timestamp of a strange shape",
                        false,
                        publisher -> publisher.replace("timestamp.json", Bytes.utf8("[null]"))),
                new Story(
                        "timestamp that never ends",
                        false,
                        publisher -> publisher.replace("timestamp.json", Bytes.utf8(" ".repeat(20_000)))),
                new Story(
                        "snapshot missing",
                        false,
                        publisher -> publisher.remove(publisher.version("snapshot") + ".snapshot.json")),
                new Story(
                        "delegated missing",
                        true,
                        publisher -> publisher.remove(publisher.version("releases") + ".releases.json")),
                new Story("delegated unlisted", false, publisher -> {
                    Json.Obj meta = (Json.Obj)
                            publisher.document("snapshot").get("meta").orElseThrow();
                    publisher.set("snapshot", "meta", meta.without("releases.json"));
                    publisher.set("timestamp", "meta", Json.Obj.empty());
                    Json.Obj info = Json.Obj.empty().with("version", Json.whole(publisher.version("snapshot")));
                    publisher.set("timestamp", "meta", Json.Obj.empty().with("snapshot.json", info));
                }),
                new Story(
                        "versions without hashes",
                        false,
                        publisher -> publisher.listsHashes(false).relist()),
                new Story(
                        "target dropped",
                        false,
                        publisher -> publisher
                                .set("releases", "targets", Json.Obj.empty())
                                .publish("releases")));
    }

    private static SimulatedPublisher past(SimulatedPublisher publisher, String role) {
        return publisher.expire(role, SimulatedPublisher.NOW.minus(Duration.ofSeconds(1)));
    }

    private static void unsigned(SimulatedPublisher publisher, String role) {
        publisher.signers(role).clear();
        publisher.relist();
    }

    @Attack("T32")
    @ParameterizedTest
    @MethodSource("stories")
    void theVerdictIsTheSameWhereverTheRepositoryLies(Story story) {
        SimulatedPublisher publisher = OneRepository.repository();
        Bytes pinned = publisher.roots().get(0);
        story.move().accept(publisher);
        String expected = OneRepository.verdict(new SimulatedSource(publisher), pinned);

        assertThat(OneRepository.overHttp(publisher, pinned)).as("over HTTP").isEqualTo(expected);
        assertThat(inRegistry(publisher, pinned, story)).as("in a registry").isEqualTo(expected);
        assertThat(OneRepository.inLayout(publisher, pinned, new Place.LayoutPlace(folder.resolve("layout"), false)))
                .as("in a layout directory")
                .isEqualTo(expected);
        if (story.inTar()) { // a tar is written anew for each, and read like the directory
            assertThat(OneRepository.inLayout(
                            publisher, pinned, new Place.LayoutPlace(folder.resolve("layout.tar"), true)))
                    .as("in a layout tar")
                    .isEqualTo(expected);
        }
        if (story.name().equals("nothing wrong") || story.name().equals("two root rotations")) {
            assertThat(expected).startsWith("listed by [targets, releases]");
        } else if (!story.name().equals("versions without hashes")) {
            assertThat(expected).doesNotStartWith("listed");
        }
    }

    private static String inRegistry(SimulatedPublisher publisher, Bytes pinned, Story story) {
        Place.RegistryPlace place =
                new Place.RegistryPlace(registry.host(), story.name().replace(' ', '-') + "/tuf");
        try (Store store = RegistryStore.open(place, OPTIONS)) {
            SimulatedNamespace.put(
                    store, HeadManifest.builder(OneRepository.ACME.toString(), OneRepository.files(publisher)));
            return OneRepository.verdict(HeadSource.at(store).orElseThrow(), pinned);
        }
    }
}
