package dev.bulla.cli.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A namespace in a registry with one bundle for each level of CNAB Security 300, made by the program alone: pushed, signed,
 * attested, each as far as its level needs it. Repository {@code b3a} holds the bundle of level 3a, {@code i3a} its images.
 */
final class LevelShop implements AutoCloseable {
    static final List<String> LEVELS = List.of("0", "1a", "1b", "2", "3a", "3b", "4");

    private static final List<String> BUNDLE_SIGNED = List.of("1b", "2", "3a", "3b", "4");
    private static final List<String> IMAGES_SIGNED = List.of("1a", "2", "3a", "3b", "4");
    private static final List<String> BUNDLE_MADE = List.of("3b", "4");
    private static final List<String> IMAGES_MADE = List.of("3a", "4");
    private static final String TYPE = "application/vnd.example.script.v1";

    final LoopbackRegistry registry = LoopbackRegistry.start();
    final String namespace = registry.host() + "/acme";
    private final Path folder;
    private final String root;

    /** Bundles of these levels. */
    LevelShop(Path folder, List<String> levels) throws IOException {
        this.folder = folder;
        for (String person : List.of("root", "owner", "ci", "online", "release")) {
            key(person);
        }
        root = founded();
        layout();
        List<String> signed = new ArrayList<>();
        for (String level : levels) {
            push(level);
            signed.addAll(
                    IMAGES_SIGNED.contains(level)
                            ? List.of(image(level, "web"), image(level, "installer"))
                            : List.of());
            signed.addAll(BUNDLE_SIGNED.contains(level) ? List.of(bundle(level)) : List.of());
        }
        done(words("sign", signed.toArray(new String[0]), "--key", "release", "--online-key", "online"));
        for (String level : both(levels, IMAGES_MADE)) {
            bind(image(level, "web"), repository("i", level) + ":*");
            for (String name : List.of("web", "installer")) {
                list(image(level, name), folder.resolve("links-" + level + "-" + name));
            }
        }
        for (String level : both(levels, BUNDLE_MADE)) {
            bind(bundle(level), repository("b", level) + ":*");
            list(bundle(level), folder.resolve("links-" + level + "-bundle"));
        }
    }

    private static List<String> both(List<String> levels, List<String> others) {
        return levels.stream().filter(others::contains).toList();
    }

    String bundle(String level) {
        return repository("b", level) + ":1";
    }

    String image(String level, String name) {
        return repository("i", level) + ":" + name;
    }

    String repository(String kind, String level) {
        return namespace + "/" + kind + level;
    }

    /** The path of the layout that speaks about an artifact. */
    String layoutOf(String reference) {
        return reference.substring(0, reference.lastIndexOf(':')) + "/in-toto-metadata/root.layout";
    }

    private void key(String person) throws IOException {
        Bytes secret = HashFunction.SHA256.hash(Bytes.utf8("level " + person));
        Path keys = Files.createDirectories(folder.resolve(".config/bulla/keys"));
        var signer = TestKeys.ed25519(secret);
        Files.write(keys.resolve(person + ".key"), TestKeys.plainFile(signer).toByteArray());
        byte[] half = KeyFiles.write(signer.publicKey()).toByteArray();
        Files.write(keys.resolve(person + ".pub"), half);
        Files.write(folder.resolve(person + ".pub"), half);
    }

    private String founded() {
        String out = done(
                        "init",
                        namespace,
                        "--profile",
                        "mvp+intoto",
                        "--root-key",
                        "root",
                        "--targets-key",
                        "owner",
                        "--key",
                        "online",
                        "--releases-key",
                        "release")
                .out();
        return out.substring(out.indexOf("--root sha256:") + "--root sha256:".length())
                .strip();
    }

    private void layout() {
        done(
                "in-toto",
                "layout",
                "new",
                "--template",
                "chain",
                "--step",
                "make",
                "--functionary",
                "make=ci.pub",
                "-o",
                "root.layout");
        done("in-toto", "layout", "sign", "root.layout", "--key", "owner");
    }

