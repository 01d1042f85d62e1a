package dev.bulla.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.publish.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A 2-of-3 root and 2-of-3 targets from the first ceremony to the loss of everything (trust.md 14, tuf.md 10). */
class CeremonyStoryTest {
    private static final String NS = Machines.NAMESPACE;

    @TempDir
    Path folder;

    @Test
    void aNamespaceIsFoundedByPeopleWhoseKeysNeverMeet() throws IOException {
        Machines machines = new Machines(folder);
        machines.stageFounding("first.staged", Profile.MVP, machines.key("online"), List.of());

        Run early = machines.expect(1, "online", machines.publish("first.staged"));
        machines.signed("first.staged", "ann", "cleo");
        Run run = machines.run("online", machines.publish("first.staged"));

        assertThat(early.err()).contains("root v1 has 0 of 2 signatures");
        assertThat(run.out())
                .contains(
                        "published  root v1, targets v1, snapshot v1, timestamp v1",
                        "  bulla trust add oci:work --root sha256:");
    }

    @Test
    void aTargetIsAddedByTwoOfThreeAndWhoeverSignsSeesItFirst() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        Files.writeString(
                folder.resolve("new.json"),
                "{\"oci:work/app:1\":{\"hashes\":{\"sha256\":\"" + "ab".repeat(32) + "\"},\"length\":7}}");
        String root = machines.root();
        machines.run(
                "ann", "role", "stage", NS, "targets", "--add-targets", "new.json", "-o", "t.staged", "--root", root);

        Run shown = machines.run("ben", "role", "sign", "t.staged");
        machines.signed("t.staged", "ann", "ben");
        Run run = machines.run("online", machines.publish("t.staged"));

        assertThat(shown.out())
                .contains("made from root v1 " + root)
                .contains("target oci:work/app:1 added: 7 bytes, sha256 abab")
                .contains("signed by 0 of the 2 that root v1 demands", machines.keyId("cleo"));
        assertThat(run.out()).contains("published  targets v2, snapshot v2, timestamp v2");
    }

    @Test
    void aLostKeyOfRootIsReplacedByTheOthers() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.stageReplacing("root", "cleo", "dora", "root.staged");

        machines.signed("root.staged", "ann", "dora");
        Run short1 = machines.expect(1, "online", machines.publish("root.staged"));
        machines.signed("root.staged", "ann", "ben", "dora");
        Run run = machines.run("online", machines.publish("root.staged"));

        assertThat(short1.err()).contains("1 of 2 signatures that root v1 demands");
        assertThat(run.out()).contains("published  root v2, snapshot v1, timestamp v2");
    }

    @Test
    void theKeyOfTargetsRotatesWithTheRoleThatItSigned() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.stageReplacing("targets", "ann", "dora", "t.staged");
        machines.signed("t.staged", "ann", "ben", "dora");
        Run run = machines.run("online", machines.publish("t.staged"));

        assertThat(run.out()).contains("published  root v2, targets v2, snapshot v2, timestamp v2");
    }

    @Test
    void theOnlineKeyRotatesAndSnapshotIsSignedAnewWithIt() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        for (String role : List.of("snapshot", "timestamp")) {
            machines.stageReplacing(role, "online", "later", role + ".staged");
            machines.signed(role + ".staged", "ann", "ben");
            Run run = machines.run(
                    "online",
                    "role",
                    "publish",
                    NS,
                    role + ".staged",
                    "--root",
                    machines.root(),
                    "--yes",
                    "--key",
                    machines.secretKey("online").toString(),
                    "--key",
                    machines.secretKey("later").toString());
            assertThat(run.out()).contains("published  root v" + (role.equals("snapshot") ? 2 : 3));
        }

        Run stale = machines.expectWithKeys(8, "online", List.of("ann", "ben", "online"), "role", "stage", NS, "root");

        assertThat(stale.err()).contains("timestamp is signed by 1 of 1 keys, 0 of them given");
    }

    @Test
    void aNewChainIsNeverPublishedByAccident() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.key("eve");
        machines.key("finn");
        machines.run(
                "ann",
                "role",
                "recover",
                NS,
                "--root-key",
                "eve.pub",
                "--root-key",
                "finn.pub",
                "-o",
                "new.staged",
                "--root",
                machines.root());
        machines.signed("new.staged", "eve", "finn");

        Run refused = machines.expect(1, "online", machines.publish("new.staged"));
        Run run = machines.run(
                "online",
                "role",
                "publish",
                NS,
                "new.staged",
                "--new-root",
                "--yes",
                "--key",
                machines.secretKey("online").toString());

        assertThat(refused.err()).contains("--new-root, and every consumer has to decide again");
        assertThat(run.out()).contains("every consumer has to decide for the new root", "bulla trust reset oci:work");
    }

    @Test
    void aConsumerRefusesANewChainUntilToldOtherwise() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.run("consumer", "trust", "add", NS, "--root", machines.root());
        machines.key("eve");
        machines.run(
                "ann", "role", "recover", NS, "--root-key", "eve.pub", "-o", "new.staged", "--root", machines.root());
        machines.signed("new.staged", "eve");
        List<String> words = new ArrayList<>(List.of(machines.publish("new.staged")));
        words.add("--new-root");
        machines.run("online", words.toArray(String[]::new));
        machines.run("online", "export", NS, "--tuf-tree", "tree");

        Run refused = machines.expect(1, "consumer", "role", "list", NS);
        machines.run("consumer", "trust", "reset", NS, "--root", "tree/2.root.json");
        Run accepted = machines.run("consumer", "role", "list", NS);

        assertThat(refused.err()).contains("root v2 has 0 of 2 valid signatures");
        assertThat(accepted.out()).contains("root       v2");
    }
}
