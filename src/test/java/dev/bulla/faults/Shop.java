package dev.bulla.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A publisher's folder and a namespace {@code acme} in a registry that the program founded: {@code note:1} is signed,
 * {@code other:1} is there and is not.
 */
final class Shop {
    static final String TYPE = "application/vnd.example.note.v1";

    final Path folder;
    final String acme;
    final String note;
    final String other;
    final String root;

    Shop(Path folder, LoopbackRegistry registry) {
        this(folder, registry.host());
    }

    /** The registry is reached by this host and port. */
    Shop(Path folder, String host) {
        this.folder = folder;
        acme = host + "/acme";
        note = acme + "/note:1";
        other = acme + "/other:1";
        List.of("root", "online", "releases", "apps").forEach(this::key);
        root = founded();
        push("note", note);
        push("other", other);
        sign(note);
        done("trust", "add", acme, "--root", root);
    }

    private void key(String name) {
        LocalSigner signer = TestKeys.seeded(name);
        Path keys = folder.resolve(".config/bulla/keys");
        try {
            Files.createDirectories(keys);
            Files.write(keys.resolve(name + ".key"), TestKeys.plainFile(signer).toByteArray());
            Files.write(
                    keys.resolve(name + ".pub"),
                    KeyFiles.write(signer.publicKey()).toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String founded() {
        String out = done(
                        "init",
                        acme,
                        "--profile",
                        "mvp+intoto",
                        "--root-key",
                        "root",
                        "--key",
                        "online",
                        "--releases-key",
                        "releases")
                .out();
        return out.substring(out.indexOf("--root sha256:") + "--root ".length()).strip();
    }

    /** Pushes a small file that says {@code text}. */
    void push(String text, String reference) {
        write("note.txt", text);
        done("push", "note.txt", reference, "--artifact-type", TYPE);
    }

    void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs and publishes at once. */
    void sign(String reference) {
        done("sign", reference, "--key", "releases", "--online-key", "online");
    }

    /** The publisher's world. */
    TestWorld world() {
        return TestWorld.in(folder);
    }

    Run run(String... words) {
        return world().run(words);
    }

    Run done(String... words) {
        Run run = run(words);
        assertThat(run.status())
                .as("bulla %s\n%s%s", String.join(" ", words), run.out(), run.err())
                .isZero();
        return run;
    }
}
