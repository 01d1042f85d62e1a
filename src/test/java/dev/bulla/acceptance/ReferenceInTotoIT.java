package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference implementation of in-toto and Bulla on the same chain: three steps by Ed25519, ECDSA and RSA functionaries
 * (intoto.md section 11.3). Where the reference is not installed, its part is played by what it recorded before, and by
 * Bulla; the figures say which it was.
 */
class ReferenceInTotoIT {
    private static final Path RECORDED = Path.of("src", "test", "resources", "vectors", "in-toto");

    /** Before the recorded layout expires, whenever the tests run. */
    private static final String AT = "2026-12-01T00:00:00Z";

    private static final boolean HERE =
            Stream.of("in-toto-run", "in-toto-record", "in-toto-verify").allMatch(ReferenceInTotoIT::isOnThePath);

    @TempDir
    Path folder;

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
    }

    @Test
    void whatTheReferenceRecordsBullaAcceptsAndWhatIsChangedBothRefuse() throws IOException {
        Workshop workshop = new Workshop(folder);
        if (HERE) {
            String script = RECORDED.resolve("make.sh").toAbsolutePath().toString();
            Outcome made = workshop.prepare(Program.of("sh", script)).run();
            assertThat(made.exitCode()).as(made.out() + made.err()).isZero();
        } else {
            copy(RECORDED);
        }

        String accepted = verify(workshop, 0);

        assertThat(accepted).startsWith("accepted: 3 steps");
        Path link = links().getFirst();
        Files.writeString(link, Files.readString(link).replace("\"name\": \"", "\"name\": \"x"));
        verify(workshop, 1);
        if (HERE) {
            assertThat(reference(workshop).exitCode()).isNotZero();
        }
        Workshop.figures(
                "a chain recorded by %s: %s",
                HERE ? "in-toto-run and in-toto-record" : "in-toto 1.3.1 before (in-toto is not on the PATH)",
                accepted.lines().findFirst().orElseThrow());
    }

    @Test
    void whatBullaRecordsTheReferenceAcceptsAndWhatIsChangedBothRefuse() throws IOException {
        Workshop workshop = new Workshop(folder);
        recordChain(workshop);

        String accepted = verify(workshop, 0);
        Outcome reference = HERE ? reference(workshop) : new Outcome(0, "", "");

        assertThat(accepted).startsWith("accepted: 3 steps");
        assertThat(reference.exitCode()).as(reference.out() + reference.err()).isZero();
        Path link = links().getLast();
        Files.writeString(
                link, Files.readString(link).replaceFirst("\"sha256\":\"[0-9a-f]{8}", "\"sha256\":\"01234567"));
        verify(workshop, 1);
        if (HERE) {
            assertThat(reference(workshop).exitCode()).isNotZero();
        }
        Workshop.figures(
                "a chain recorded by bulla: %s",
                HERE ? "in-toto-verify accepts it" : "in-toto-verify is not on the PATH, bulla alone accepts it");
    }

    @Test
    void aLayoutByBullaFitsFunctionariesWhoseKeysAndLinksAreTheReferences() {
        Workshop workshop = new Workshop(folder);
        if (!HERE) {
            Workshop.figures("in-toto-run is not on the PATH: no layout by bulla for links of the reference");
            return;
        }
        String script = RECORDED.resolve("make.sh").toAbsolutePath().toString();
        assertThat(workshop.prepare(Program.of("sh", script)).run().exitCode()).isZero();
        workshop.run(
                "in-toto",
                "layout",
                "new",
                "--template",
                "chain",
                "--step",
                "fetch",
                "--step",
                "edit",
                "--step",
                "pack",
                "--functionary",
                "fetch=./ann.pub",
                "--functionary",
                "edit=./ben.pub",
                "--functionary",
                "pack=./cat.pub",
                "--old-key-ids",
                "-o",
                "own.layout");
        workshop.run(
                "in-toto",
                "layout",
                "sign",
                "own.layout",
                "--key",
                "./owner",
                "--envelope",
                "metablock",
                "-o",
                "root.layout");

        assertThat(verify(workshop, 0)).startsWith("accepted: 3 steps");
        Outcome reference = reference(workshop);
        assertThat(reference.exitCode()).as(reference.err()).isZero();
    }

    private static void recordChain(Workshop workshop) {
        workshop.run("key", "new", "owner", "--type", "rsa-2048");
        workshop.run("key", "new", "ann");
        workshop.run("key", "new", "ben", "--type", "ecdsa-p256");
        workshop.run("key", "new", "cat", "--type", "rsa-2048");
        workshop.run(
                "in-toto",
                "layout",
                "new",
                "--template",
                "chain",
                "--step",
                "fetch",
                "--step",
                "edit",
                "--step",
                "pack",
                "--functionary",
                "fetch=ann",
                "--functionary",
                "edit=ben",
                "--functionary",
                "pack=cat",
                "-o",
                "root.layout");
        workshop.run("in-toto", "layout", "sign", "root.layout", "--key", "owner", "--envelope", "metablock");
        workshop.write("owner.pub", workshop.read("config/keys/owner.pub"));
        workshop.run(
                "attest",
                "run",
                "--step",
                "fetch",
                "--key",
                "ann",
                "--product",
                "src",
                "--link-dir",
                "links",
                "--envelope",
                "metablock",
                "--",
                "sh",
                "-c",
                "mkdir src; echo hello > src/hello; echo 'fetched \u00e9 \"x\" \\'; echo warning >&2");
        workshop.run(
                "attest",
                "record",
                "start",
                "--step",
                "edit",
                "--key",
                "ben",
                "--material",
                "src",
                "--link-dir",
                "links",
                "--envelope",
                "metablock");
        workshop.write("src/hello", "more\n".getBytes(StandardCharsets.UTF_8));
        workshop.run(
                "attest",
                "record",
                "stop",
                "--step",
                "edit",
                "--key",
                "ben",
                "--product",
                "src",
                "--link-dir",
                "links");
        workshop.run(
                "attest",
                "run",
                "--step",
                "pack",
                "--key",
                "cat",
                "--material",
                "src",
                "--product",
                "src",
                "--product",
                "out.tar",
                "--link-dir",
                "links",
                "--envelope",
                "metablock",
                "--check-materials",
                "--layout",
                "root.layout",
                "--layout-key",
                "owner.pub",
                "--",
                "tar",
                "cf",
                "out.tar",
                "src");
    }

    private static String verify(Workshop workshop, int exitCode) {
        return workshop.expect(
                        exitCode,
                        "in-toto",
                        "verify",
                        "--layout",
                        "root.layout",
                        "--layout-key",
                        "owner.pub",
                        "--link-dir",
                        "links",
                        "--at",
                        AT)
                .out();
    }

    private static Outcome reference(Workshop workshop) {
        return workshop.prepare(
                        Program.of("in-toto-verify", "-l", "root.layout", "-k", "owner.pub", "--link-dir", "links"))
                .run();
    }

    private List<Path> links() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("links"))) {
            return files.sorted().toList();
        }
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                Path to = folder.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(to)) {
                    Files.copy(file, to);
                }
            }
        }
    }
}
