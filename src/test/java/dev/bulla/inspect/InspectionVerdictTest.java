package dev.bulla.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.EvidenceSource;
import dev.bulla.intoto.Finding;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.Inspection;
import dev.bulla.intoto.InspectionRunner;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.intoto.write.DocumentWriter;
import dev.bulla.intoto.write.Envelope;
import dev.bulla.intoto.write.LayoutTemplate;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a misbehaving inspection does to the verdict of a chain that is good otherwise (intoto.md section 10, D42). */
class InspectionVerdictTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final LocalSigner OWNER = TestKeys.seeded("owner");
    private static final LocalSigner ANN = TestKeys.seeded("ann");
    private static final Path SHELL = Path.of("/bin/sh");

    private Duration time = Duration.ofSeconds(30);

    @TempDir
    Path base;

    private Path product;
    private Path temporary;

    @BeforeEach
    void folders() throws IOException {
        product = Files.createDirectory(base.resolve("product"));
        temporary = Files.createDirectory(base.resolve("temporary"));
        Files.writeString(product.resolve("a"), "1");
    }

    private LayoutVerdict verdict(String script) {
        Map<KeyId, PublicKey> ann = Map.of(ANN.keyId(), ANN.publicKey());
        InTotoLayout chain = LayoutTemplate.chain(
                List.of("build"), new LayoutTemplate.Parties(Map.of("", ann), Map.of()), AT.plusSeconds(1), "");
        Inspection look = new Inspection("look", List.of(), List.of(), List.of("sh", "-c", script));
        InTotoLayout layout =
                new InTotoLayout(chain.steps(), List.of(look), chain.keys(), chain.expires(), chain.readme());
        Bytes signed = DocumentWriter.write(layout.toJson(), Envelope.DSSE, List.of(OWNER));
        Bytes link =
                DocumentWriter.link(Link.of("build", Artifacts.none(), Artifacts.none()), Envelope.DSSE, List.of(ANN));
        ProcessPolicy.Bounds bounds = new ProcessPolicy.Bounds(time, 10_000, new FolderLimits(50, 1_000_000, 8));
        ProcessPolicy policy =
                ProcessPolicy.listed(Map.of("sh", ProcessPolicy.Program.at(SHELL)), Optional.empty(), bounds);
        VerificationRequest request = VerificationRequest.of(
                signed,
                List.of(OwnerKey.of(OWNER.publicKey())),
                address -> Optional.of(new EvidenceSource.Stored("link", link)),
                AT);
        return LayoutVerifier.verify(request.with(VerificationRequest.Options.strict()
                .inspections(new ProcessInspections(product, temporary, policy, InspectionRunner.refusing()))));
    }

    private void refused(String script, String why) {
        LayoutVerdict verdict = verdict(script);
        boolean possible = Isolation.isPossible(temporary);

        assertThat(verdict).isInstanceOf(LayoutVerdict.Rejected.class);
        assertThat(((LayoutVerdict.Rejected) verdict).reason().message())
                .contains("inspection 'look'", possible ? why : "gives no namespaces");
        assertThat(verdict.findings())
                .anyMatch(
                        finding -> finding.result() == (possible ? Finding.Result.FAIL : Finding.Result.NOT_EVALUATED));
    }

    @Test
    void aGoodInspectionIsNamedWithTheMannerInWhichItRan() {
        if (!Isolation.isPossible(temporary)) {
            refused("true", "");
            return;
        }
        LayoutVerdict verdict = verdict("test -f a");

        assertThat(verdict).isInstanceOf(LayoutVerdict.Accepted.class);
        assertThat(verdict.findings())
                .anyMatch(finding -> finding.message()
                        .equals("inspection ran in a sandbox without network, with only its own folder writable"));
    }

    @Attack("T12")
    @Test
    void oneThatLoopsForEverIsStoppedAndTheVerdictRefused() {
        time = Duration.ofSeconds(1);

        refused("while :; do :; done", "ran longer than 1 s");
    }

    @Test
    void oneThatFillsTheDiskIsStoppedAndTheVerdictRefused() {
        refused("i=0; while :; do i=$((i+1)); head -c 100000 /dev/zero > f$i; done", "bytes and was killed");
    }

    @Test
    void oneThatWritesOutsideItsFolderFailsAndTheVerdictIsRefused() {
        Path outside = product.resolve("b");

        refused("echo x > " + outside, "status");
        assertThat(outside).doesNotExist();
    }

    @Test
    void oneThatOpensAConnectionFailsAndTheVerdictIsRefused() {
        refused("exec /bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/9'", "status");
    }
}
