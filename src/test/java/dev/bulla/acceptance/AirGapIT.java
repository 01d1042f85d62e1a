package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An artifact across an air gap (trust.md section 10.2): exported with a receipt to a tar, imported and verified behind a
 * network namespace without any route, refused when the receipt is too old.
 */
class AirGapIT {
    /** The gap: a network namespace of its own, whose only device is a loopback that is down. */
    private static final List<String> GAP = List.of("unshare", "--net", "--map-root-user");

    /** Where the system allows no namespaces, every way out that the program knows leads nowhere; this is told. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    Path folder;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void anExportedArtifactIsVerifiedWithoutAnyRouteByItsReceiptUntilThatIsTooOld() throws IOException {
        boolean namespaces = Program.of(command(GAP, "true")).run().exitCode() == 0;
        Workshop outside = new Workshop(folder);
        Path tar = exported(outside);

        inside(
                namespaces,
                outside,
                0,
                "trust",
                "add",
                "oci:enclave",
                "--same-as",
                named(),
                "--root",
                "tree/1.root.json",
                "--receipt-key",
                "enclave.pub",
                "--max-age",
                "P20D",
                "--offline");
        String imported = inside(namespaces, outside, 0, "import", tar.toString(), "oci:enclave:1.0", "--offline")
                .out();
        assertThat(imported).contains("trusted there, FRESH");

        String prolonged =
                inside(namespaces, outside, 0, verifyAt(Duration.ofDays(19))).out();
        assertThat(prolonged).contains("trusted", "RECEIPT");
        String refused =
                inside(namespaces, outside, 1, verifyAt(Duration.ofDays(21))).err();
        assertThat(refused).contains("bulla: rejected: the receipt of", "was good until");

        if (namespaces) {
            String[] online = {"verify", named() + ":1.0", "--key", "enclave.pub", "--timeout", "2s"};
            assertThat(inside(true, outside, 7, online).err()).contains("unreachable");
        }
        Workshop.figures(
                "air gap: %s",
                namespaces
                        ? "behind a network namespace without any route"
                        : "namespaces are refused here; proxies led nowhere instead");
    }

    private String named() {
        return RealRegistry.shared().host() + "/gap/shop";
    }

    private String[] verifyAt(Duration later) {
        return new String[] {
            "verify", "oci:enclave:1.0", "--offline", "--at", now.plus(later).toString()
        };
    }

    /** Publisher and carrier, who can reach the registry; the tar that is carried. */
    private Path exported(Workshop outside) throws IOException {
        Files.writeString(outside.at("shop.sh"), "echo shop\n");
        for (String key : List.of("root", "release", "enclave")) {
            outside.run("key", "new", key);
        }
        outside.run("key", "export", "enclave", "-o", "enclave.pub");
        String namespace = RealRegistry.shared().host() + "/gap";
        outside.run(
                "init",
                namespace,
                "--root-key",
                "root",
                "--key",
                "release",
                "--expires",
                "timestamp=7d,snapshot=7d,targets=90d");
        outside.run("push", "shop.sh", named() + ":1.0", "--artifact-type", "application/vnd.example.script.v1");
        outside.run("sign", named() + ":1.0", "--key", "release");
        outside.run("export", namespace, "--tuf-tree", "tree");
        outside.run("export", named() + ":1.0", "shop.tar", "--sign-key", "enclave");
        return outside.at("shop.tar");
    }

    private static String[] command(List<String> before, String... words) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    /** Runs the program behind the gap, with a configuration of its own. */
    private Outcome inside(boolean namespaces, Workshop outside, int exit, String... words) {
        List<String> before = new ArrayList<>(namespaces ? GAP : List.of());
        before.add(Path.of("target", "bulla", "bin", "bulla").toAbsolutePath().toString());
        Program program = outside.prepare(Program.of(command(before, words)))
                .with("BULLA_CONFIG_DIR", outside.at("inside").toString());
        if (!namespaces) {
            program.with("HTTP_PROXY", NOWHERE).with("HTTPS_PROXY", NOWHERE);
        }
        Outcome outcome = program.run();
        assertThat(outcome.exitCode())
                .as("%s%n%s%s", String.join(" ", words), outcome.out(), outcome.err())
                .isEqualTo(exit);
        return outcome;
    }
}
