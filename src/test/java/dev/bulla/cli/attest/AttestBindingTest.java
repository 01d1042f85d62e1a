package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hex;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts bound and links listed by the roles of a namespace (trust.md section 6), through the program. */
class AttestBindingTest {
    private static final String NOTE = "oci:shop:1.0";
    private static final String TYPE = "application/vnd.example.note.v1";

    @TempDir
    Path folder;

    @BeforeEach
    void aNamespaceAndAnArtifactWithItsChain() throws IOException {
        for (String person : List.of("root", "owner", "dev", "ci", "online", "release")) {
            key(person);
        }
        done(
                "init",
                "oci:shop",
                "--profile",
                "mvp+intoto",
                "--root-key",
                "root",
                "--targets-key",
                "owner",
                "--key",
                "online",
                "--releases-key",
                "release");
        Files.writeString(folder.resolve("note.txt"), "hello");
        done("push", "note.txt", NOTE, "--artifact-type", TYPE);
        done(
                "attest",
                "run",
                "--step",
                "write",
                "--key",
                "dev",
                "--link-dir",
                "links",
                "--product",
                "note.txt",
                "--",
                "true");
        done(
                "attest",
                "run",
                "--step",
                "store",
                "--key",
                "ci",
                "--link-dir",
                "links",
                "--material",
                "note.txt",
                "--product",
                NOTE,
                "--",
                "true");
        done(
                "in-toto",
                "layout",
                "new",
                "--template",
                "chain",
                "--step",
                "write",
                "--step",
                "store",
                "--functionary",
                "write=dev.pub",
                "--functionary",
                "store=ci.pub",
                "-o",
                "root.layout");
        done("in-toto", "layout", "sign", "root.layout", "--key", "owner");
    }