    /** Two images and the bundle that names them, and the links of whoever made them. */
    private void push(String level) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String name : List.of("web", "installer")) {
            String file = name + "-" + level + ".sh";
            Files.writeString(folder.resolve(file), "echo " + name + " of level " + level + "\n");
            String json = done("push", file, image(level, name), "--artifact-type", TYPE, "--format", "json")
                    .out();
            entries.add("\"contentDigest\":\"" + member(json, "digest") + "\",\"image\":\"" + image(level, name)
                    + "\",\"imageType\":\"oci\",\"mediaType\":\"" + member(json, "mediaType") + "\",\"size\":"
                    + member(json, "size"));
            if (IMAGES_MADE.contains(level)) {
                link(level + "-" + name, image(level, name));
            }
        }
        Files.writeString(
                folder.resolve("bundle.json"),
                "{\"images\":{\"web\":{\"description\":\"the shop\"," + entries.get(0) + "}},\"invocationImages\":[{"
                        + entries.get(1) + "}],\"name\":\"shop\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}");
        if (BUNDLE_MADE.contains(level)) {
            link(level + "-bundle", "bundle.json");
        }
        done("push", "bundle.json", bundle(level), "--images-from", repository("i", level));
    }

    private static String member(String json, String name) {
        int start = json.indexOf("\"" + name + "\":") + name.length() + 3;
        String rest = json.substring(start).strip();
        return rest.startsWith("\"") ? rest.substring(1, rest.indexOf('"', 1)) : rest.split("[^0-9]", 2)[0];
    }

    private void link(String name, String product) {
        done(
                "attest",
                "run",
                "--step",
                "make",
                "--key",
                "ci",
                "--link-dir",
                "links-" + name,
                "--product",
                product,
                "--",
                "true");
    }

    /** Top-level targets bind the layout to names. */
    private void bind(String reference, String names) {
        done(
                "attest",
                reference,
                "--layout",
                "root.layout",
                "--layout-key",
                "owner.pub",
                "--applies-to",
                names,
                "--sign-key",
                "owner",
                "--sign-key",
                "online",
                "--yes");
    }

    /** The role of releases lists the links beside the artifact's entry. */
    private void list(String reference, Path links) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("attest", reference, "--sign-key", "release", "--sign-key", "online", "--yes"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(links)) {
            files.forEach(file -> words.addAll(List.of("--link", file.toString())));
        }
        done(words.toArray(new String[0]));
    }

    /** The owner of a role lists targets no more. */
    void unlist(String role, String key, String... paths) {
        List<String> words = new ArrayList<>(
                List.of("role", "stage", namespace, role, "--sign-key", key, "--sign-key", "online", "--yes"));
        for (String path : paths) {
            words.addAll(List.of("--remove-target", path));
        }
        done(words.toArray(new String[0]));
    }

    /** The registry loses links, and the consumer his copies of them. */
    void lose(String repository, String links) throws IOException {
        Path cache = folder.resolve(".cache");
        if (Files.exists(cache)) {
            try (Stream<Path> copies = Files.walk(cache)) {
                for (Path copy : copies.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(copy);
                }
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(links))) {
            for (Path file : files) {
                Bytes link = Bytes.adopt(Files.readAllBytes(file));
                registry.content()
                        .deleteBlob(
                                repository,
                                "sha256:" + HashFunction.SHA256.hash(link).hex());
            }
        }
    }

    /** A policy that demands a level for every name of the namespace. */
    Path demanding(String level) throws IOException {
        String unsigned = List.of("0", "1a").contains(level)
                ? ",{\"match\":\"*\",\"action\":\"allow-unsigned\",\"minLevel\":\"" + level + "\"}"
                : "";
        String text = "{\"version\":1,\"repositories\":{\"acme\":{\"origin\":\"" + namespace
                + "\",\"root\":{\"sha256\":\"" + root + "\"}}},\"rules\":[{\"match\":\"" + namespace
                + "/b*:*\",\"repositories\":[\"acme\"],\"terminating\":" + unsigned.isEmpty() + ",\"minLevel\":\""
                + level + "\"},{\"match\":\"" + namespace + "/i*:*\",\"repositories\":[\"acme\"]}" + unsigned + "]}";
        return Files.writeString(folder.resolve("demand-" + level + ".json"), text);
    }

    /** A consumer without memory, so that tests do not depend on their order. */
    Run verify(String reference, Path policy, String... more) throws IOException {
        Path state = Files.createTempDirectory(folder, "state");
        return run(words(
                "verify",
                new String[] {reference},
                Stream.concat(
                                Stream.of("--policy", policy.toString(), "--state", state.toString()),
                                Arrays.stream(more))
                        .toArray(String[]::new)));
    }

    private static String[] words(String first, String[] middle, String... last) {
        return Stream.of(Stream.of(first), Arrays.stream(middle), Arrays.stream(last))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    Run run(String... words) {
        return TestWorld.in(folder).run(words);
    }

    Run done(String... words) {
        Run run = run(words);
        assertThat(run.status())
                .as(String.join(" ", words) + "\n" + run.out() + run.err())
                .isZero();
        return run;
    }

    @Override
    public void close() {
        registry.close();
    }
}
