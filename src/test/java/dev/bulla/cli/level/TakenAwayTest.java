package dev.bulla.cli.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One artifact whose level sinks because what made it is taken away: whoever demands the old level is told what is missing. */
class TakenAwayTest {
    @TempDir
    Path folder;

    private LevelShop shop;

    @BeforeEach
    void aShop() throws IOException {
        shop = new LevelShop(folder, List.of("4"));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private void refused(String level, String code, String message) throws IOException {
        Run run = shop.verify(shop.bundle("4"), shop.demanding(level), "--format", "json");
        assertThat(run.status()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).contains("\"code\": \"" + code + "\"").contains(message);
    }

    private void reaches(String level) throws IOException {
        Run run = shop.verify(shop.bundle("4"), shop.demanding(level), "--format", "json");
        assertThat(run.out()).contains("\"level\": \"" + level + "\"");
    }

    @Test
    void whateverIsTakenFromABundleOfLevel4TheOldDemandIsRefused() throws IOException {
        reaches("4");

        shop.unlist("targets", "owner", shop.layoutOf(shop.image("4", "web")));
        refused("4", "LAYOUT_UNBOUND", "applies to " + shop.image("4", "installer"));
        reaches("3b");

        shop.unlist("targets", "owner", shop.layoutOf(shop.bundle("4")));
        refused("3b", "LAYOUT_UNBOUND", "applies to " + shop.bundle("4"));
        refused("4", "LAYOUT_UNBOUND", "applies to " + shop.bundle("4"));
        reaches("2");

        shop.unlist("targets/releases", "release", shop.image("4", "web"));
        refused("2", "LEVEL_TOO_LOW", "reaches level 1b");
        reaches("1b");

        shop.unlist("targets/releases", "release", shop.bundle("4"));
        Run run = shop.verify(shop.bundle("4"), shop.demanding("1b"));
        assertThat(run.status()).as(run.err()).isNotZero();
        assertThat(run.err()).startsWith("bulla: rejected: ");
    }

    @Test
    void linksThatAreListedAndGoneAreMissingWhateverIsDemanded() throws IOException {
        shop.lose("acme/i4", "links-4-web");
        refused("4", "MISSING_LINK", "component 'web'");
        reaches("3b");

        shop.lose("acme/b4", "links-4-bundle");
        refused("1b", "MISSING_LINK", "make");
    }
}
