package dev.bulla.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.cli.testing.FakeTerminal;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions go to the terminal or nowhere (cli.md sections 1.7 and 10). */
class PromptsTest {

    @TempDir
    private Path folder;

    private Prompts prompts(TestWorld world) {
        return new Prompts(world.world());
    }

    @Test
    void offATerminalThePassphraseComesFromTheEnvironmentOrTheErrorNamesIt() throws IOException {
        Files.writeString(folder.resolve("pass"), "from file\nsecond line\n");

        assertThat(prompts(TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE, "from variable"))
                        .passphraseOf("k"))
                .isEqualTo("from variable".toCharArray());
        assertThat(prompts(TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE_FILE, "pass"))
                        .passphraseOf("k"))
                .isEqualTo("from file".toCharArray());
        assertThatThrownBy(() -> prompts(TestWorld.in(folder)).passphraseOf("k"))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.hints()).containsExactly("set BULLA_PASSPHRASE or BULLA_PASSPHRASE_FILE"));
    }

    @Test
    void aPassphraseFileThatIsNotOneLineOfTextIsRefused() throws IOException {
        Files.write(folder.resolve("image"), new byte[5000]);

        assertThatThrownBy(() -> prompts(TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE_FILE, "image"))
                        .passphraseOf("k"))
                .isInstanceOf(KeyException.class);
        assertThatThrownBy(() -> prompts(TestWorld.in(folder).with(Variable.BULLA_PASSPHRASE_FILE, "absent"))
                        .passphraseOf("k"))
                .isInstanceOf(KeyException.class);
    }

    @Test
    void thePassphraseOfAKeyIsAskedForOnce() {
        FakeTerminal terminal = FakeTerminal.answering("secret", "other");
        Prompts prompts = prompts(TestWorld.in(folder).terminal(terminal));

        char[] first = prompts.passphraseOf("ann");
        Arrays.fill(first, '\0');

        assertThat(prompts.passphraseOf("ann")).isEqualTo("secret".toCharArray());
        assertThat(prompts.passphraseOf("ben")).isEqualTo("other".toCharArray());
        assertThat(terminal.prompts()).containsExactly("passphrase of key ann: ", "passphrase of key ben: ");
    }

    @Test
    void aNewPassphraseIsAskedForTwiceAndMustBeTheSameAndNotEmpty() {
        assertThat(prompts(TestWorld.in(folder).terminal(FakeTerminal.answering("s", "s")))
                        .newPassphraseOf("k"))
                .isEqualTo("s".toCharArray());
        assertThatThrownBy(() -> prompts(TestWorld.in(folder).terminal(FakeTerminal.answering("s", "t")))
                        .newPassphraseOf("k"))
                .isInstanceOf(KeyException.class);
        assertThatThrownBy(() -> prompts(TestWorld.in(folder).terminal(FakeTerminal.answering("", "")))
                        .newPassphraseOf("k"))
                .isInstanceOf(KeyException.class);
    }

    @Test
    void inAutomationNothingIsAskedEvenWithATerminal() {
        TestWorld world = TestWorld.in(folder)
                .terminal(FakeTerminal.answering("secret", "y"))
                .with(Variable.CI, "true");

        assertThatThrownBy(() -> prompts(world).passphraseOf("k")).isInstanceOf(KeyException.class);
        assertThatThrownBy(() -> prompts(world).confirm("all is deleted")).isInstanceOf(UsageException.class);
    }

    @Test
    void aConfirmationIsNoUnlessItIsYes() {
        for (String yes : new String[] {"y", "yes", " Y "}) {
            assertThat(prompts(TestWorld.in(folder).terminal(FakeTerminal.answering(yes)))
                            .confirm("the key is replaced"))
                    .isTrue();
        }
        for (String no : new String[] {"", "n", "yo", "sure"}) {
            assertThat(prompts(TestWorld.in(folder).terminal(FakeTerminal.answering(no)))
                            .confirm("the key is replaced"))
                    .isFalse();
        }
        assertThat(prompts(TestWorld.in(folder).terminal(FakeTerminal.answering()))
                        .confirm("the key is replaced"))
                .isFalse();
    }
}
