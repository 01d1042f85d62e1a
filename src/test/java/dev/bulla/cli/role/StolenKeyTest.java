package dev.bulla.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.publish.Profile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to consumers when keys are stolen, lost and replaced while they look away (trust.md 14). */
class StolenKeyTest {
    private static final String NS = Machines.NAMESPACE;
    private static final String RELEASES = "targets/releases";

    @TempDir
    Path folder;

    @Test
    void whatAStolenReleasesKeySignedIsRefusedFromTheNextStateOn() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP_INTOTO);
        release(machines, "oci:work:good", "ci");
        release(machines, "oci:work:evil", "ci");
        assertThat(lookup(machines, "oci:work:evil", 1).err()).contains("evil", "is not there");

        machines.key("next");
        Run staged = machines.run(
                "ann",
                "role",
                "rotate",
                NS,
                RELEASES,
                "--add",
                "next.pub",
                "--remove",
                machines.keyId("ci"),
                "--remove-target",
                "oci:work:evil",
                "-o",
                "revoke.staged",
                "--root",
                machines.root());
        machines.signed("revoke.staged", "ann", "ben", "next");
        machines.run("online", machines.publish("revoke.staged"));

        assertThat(staged.out())
                .contains("the keys of now did not sign v3; all of it is listed", "target oci:work:good added")
                .doesNotContain("oci:work:evil");
        assertThat(lookup(machines, "oci:work:evil", 1).err()).contains("no trusted role lists target oci:work:evil");
        Run again = machines.expect(
                8,
                "thief",
                "role",
                "stage",
                NS,
                RELEASES,
                "--add-targets",
                machines.targets("oci:work:evil", "evil"),
                "--sign-key",
                machines.secretKey("ci").toString(),
                "--sign-key",
                machines.secretKey("online").toString(),
                "--root",
                machines.root(),
                "--yes");
        assertThat(again.err()).contains("targets/releases v5 has 0 of 1 signatures that targets v2 demands");
    }

    @Test
    void withoutTheNewHolderAtHandARevokedRoleIsRefusedLoudlyRatherThanKept() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP_INTOTO);
        release(machines, "oci:work:good", "ci");
        machines.key("next");
        machines.run(
                "ann",
                "role",
                "rotate",
                NS,
                RELEASES,
                "--add",
                "next.pub",
                "-o",
                "add.staged",
                "--root",
                machines.root());
        machines.signed("add.staged", "ann", "ben");
        Run added = machines.run("online", machines.publish("add.staged"));

        assertThat(added.err()).as("one key more vouches for what is there").isEmpty();
        assertThat(lookup(machines, "oci:work:good", 1).err()).contains("is not there");
    }

    @Test
    void whoWasOfflineThroughFiveRootsCatchesUp() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        refresh(machines, 0);
        String[] holders = {"ann", "ben", "cleo", "dora", "eve", "finn", "gus", "hal"};
        for (int i = 0; i < 5; i++) {
            machines.key(holders[i + 3]);
            String file = "root" + i + ".staged";
            machines.run(
                    "ann",
                    "role",
                    "rotate",
                    NS,
                    "root",
                    "--add",
                    holders[i + 3] + ".pub",
                    "--remove",
                    machines.keyId(holders[i]),
                    "-o",
                    file,
                    "--root",
                    machines.root());
            machines.signed(file, holders[i], holders[i + 1], holders[i + 2]);
            machines.run("online", machines.publish(file));
        }

        Run caughtUp = refresh(machines, 0);

        assertThat(caughtUp.err()).containsSubsequence("root v2 is verified", "root v6 is verified", "timestamp v6");
    }

    /** Adds a target to the releases role and publishes it. */
    private static void release(Machines machines, String path, String signer) throws IOException {
        machines.run(
                signer,
                "role",
                "stage",
                NS,
                RELEASES,
                "--add-targets",
                machines.targets(path, path),
                "--sign-key",
                machines.secretKey(signer).toString(),
                "--sign-key",
                machines.secretKey("online").toString(),
                "--root",
                machines.root(),
                "--yes");
    }

    /** A consumer that remembers looks a target up; its content is nowhere, so found targets end with "is not there". */
    private Run lookup(Machines machines, String path, int status) {
        refresh(machines, 0);
        return machines.expect(
                status,
                "consumer",
                "tuf-client",
                "--metadata-dir",
                "seen",
                "--metadata-url",
                tree(),
                "--target-name",
                path,
                "--target-base-url",
                tree() + "/targets",
                "--target-dir",
                "got",
                "download");
    }

    private String tree() {
        return folder.resolve("tree").toString();
    }

    /** Any TUF client, over the exported tree. */
    private Run refresh(Machines machines, int status) {
        machines.run("online", "export", NS, "--tuf-tree", "tree");
        if (!folder.resolve("seen").toFile().exists()) {
            machines.run("consumer", "tuf-client", "--metadata-dir", "seen", "init", "tree/1.root.json");
        }
        return machines.expect(
                status, "consumer", "tuf-client", "--metadata-dir", "seen", "--metadata-url", tree(), "refresh");
    }
}
