package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client protocol (tuf.md 11.2) and the specification's sections 5.4 to 5.6: versions, hashes, what is remembered. */
class TufVersionProtocolTest extends TufProtocolFixture {
    private void publishAndTrust() {
        init();
        publisher.publish("targets");
        accepts(refresh());
    }

    @Test
    void aTimestampOfEqualVersionIsNoErrorAndItsContentIsNotTaken() throws IOException {
        publishAndTrust();
        Map<String, Bytes> before = files("m");
        publisher.set("timestamp", "x", Json.whole(1));
        publisher.version("snapshot", 3).relist();

        accepts(refresh());
        assertThat(files("m")).isEqualTo(before);
        assertThat(web.requests()).containsExactly("2.root.json", "timestamp.json");
    }

    @Attack("S14")
    @Test
    void aTimestampThatGoesBackIsRefused() throws IOException {
        publishAndTrust();
        publisher.version("timestamp", 1);

        refuses(refresh(), "is version 1 after 2");
        assertThat(versions()).containsExactly(1L, 2L, 2L, 2L);
    }

    @Attack("S14")
    @Test
    void aTimestampWhoseSnapshotGoesBackIsRefused() throws IOException {
        publishAndTrust();
        publisher.version("snapshot", 1).version("timestamp", 3).relist();

        refuses(refresh(), "lists snapshot version 1 after 2");
        assertThat(versions()).containsExactly(1L, 2L, 2L, 2L);
    }

    @Attack("U10")
    @Test
    void aSnapshotWhoseTargetsGoBackIsRefused() throws IOException {
        publishAndTrust();
        publisher.version("targets", 1).publish();

        refuses(refresh(), "lists targets version 1 after 2");
        assertThat(versions()).containsExactly(1L, 3L, 2L, 2L);
    }

    @Attack("S14")
    @Test
    void aRoleThatTheSnapshotNoLongerListsIsRefused() throws IOException {
        publisher.delegate("targets", "other", entry -> entry);
        publishAndTrust();
        publisher.publish();
        Json.Obj meta = (Json.Obj) publisher.document("snapshot").get("meta").orElseThrow();
        publisher.set(
                "snapshot",
                "meta",
                Json.Obj.empty().with("targets.json", meta.get("targets.json").orElseThrow()));
        relistTimestamp();

        refuses(refresh(), "no longer lists role other");
        assertThat(versions()).containsExactly(1L, 3L, 2L, 2L);
    }

    /** The timestamp lists the snapshot as it stands. */
    private void relistTimestamp() {
        publisher.set(
                "timestamp",
                "meta",
                Json.Obj.empty()
                        .with(
                                "snapshot.json",
                                Json.Obj.empty().with("version", Json.whole(publisher.version("snapshot")))));
    }

    @Attack("S13")
    @ParameterizedTest
    @CsvSource({
        "snapshot, changes, has another hash than listed",
        "snapshot, short, has another length than listed",
        "snapshot, much longer, more than the",
        "targets, changes, has another hash than listed",
        "targets, short, has another length than listed",
        "targets, much longer, more than the",
    })
    void aFileWithAnotherHashOrLengthThanListedIsRefused(String role, String later, String why) throws IOException {
        init();
        publisher.set("targets", "x", Json.text("genuine"));
        publisher.set("snapshot", "x", Json.text("genuine")).publish();
        publisher.set(role, "x", Json.text(later));

        refuses(refresh(), why);
        assertThat(trusted()).doesNotContainKey(role);
    }

