package dev.bulla.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/security-tests.md} is what the list of attacks and the tests make; {@code -Dbulla.docs.write=true} writes it. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("docs", "security-tests.md");

    @Test
    void everyAttackHasATestAndEveryTestNamesAnAttackThatIsListed() throws IOException {
        SecurityPage page = SecurityPage.read();

        assertThat(page.untested()).isEmpty();
        assertThat(page.unlisted()).isEmpty();
        assertThat(page.attacks().values())
                .allSatisfy(cells -> assertThat(cells).hasSize(3).noneMatch(String::isEmpty));
    }

    @Test
    void noRowOfTheListIsForgotten() throws IOException {
        List<String> ids = List.copyOf(SecurityPage.read().attacks().keySet());

        assertThat(ids).filteredOn(id -> id.matches("T\\d+")).hasSizeGreaterThanOrEqualTo(30);
        assertThat(ids).filteredOn(id -> id.matches("P\\d+")).hasSizeGreaterThanOrEqualTo(34);
        assertThat(ids).filteredOn(id -> id.matches("[UI]\\d+")).hasSizeGreaterThanOrEqualTo(48);
    }

    @Test
    void theCommittedPageIsTheOneThatListAndTestsMake() throws IOException {
        String page = SecurityPage.read().text();
        if (Boolean.getBoolean("bulla.docs.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
}
