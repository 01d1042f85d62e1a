package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.help.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/cli.md} is what the program says; {@code -Dbulla.docs.write=true} writes it anew. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("docs", "cli.md");

    @Test
    void theCommittedPageIsTheOneTheProgramWrites() throws IOException {
        String page = ReferencePage.of(new Commands());
        if (Boolean.getBoolean("bulla.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
}
