package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.loopback.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offline no request is made at all (trust.md 10.2), whatever pins and attachments name. */
class OfflineTest {
    @TempDir
    Path folder;

    @Test
    void anOfflineVerificationOfACopyAsksNoRegistryThoughItsPinNamesOne() {
        try (ReceiptScene enclave = new ReceiptScene(folder)) {
            enclave.capsule();
            enclave.attach(enclave.receipt(ReceiptScene.NOW));
            String tar = "oci:" + folder.resolve("usb.tar") + ":1";
            Relocator.of(enclave.scene.places).copy(PinnedScene.ref(enclave.copy), PinnedScene.ref(tar));
            Places offline = new Places(connection());
            Trust trust = new Trust(offline, folder.resolve("trust"), Optional.empty());
            trust.add(
                    new Trust.Wish(
                            Namespace.parse("oci:" + folder.resolve("usb.tar")),
                            Optional.empty(),
                            Optional.of(enclave.scene.acme.root()),
                            Optional.of(enclave.scene.origin + "/shop"),
                            Optional.of(Namespace.parse(enclave.scene.origin).trustRepository()),
                            new TrustDemands(
                                    List.of(ReceiptScene.ENCLAVE.publicKey()),
                                    Optional.of(Duration.ofDays(20)),
                                    List.of(),
                                    0)),
                    ReceiptScene.NOW);
            enclave.scene.registry.log().clear();

            Verdict verdict = new Verifier(offline, true, Progress.NONE)
                    .verify(PinnedScene.ref(tar), trust, Optional.empty(), ReceiptScene.NOW.plus(Duration.ofDays(9)));
            Reference online = PinnedScene.ref(enclave.copy);
            assertThatThrownBy(() -> new Verifier(offline, false, Progress.NONE)
                            .verify(online, trust, Optional.empty(), ReceiptScene.NOW))
                    .isInstanceOf(UnreachableException.class);

            assertThat(verdict.orThrow().vouching().orElseThrow().freshness().grade())
                    .isEqualTo(Verdict.Freshness.Grade.RECEIPT);
            for (Kind kind : Kind.values()) {
                assertThat(enclave.scene.registry.log().count(kind))
                        .as(kind.toString())
                        .isZero();
            }
        }
    }

    private static Connection connection() {
        Connection standard = Connection.standard(Map.of(), InstantSource.fixed(ReceiptScene.NOW));
        return new Connection(
                standard.environment(),
                standard.login(),
                standard.extraRoots(),
                false,
                true,
                standard.timeout(),
                standard.clock(),
                standard.trace());
    }
}
