package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A namespace with one signed bundle, two consumers of it, and the commands that are killed. */
final class KilledScene implements AutoCloseable {
    final Workshop workshop;
    private final LoopbackRegistry registry = LoopbackRegistry.start();
    final String host = registry.host();
    final String acme = host + "/acme";
    final String hello = acme + "/hello:1";
    private final Places places = new Places(Connection.standard(Map.of(), InstantSource.system()));
    final Bytes root;
    private final String digest;
    final Set<String> attachments;
    private int consumers;

    KilledScene(Workshop workshop) {
        this.workshop = workshop;
        // lists of attachments under tags, which is the harder case: they are written by clients
        registry.referrers().api(Api.NOT_FOUND).subjectHeader(false);
        for (String name : List.of("root", "online", "releases", "apps")) {
            key(name);
        }
        SmallImages images = new SmallImages(workshop.at("images"));
        images.add("installer", 2_000);
        images.add("web", 2_000);
        workshop.write("bundle.json", images.bundle());
        workshop.run(
                "init",
                acme,
                "--profile",
                "mvp+intoto",
                "--root-key",
                "root",
                "--key",
                "online",
                "--releases-key",
                "releases");
        digest = workshop.answer("push", "bundle.json", hello, "--images-from", "oci:images")
                .path("digest")
                .asText();
        workshop.run("sign", hello, "--key", "releases", "--online-key", "online");
        workshop.run("export", acme, "--tuf-tree", "tree");
        root = Bytes.adopt(workshop.read("tree/1.root.json"));
        attachments = plain("acme/hello").attachedTo(digest);
        assertThat(attachments).isNotEmpty();
        nothingIsLost("the beginning");
    }

    private void key(String name) {
        LocalSigner signer = TestKeys.seeded(name);
        try {
            Files.createDirectories(workshop.at("config/keys"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        workshop.write(
                "config/keys/" + name + ".key", TestKeys.plainFile(signer).toByteArray());
        workshop.write(
                "config/keys/" + name + ".pub",
                KeyFiles.write(signer.publicKey()).toByteArray());
    }

    private PlainPlace plain(String repository) {
        return new PlainPlace.InRegistry(URI.create("http://" + host), repository);
    }

    /** Lets somebody stand before the registry. */
    void between(Middleman somebody) {
        registry.between(somebody);
    }

    /** Starts the program. */
    Process start(List<String> words) {
        return workshop.bulla(words.toArray(String[]::new)).start();
    }

    /** Runs the program beside, in this process, which must end with one of these codes; what it says. */
    String run(List<Integer> exits, String where, List<String> words) {
        Run run = TestWorld.in(workshop.folder())
                .with(Variable.BULLA_CONFIG_DIR, workshop.at("config").toString())
                .with(Variable.BULLA_CACHE_DIR, workshop.at("cache").toString())
                .at(InstantSource.system().instant())
                .run(words.toArray(String[]::new));
        assertThat(exits)
                .as("%s: bulla %s\n%s%s", where, String.join(" ", words), run.out(), run.err())
                .contains(run.status());
        return run.out();
    }

    /** The bundle that was published at the beginning is trusted by who saw all of it and by who sees it first now. */
    void nothingIsLost(String where) {
        assertThat(verdict("old", hello)).as(where).isInstanceOf(Verdict.Trusted.class);
        assertThat(verdict("new" + consumers++, hello)).as(where).isInstanceOf(Verdict.Trusted.class);
    }

    /** What a consumer with a memory of this name is told. */
    Verdict verdict(String consumer, String reference) {
        Trust trust = new Trust(places, workshop.at("consumers/" + consumer), Optional.empty());
        if (trust.list().isEmpty()) {
            trust.add(
                    new Trust.Wish(
                            Namespace.parse(acme),
                            Optional.empty(),
                            Optional.of(root),
                            Optional.empty(),
                            Optional.empty()),
                    InstantSource.system().instant());
        }
        return new Verifier(places, false, Progress.NONE)
                .verify(
                        Reference.parse(reference),
                        trust,
                        Optional.empty(),
                        InstantSource.system().instant());
    }

    /** True when there is something under the tag, which then is whole. */
    boolean whole(String repository, String tag, Set<String> attached, String where) {
        PlainPlace place = plain(repository);
        if (place.manifest(tag).isEmpty()) {
            return false;
        }
        assertThat(place.missing(tag, attached)).as(where).isEmpty();
        return true;
    }

    /** The root as consumers know it. */
    String fingerprint() {
        return "sha256:" + HashFunction.SHA256.hash(root).hex();
    }

    @Override
    public void close() {
        registry.close();
    }

    /** Pushes something small that is not signed. */
    void artifact(String point) {
        workshop.write("note.txt", ("about " + point).getBytes(StandardCharsets.UTF_8));
        run(
                List.of(0),
                point,
                List.of(
                        "push",
                        "note.txt",
                        acme + "/" + point + ":1",
                        "--artifact-type",
                        "application/vnd.example.note.v1"));
    }
}