    @Attack("S13")
    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "targets"})
    void aFileOfAnotherVersionThanListedIsRefused(String role) throws IOException {
        init();
        publisher.listsHashes(false).publish("targets");
        publisher.replace(file(role), signedAs(role, publisher.version(role) + 1));

        refuses(refresh(), "is version 3 where 2 is listed");
        assertThat(trusted()).doesNotContainKey(role);
    }

    private Bytes signedAs(String role, long version) {
        long now = publisher.version(role);
        Bytes file = publisher.version(role, version).signed(role);
        publisher.version(role, now);
        return file;
    }

    @Attack({"T14", "U25", "S9"})
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void aFastForwardIsRecoveredFromByNewKeysOfTheOnlineRoles(String role) throws IOException {
        init();
        publisher.version(role, 2_000_000_000).publish();
        accepts(refresh());
        publisher
                .version(role, 1)
                .version("timestamp", role.equals("timestamp") ? 1 : publisher.version("timestamp") + 1);
        publisher
                .version("snapshot", role.equals("snapshot") ? 1 : publisher.version("snapshot") + 1)
                .relist();
        refuses(refresh(), "after");

        String rotated = role.equals("timestamp") ? "timestamp" : "snapshot";
        publisher
                .rekey(rotated, 1, TestKeys.seeded("new " + rotated))
                .publishRoot()
                .relist();

        accepts(refresh());
        assertThat(trusted()).containsEntry(role, publisher.version(role));
    }

    @Test
    void aSnapshotThatIsNotWhatTheNewTimestampListsStillBoundsVersionsFromBelow() throws IOException {
        publishAndTrust();
        // the same version of snapshot with other content: listed with its hash, and with older targets in it
        publisher.version("targets", 1).version("timestamp", 3).relist();

        refuses(refresh(), "lists targets version 1 after 2");
        assertThat(versions()).containsExactly(1L, 3L, 2L, 2L);
    }

    @Test
    void expiredFilesOnDiskServeAsMemoryAndFreshOnesReplaceThem() throws IOException {
        publishAndTrust();
        for (String role : List.of("timestamp", "snapshot", "targets", "root")) {
            publisher.expire(role, SimulatedPublisher.NOW.plus(DAY.multipliedBy(90)));
        }
        publisher.publishRoot().publish("targets");

        accepts(refreshLater());
        assertThat(versions()).containsExactly(2L, 3L, 3L, 3L);

        publisher.version("timestamp", 1);
        refuses(refreshLater(), "is version 1 after 3");
    }

    @Attack("S10")
    @Test
    void expiredFilesOnDiskAreNotEnoughWhenTheServerHasNothingNewer() throws IOException {
        publishAndTrust();
        publisher
                .expire("root", SimulatedPublisher.NOW.plus(DAY.multipliedBy(90)))
                .publishRoot();

        refuses(refreshLater(), "timestamp expired");
        assertThat(versions()).containsExactly(2L, 2L, 2L, 2L);
    }

    private Run refreshLater() {
        web.forget();
        List<String> words =
                List.of("tuf-client", "--metadata-dir", "m", "--metadata-url", web.metadataUrl(), "refresh");
        return TestWorld.in(folder)
                .at(SimulatedPublisher.NOW.plus(DAY.multipliedBy(60)))
                .run(words.toArray(String[]::new));
    }

    @Test
    void onlyWhatChangedIsAskedForAgain() {
        publishAndTrust();
        publisher.publish();
        accepts(refresh());
        assertThat(web.requests()).containsExactly("2.root.json", "timestamp.json", "3.snapshot.json");

        publisher.publish("targets");
        accepts(refresh());
        assertThat(web.requests())
                .containsExactly("2.root.json", "timestamp.json", "4.snapshot.json", "3.targets.json");
    }

    @Attack("U21")
    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void aFileThatIsMissingEndsTheUpdateAndTheNextOneGoesOn(String role) throws IOException {
        init();
        List<String> order = new ArrayList<>(List.of("timestamp", "snapshot", "targets"));
        web.status("/metadata/" + file(role), 404);

        refuses(refresh(), "is not there");
        assertThat(trusted().keySet()).doesNotContainAnyElementsOf(order.subList(order.indexOf(role), 3));

        web.status("/metadata/" + file(role), 200);
        accepts(refresh());
        assertThat(versions()).containsExactly(1L, 1L, 1L, 1L);
    }

    @Attack("U14")
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"signatures\":null,\"signed\":null}", "\u00ff", "<html>"})
    void whateverElseIsServedIsRefusedWithAMessage(String content) throws IOException {
        init();
        publisher.replace("timestamp.json", Bytes.utf8(content));

        refuses(refresh(), "rejected: timestamp is refused");
        assertThat(versions()).containsExactly(1L, 0L, 0L, 0L);
    }
}
