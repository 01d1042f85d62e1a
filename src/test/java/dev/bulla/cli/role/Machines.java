package dev.bulla.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hex;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Digest;
import dev.bulla.publish.Founding;
import dev.bulla.publish.Profile;
import dev.bulla.publish.ceremony.NamedFile;
import dev.bulla.publish.ceremony.StagedFile;
import dev.bulla.publish.ceremony.StagedFormat;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.tuf.RoleName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Machines that share a folder, as if a stick went round: each has a configuration directory of its own, keys of its own,
 * and the same clock. {@code oci:work} is the namespace.
 */
final class Machines {
    static final String NAMESPACE = "oci:work";

    /** RFC 8410 section 7: what stands before the 32 bytes of the secret. */
    private static final String ED25519_PKCS8 = "302e020100300506032b657004220420";

    final Path folder;
    private final Map<String, TestWorld> worlds = new HashMap<>();
    private Instant now = TestWorld.NOW;

    Machines(Path folder) {
        this.folder = folder;
    }

    /** The machine of a person, with the shared folder as working directory. */
    TestWorld of(String person) {
        return worlds.computeIfAbsent(
                        person,
                        name -> TestWorld.in(folder)
                                .with(Variable.BULLA_CONFIG_DIR, config(name).toString())
                                .with(Variable.BULLA_PASSPHRASE, "of " + name))
                .at(now);
    }

    private Path config(String person) {
        return folder.resolve("machines").resolve(person);
    }

    /** Time passes for everybody. */
    void at(Instant time) {
        now = time;
    }

    Instant now() {
        return now;
    }

    /** Runs on a machine and insists that it went well. */
    Run run(String person, String... words) {
        Run run = of(person).run(words);
        assertThat(run.status())
                .as(String.join(" ", words) + "\n" + run.out() + run.err())
                .isZero();
        return run;
    }

    /** Runs on a machine and insists on an exit code. */
    Run expect(int status, String person, String... words) {
        Run run = of(person).run(words);
        assertThat(run.status())
                .as(String.join(" ", words) + "\n" + run.out() + run.err())
                .isEqualTo(status);
        return run;
    }

    /** The key of a person, on that person's machine; no passphrase, since deriving keys takes the time of the tests. */
    PublicKey key(String person) {
        Bytes secret = HashFunction.SHA256.hash(Bytes.utf8(person));
        try {
            Path file = secretKey(person);
            Files.createDirectories(config(person));
            String pkcs8 = Base64.getEncoder()
                    .encodeToString(Hex.decode(ED25519_PKCS8 + secret.hex())
                            .orElseThrow()
                            .toByteArray());
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + pkcs8 + "\n-----END PRIVATE KEY-----\n");
            PublicKey key = TestKeys.ed25519(secret).publicKey();
            Files.write(folder.resolve(person + ".pub"), KeyFiles.write(key).toByteArray());
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the secret key of a person is: on that machine. */
    Path secretKey(String person) {
        return config(person).resolve(person + ".pem");
    }

    String keyId(String person) {
        return TestKeys.ed25519(HashFunction.SHA256.hash(Bytes.utf8(person)))
                .keyId()
                .value();
    }

    /** A staged file that founds the namespace: 2 of ann, ben and cleo for root and targets, one online key. */
    void stageFounding(String file, Profile profile, PublicKey online, List<PublicKey> releases) throws IOException {
        List<PublicKey> holders = List.of(key("ann"), key("ben"), key("cleo"));
        Founding founding = new Founding(
                NAMESPACE,
                profile,
                new Founding.Holders(holders, 2),
                new Founding.Holders(holders, 2),
                List.of(online),
                releases,
                List.of(),
                profile.lives(Map.of()));
        List<NamedFile> staged = new ArrayList<>();
        founding.drafts(now).forEach((role, draft) -> staged.add(new NamedFile(role, draft.bytes())));
        Files.write(
                folder.resolve(file),
                StagedReview.of(new StagedFile(NAMESPACE, List.of(), staged))
                        .orThrow()
                        .toBytes()
                        .toByteArray());
    }

    /** Copies go round, people sign them, the copies come back into {@code file}. */
    void signed(String file, String... people) throws IOException {
        List<String> words = new ArrayList<>(List.of("role", "merge"));
        for (String person : people) {
            String copy = person + "-" + file;
            Files.copy(folder.resolve(file), folder.resolve(copy), StandardCopyOption.REPLACE_EXISTING);
            run(person, "role", "sign", copy, "--key", secretKey(person).toString(), "--yes");
            words.add(copy);
        }
        words.addAll(List.of("-o", file));
        run(people[0], words.toArray(String[]::new));
    }

    /** The namespace as it stands after the first ceremony; with a role for releases its key is that of ci. */
    Machines founded(Profile profile) throws IOException {
        List<PublicKey> releases = profile.hasReleases() ? List.of(key("ci")) : List.of();
        stageFounding("first.staged", profile, key("online"), releases);
        List<String> holders = new ArrayList<>(List.of("ann", "cleo"));
        if (profile.hasReleases()) {
            holders.add("ci");
        }
        signed("first.staged", holders.toArray(String[]::new));
        run("online", publish("first.staged"));
        return this;
    }

    /** Runs a command of roles on a machine that has the secret keys of these people, so that it is published at once. */
    Run withKeys(String machine, List<String> people, String... words) {
        return expectWithKeys(0, machine, people, words);
    }

    /** As {@link #withKeys}, insisting on an exit code. */
    Run expectWithKeys(int status, String machine, List<String> people, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        people.forEach(
                person -> all.addAll(List.of("--sign-key", secretKey(person).toString())));
        all.addAll(List.of("--root", root(), "--yes"));
        return expect(status, machine, all.toArray(String[]::new));
    }

    /** Ann stages a role in which the key of {@code added}, made now, takes the place of another. */
    void stageReplacing(String role, String removed, String added, String file) {
        key(added);
        run(
                "ann",
                "role",
                "rotate",
                NAMESPACE,
                role,
                "--add",
                added + ".pub",
                "--remove",
                keyId(removed).substring(0, 12),
                "-o",
                file,
                "--root",
                root());
    }

    /** The words that publish a staged file with the online key. */
    String[] publish(String file) {
        return new String[] {
            "role", "publish", NAMESPACE, file, "--key", secretKey("online").toString(), "--root", root(), "--yes"
        };
    }

    /** The digest of the first root. */
    String root() {
        try {
            Bytes file = Bytes.adopt(Files.readAllBytes(folder.resolve("first.staged")));
            return StagedFormat.read(file)
                    .map(staged -> Digest.of(staged.staged(RoleName.ROOT).orElseThrow()))
                    .orThrow()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of targets that lists {@code path} with {@code content}. */
    String targets(String path, String content) throws IOException {
        Bytes bytes = Bytes.utf8(content);
        String name = HashFunction.SHA256.hash(Bytes.utf8(path)).hex().substring(0, 8) + ".targets";
        Files.writeString(
                folder.resolve(name),
                "{\"" + path + "\":{\"hashes\":{\"sha256\":\""
                        + HashFunction.SHA256.hash(bytes).hex() + "\"},\"length\":" + bytes.length() + "}}");
        return name;
    }
}
