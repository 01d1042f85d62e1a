package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.Digests;
import dev.bulla.json.Fields;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attest statement}: any predicate in DSSE (in-toto attestation framework, Statement v1). */
class AttestStatementTest {
    private static final LocalSigner ANN = TestKeys.seeded("ann");
    private static final LocalSigner BEN = TestKeys.seeded(KeyKind.ECDSA_P256, "ben");

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void yard() {
        yard = new Yard(folder).key("ann", ANN).key("ben", BEN).write("src/a", "a");
    }

    @Test
    void aStatementHoldsAnyPredicateAndItsSubjects() {
        yard.write("p.json", "{\"score\": 9.5, \"tool\": \"scan\"}");

        Fields answer = yard.answer(
                "attest",
                "statement",
                "--predicate-type",
                "https://scan.example/v1",
                "--predicate",
                "p.json",
                "--subject",
                "src/a",
                "--key",
                "ann",
                "--key",
                "ben",
                "-o",
                "s.json");

        assertThat(answer.text("predicateType")).isEqualTo("https://scan.example/v1");
        var document = Dsse.parse(yard.read("s.json"), 1 << 20).orThrow();
        assertThat(document.payloadType()).isEqualTo("application/vnd.in-toto+json");
        assertThat(document.signatures()).hasSize(2);
        assertThat(document.payload().asUtf8().orElseThrow())
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"src/a\",\"digest\":"
                        + "{\"sha256\":\"" + Digests.sha256("a")
                        + "\"}}],\"predicateType\":\"https://scan.example/v1\","
                        + "\"predicate\":{\"score\":9.5,\"tool\":\"scan\"}}");
    }

    @Test
    void aStatementWithoutTypeSubjectOrPredicateIsAWrongCall() {
        yard.write("p.json", "[]");

        assertThat(statement("--predicate-type", "no uri", "--predicate", "p.json", "--subject", "src"))
                .isEqualTo(2);
        assertThat(statement("--predicate-type", "relative", "--predicate", "p.json", "--subject", "src"))
                .isEqualTo(2);
        assertThat(statement("--predicate-type", "urn:x", "--predicate", "p.json", "--subject", "src"))
                .isEqualTo(1);
        yard.write("p.json", "{}");
        assertThat(statement("--predicate-type", "urn:x", "--predicate", "p.json"))
                .isEqualTo(2);
        assertThat(statement("--predicate-type", "urn:x", "--predicate", "p.json", "--subject", "src"))
                .isZero();
    }

    private int statement(String... words) {
        String[] all = Stream.concat(Stream.of("attest", "statement", "--key", "ann"), Stream.of(words))
                .toArray(String[]::new);
        return yard.run(all).status();
    }
}
