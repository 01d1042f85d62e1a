package dev.bulla.bench;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole processes that verify local files, beside those of other people that are on the PATH: one signature over one
 * manifest, and a layout with three links. {@code -Dbulla.bench.rounds=N} runs each that often.
 */
class PeersBench {
    private static final int ROUNDS = Integer.getInteger("bulla.bench.rounds", 15);
    private static final Path CHAIN =
            Path.of("src", "test", "resources", "vectors", "in-toto").toAbsolutePath();
    private static final String BULLA = "bulla verify, one key, image layout";
    private static final String SKOPEO = "skopeo standalone-verify, one key";
    private static final String BULLA_CHAIN = "bulla in-toto verify, three steps";
    private static final String IN_TOTO = "in-toto-verify, the same three steps";

    @TempDir
    Path folder;

    @Test
    void oneSignature() throws IOException {
        Report report = Report.of("peers-signature");
        Optional<Path> skopeo =
                Peers.find("skopeo").filter(found -> Peers.find("gpg").isPresent());
        Map<String, String> own = Map.of(
                "BULLA_CONFIG_DIR", folder.resolve("config").toString(),
                "BULLA_CACHE_DIR", folder.resolve("cache").toString(),
                "BULLA_PASSPHRASE", "bench only",
                "BULLA_JAVA", System.getProperty("java.home"));
        String layout = "oci:" + folder.resolve("hello") + ":v1";
        Path file = Files.writeString(folder.resolve("hello.txt"), "hello\n");
        run(own, Stage.launcher("push", file.toString(), layout, "--artifact-type", "application/vnd.example.v1"));
        run(own, Stage.launcher("key", "new", "ann"));
        run(own, Stage.launcher("sign", layout, "--key", "ann"));
        Contest contest = new Contest();
        contest.add(BULLA, Contest.process(own, () -> {}, Stage.launcher("verify", layout, "--key", "ann")));
        if (skopeo.isPresent()) {
            contest.add(SKOPEO, standalone(skopeo.get().toString()));
        }
        tell(report, contest, BULLA, SKOPEO, skopeo.isPresent() ? "" : "skopeo or gpg is not on the PATH");
    }

    /** The signature is made by a key of its own, with an agent of its own that ends before anything is timed. */
    private Contest.Contestant standalone(String skopeo) throws IOException {
        Path keys = Files.createDirectory(folder.resolve("gpg"));
        Map<String, String> own = Map.of("GNUPGHOME", keys.toString());
        String name = "bench@example.com";
        run(own, List.of("gpg", "--batch", "--passphrase", "", "--quick-gen-key", name, "ed25519", "sign", "never"));
        String listed = run(own, List.of("gpg", "--list-keys", "--with-colons"));
        String fingerprint = listed.lines()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .map(line -> line.split(":", -1)[9])
                .orElseThrow();
        String manifest = Files.writeString(folder.resolve("manifest.json"), "{\"schemaVersion\":2}")
                .toString();
        String signature = folder.resolve("signature").toString();
        run(own, List.of(skopeo, "standalone-sign", manifest, "host/a:v1", fingerprint, "-o", signature));
        run(own, List.of("gpgconf", "--kill", "gpg-agent"));
        return Contest.process(
                own, () -> {}, List.of(skopeo, "standalone-verify", manifest, "host/a:v1", fingerprint, signature));
    }

    @Test
    void aLayoutWithThreeLinks() throws IOException {
        Report report = Report.of("peers-layout");
        String layout = CHAIN.resolve("root.layout").toString();
        String owner = CHAIN.resolve("owner.pub").toString();
        String links = CHAIN.resolve("links").toString();
        Contest contest = new Contest();
        List<String> bulla = new ArrayList<>(Stage.launcher("in-toto", "verify"));
        bulla.addAll(List.of("--layout", layout, "--layout-key", owner, "--link-dir", links));
        contest.add(
                BULLA_CHAIN, Contest.process(Map.of("BULLA_JAVA", System.getProperty("java.home")), () -> {}, bulla));
        Optional<Path> reference = Peers.find("in-toto-verify");
        reference.ifPresent(program -> contest.add(
                IN_TOTO,
                Contest.process(
                        Map.of(),
                        () -> {},
                        List.of(program.toString(), "-l", layout, "-k", owner, "--link-dir", links))));
        tell(report, contest, BULLA_CHAIN, IN_TOTO, reference.isPresent() ? "" : "in-toto-verify is not on the PATH");
    }

    private static void tell(Report report, Contest contest, String ours, String theirs, String missing)
            throws IOException {
        contest.run(ROUNDS);
        report.line(ROUNDS + " rounds");
        for (String line : contest.lines()) {
            report.line(line);
        }
        report.line(
                missing.isEmpty()
                        ? ours + " takes " + contest.percent(ours, theirs) + " % of the time of " + theirs
                        : missing);
    }

    private static String run(Map<String, String> environment, List<String> command) {
        Program program = Program.of(command.toArray(String[]::new));
        environment.forEach(program::with);
        Outcome outcome = program.run();
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(command + ": " + outcome.err());
        }
        return outcome.out();
    }
}
