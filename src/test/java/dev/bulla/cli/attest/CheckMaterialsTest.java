package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.Attack;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Materials are checked before a step is performed (in-toto specification 5.3.5, GHSA-p86f-xmg6-9q4x). */
class CheckMaterialsTest {
    private static final LocalSigner OWNER = TestKeys.seeded("owner");
    private static final LocalSigner ANN = TestKeys.seeded("ann");
    private static final LocalSigner BEN = TestKeys.seeded("ben");

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void aChainOfTwoStepsTheFirstOfWhichIsDone() {
        yard = new Yard(folder).key("owner", OWNER).key("ann", ANN).key("ben", BEN);
        yard.done(
                "in-toto",
                "layout",
                "new",
                "--template",
                "chain",
                "--step",
                "fetch",
                "--step",
                "pack",
                "--functionary",
                "fetch=ann",
                "--functionary",
                "pack=ben",
                "-o",
                "root.layout");
        yard.done("in-toto", "layout", "sign", "root.layout", "--key", "owner");
        yard.done("attest", "run", "--step", "fetch", "--key", "ann", "--product", "a", "--", "sh", "-c", "echo 1 > a");
    }

    private Run pack(String ownerKey) {
        return yard.run(
                "attest",
                "run",
                "--step",
                "pack",
                "--key",
                "ben",
                "--material",
                "a",
                "--product",
                "ran",
                "--check-materials",
                "--layout",
                "root.layout",
                "--layout-key",
                ownerKey,
                "--",
                "sh",
                "-c",
                "echo > ran");
    }

    @Test
    void whatTheStepBeforeMadeMayBeUsed() {
        assertThat(pack(Yard.publicKey("owner")).status()).isZero();
    }

    @Attack("I4")
    @Test
    void whatWasChangedInBetweenStopsTheStepBeforeItRuns() {
        yard.write("a", "evil");

        Run run = pack(Yard.publicKey("owner"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("step 'pack'", "expected_materials", "'a'");
        assertThat(yard.has("ran")).isFalse();
    }

    @Test
    void aMissingLinkOfTheStepBeforeStopsTheStep() {
        yard.delete("fetch." + ANN.keyId().value().substring(0, 8) + ".link");

        Run run = pack(Yard.publicKey("owner"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("step 'fetch' has 0 of 1 links");
        assertThat(yard.has("ran")).isFalse();
    }

    @Test
    void aLayoutThatItsOwnerDidNotSignStopsTheStep() {
        Run run = pack(Yard.publicKey("ann"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("not signed by owner key");
        assertThat(yard.has("ran")).isFalse();
    }

    @Test
    void withoutLayoutOrOwnerNothingCanBeChecked() {
        assertThat(yard.run("attest", "run", "--step", "pack", "--key", "ben", "--check-materials", "--", "true")
                        .status())
                .isEqualTo(2);
        assertThat(yard.run(
                                "attest",
                                "run",
                                "--step",
                                "pack",
                                "--key",
                                "ben",
                                "--check-materials",
                                "--layout",
                                "root.layout",
                                "--",
                                "true")
                        .status())
                .isEqualTo(2);
    }
}
