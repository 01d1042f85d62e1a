package dev.bulla.faults;

import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import java.nio.file.Path;
import java.util.List;

/** A command that writes files, and how whoever comes after it finds out whether they are any good. */
enum DiskJob {
    /** A root is pinned. */
    TRUST_ADD("trust add ACME --root ROOT", "verify NOTE", false),
    /** What was seen of the roles is remembered, and content is kept in the cache. */
    VERIFY("verify NOTE", "verify NOTE", true),
    /** What is remembered is renewed. */
    TRUST_UPDATE("trust update ACME", "verify NOTE", true),
    /** A lock file for other machines. */
    LOCK_UPDATE("lock update NOTE --lock trust.lock", "verify NOTE --lock trust.lock", true),
    /** A layout directory. */
    COPY_TO_DIRECTORY("copy NOTE oci:usb:1", "copy oci:usb:1 oci:back:1", false),
    /** A layout in one file. */
    COPY_TO_TAR("copy NOTE oci:usb.tar:1", "copy oci:usb.tar:1 oci:back:1", false),
    /** A file to carry. */
    EXPORT("export NOTE note.tar", "tree oci:note.tar", true),
    /** Role files for other TUF clients. */
    EXPORT_TREE("export ACME --tuf-tree tree", "import tree oci:back/acme", false),
    /** A key. */
    KEY_NEW("key new fresh", "key export fresh --secret -o fresh.pem", false);

    final String words;
    final String use;
    private final boolean pinned;

    DiskJob(String words, String use, boolean pinned) {
        this.words = words;
        this.use = use;
        this.pinned = pinned;
    }

    /** Does what has to be done before. */
    void prepare(Shop shop, Path folder) {
        if (pinned) {
            Run run = run(shop, folder, TRUST_ADD.words);
            if (run.status() != 0) {
                throw new AssertionError(run.err());
            }
        }
    }

    /** Runs a line of this table in a folder, which may be on a disk that fails. */
    static Run run(Shop shop, Path folder, String line) {
        List<String> words = List.of(line.replace("ACME", shop.acme)
                .replace("NOTE", shop.note)
                .replace("ROOT", shop.root)
                .split(" "));
        return TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE, "of a test").run(words.toArray(String[]::new));
    }
}
