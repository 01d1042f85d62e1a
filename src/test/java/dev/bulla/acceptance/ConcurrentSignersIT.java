package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signers that know nothing of each other, on a registry that lets the last writer of a tag win (registries.md 4). */
class ConcurrentSignersIT {
    private static final int SIGNERS = 16;

    /** Sixteen virtual machines share the processors of the machine. */
    private static final int LIMIT_SECONDS = 180;

    @TempDir
    Path folder;

    private Workshop workshop;

    @BeforeEach
    void openWorkshop() throws IOException {
        workshop = new Workshop(folder);
    }

    @Test
    void sixteenProcessesSignOneSubjectAndNoSignatureIsLost() throws IOException, GeneralSecurityException {
        workshop.write("note.txt", "signed by many".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < SIGNERS; i++) {
            key(i);
        }
        for (int round = 1; round <= Scale.rounds(); round++) {
            round(round);
        }
    }

    private void round(int round) throws IOException {
        String subject = RealRegistry.shared().host() + "/signers-" + System.nanoTime() + "/round" + round + ":1";
        workshop.run("push", "note.txt", subject, "--artifact-type", "text/plain");
        long start = System.nanoTime();
        List<Process> signers = new ArrayList<>();
        for (int i = 0; i < SIGNERS; i++) {
            signers.add(workshop.bulla(
                            "sign", subject, "--key", workshop.at(i + ".key").toString())
                    .start());
        }
        for (Process signer : signers) {
            endsWell(signer);
        }
        double seconds = Workshop.secondsSince(start);
        List<String> listed = listed(subject);
        List<String> verify = new ArrayList<>(List.of("verify", subject, "--threshold", "16"));
        for (int i = 0; i < SIGNERS; i++) {
            verify.addAll(List.of("--key", workshop.at(i + ".pub").toString()));
        }
        String verdict = workshop.run(verify.toArray(String[]::new));

        assertThat(listed)
                .as("one over the artifact and one over the tag record, each")
                .hasSize(2 * SIGNERS);
        assertThat(Set.copyOf(listed)).as("by so many keys").hasSize(SIGNERS);
        assertThat(verdict).startsWith("trusted").contains("16 signed, 16 needed");
        Workshop.figures(
                "round %d of %d: %d signers in %.1f s, %d signatures listed, 16 of 16 verify",
                round, Scale.rounds(), SIGNERS, seconds, listed.size());
    }

    private static void endsWell(Process signer) throws IOException {
        try {
            assertThat(signer.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            String said = new String(signer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(signer.exitValue()).as(said).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            signer.destroyForcibly();
        }
    }

    /** Key by key, what is listed as a signature. */
    private List<String> listed(String subject) {
        List<String> listed = new ArrayList<>();
        for (JsonNode attached : workshop.answer("tree", subject).path("attached")) {
            if (attached.path("kind").asText().equals("signature")) {
                listed.add(attached.path("what").asText());
            }
        }
        return listed;
    }

    /** A key as other programs write it, without passphrase: sixteen derivations at once would measure nothing but them. */
    private void key(int number) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        workshop.write(
                number + ".key", Workshop.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        workshop.write(
                number + ".pub", Workshop.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }
}