    /** A key pair in files, the secret one without a passphrase: deriving keys takes the time of the tests. */
    private void key(String person) throws IOException {
        Bytes secret = HashFunction.SHA256.hash(Bytes.utf8("binding " + person));
        byte[] der = Hex.decode("302e020100300506032b657004220420")
                .orElseThrow()
                .concat(secret)
                .toByteArray();
        String body = Base64.getEncoder().encodeToString(der);
        Path keys = Files.createDirectories(folder.resolve(".config/bulla/keys"));
        Files.writeString(
                keys.resolve(person + ".key"),
                "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        byte[] half = KeyFiles.write(TestKeys.ed25519(secret).publicKey()).toByteArray();
        Files.write(keys.resolve(person + ".pub"), half);
        Files.write(folder.resolve(person + ".pub"), half);
    }

    private Run run(String... words) {
        return TestWorld.in(folder).run(words);
    }

    private Run done(String... words) {
        Run run = run(words);
        assertThat(run.status()).as(String.join(" ", words) + "\n" + run.err()).isZero();
        return run;
    }

    private void sign() {
        done("sign", NOTE, "--key", "release", "--online-key", "online");
    }

    private List<String> links() {
        List<String> flags = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder.resolve("links"), "*.link")) {
            for (Path link : links) {
                flags.addAll(List.of("--link", link.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return flags;
    }

    private Run list(String... more) {
        List<String> words = new ArrayList<>(List.of("attest", NOTE));
        words.addAll(links());
        words.addAll(List.of(more));
        return run(words.toArray(new String[0]));
    }

    private Run bind(String pattern, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "attest", NOTE, "--layout", "root.layout", "--layout-key", "owner.pub", "--applies-to", pattern));
        words.addAll(List.of(more));
        return run(words.toArray(new String[0]));
    }

    @Test
    void aBoundLayoutHasToBeMetAndListedLinksMeetIt() throws IOException {
        assertThat(bind("oci:shop/*:*", "--dry-run").err()).contains("the layout would not apply to oci:shop:1.0");
        Run bound = bind("oci:shop:*", "--sign-key", "owner", "--sign-key", "online", "--yes");
        assertThat(bound.status()).as(bound.err()).isZero();
        assertThat(bound.err()).contains("will apply to oci:shop:*: what has such a name and does not meet it");

        sign();
        Run unmet = run("verify", NOTE);
        assertThat(unmet.status()).isEqualTo(1);
        assertThat(unmet.err()).contains("has 0 of 1 links");

        Run listed = list("--sign-key", "release", "--sign-key", "online", "--yes");
        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(bound.err()).doesNotContain("capsule");
        assertThat(listed.err()).contains("renewed the capsule of ");
        Run met = run("verify", NOTE, "--min-level", "3a", "--format", "json");
        assertThat(met.status()).as(met.err()).isZero();
        assertThat(met.out()).contains("\"level\": \"3a\"", "\"bound\": true");
        assertThat(run("provenance", NOTE, "--format", "json").out()).contains("\"trust\": \"tuf\"", "\"write\"");
        assertThat(run("provenance", NOTE).out()).startsWith("accepted  oci:").contains("write  ", "store  ");
        assertThat(run("provenance", NOTE, "--param", "a=b").status()).isEqualTo(2);

        Files.copy(folder.resolve("root.layout"), folder.resolve("second.layout"));
        String[] second = {
            "attest",
            NOTE,
            "--layout",
            "second.layout",
            "--layout-key",
            "owner.pub",
            "--applies-to",
            "oci:shop:1.*",
            "--dry-run"
        };
        Run conflict = run(second);
        assertThat(conflict.status()).isEqualTo(9);
        assertThat(conflict.err()).contains("root.layout applies to oci:shop:1.0 already");
        List<String> meant = new ArrayList<>(List.of(second));
        meant.add("--besides");
        done(meant.toArray(new String[0]));
    }

    @Test
    void aBindingIsStagedForTheOfflineKeysAndLinksAreListedBeforeTheArtifactIsSigned() {
        Run staged = bind("oci:shop:*", "-o", "targets.staged");
        assertThat(staged.status()).as(staged.err()).isZero();
        Run signed = done("role", "sign", "targets.staged", "--key", "owner", "--yes");
        assertThat(signed.out() + signed.err()).contains("\"applies-to\":[\"oci:shop:*\"]");
        done("role", "publish", "oci:shop", "targets.staged", "--key", "online", "--yes");
        Run listed = list("--sign-key", "release", "--sign-key", "online", "--yes");
        assertThat(listed.status()).as(listed.err()).isZero();
        sign();

        assertThat(run("verify", NOTE, "--min-level", "3a").status()).isZero();
    }

    /** The graph that is verified is what a layout's own inspection sees (intoto.md 10). */
    @Test
    void anInspectionOfTheGraphSeesTheArtifactThatIsVerified() throws IOException {
        for (String from : List.of("store", "write")) {
            done(
                    "in-toto",
                    "layout",
                    "new",
                    "--template",
                    "chain",
                    "--step",
                    "write",
                    "--step",
                    "store",
                    "--functionary",
                    "write=dev.pub",
                    "--functionary",
                    "store=ci.pub",
                    "-o",
                    from + ".layout");
            Path draft = folder.resolve(from + ".layout");
            String inspection =
                    "\"inspect\":[{\"_type\":\"inspection\",\"name\":\"graph\",\"run\":[\"bulla:oci-graph\"],"
                            + "\"expected_materials\":[],\"expected_products\":[[\"MATCH\",\"pkg:oci/*\",\"WITH\",\"PRODUCTS\","
                            + "\"FROM\",\"" + from + "\"],[\"DISALLOW\",\"*\"]]}]";
            String text = Files.readString(draft);
            assertThat(text).containsPattern("\"inspect\" *: *\\[\\]");
            Files.writeString(draft, text.replaceFirst("\"inspect\" *: *\\[\\]", inspection));
            done("in-toto", "layout", "sign", from + ".layout", "--key", "owner");
        }
        sign();
        assertThat(list("--sign-key", "release", "--sign-key", "online", "--yes")
                        .status())
                .isZero();

        bound("write.layout");
        Run other = run("verify", NOTE);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("graph");
        bound("store.layout", "--besides");

        Run met = run("verify", NOTE, "--min-level", "3a");
        assertThat(met.status()).as(met.err()).isZero();
    }

    private void bound(String layout, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "attest",
                NOTE,
                "--layout",
                layout,
                "--layout-key",
                "owner.pub",
                "--applies-to",
                "oci:shop:*",
                "--sign-key",
                "owner",
                "--sign-key",
                "online",
                "--yes"));
        words.addAll(List.of(more));
        done(words.toArray(new String[0]));
    }
}
