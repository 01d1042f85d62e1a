package dev.bulla.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clock of a consumer or of a publisher is wrong (trust.md section 10.1): nothing is trusted that the time does not let,
 * and when the clock is right again everything is as it was.
 */
class WrongClockTest {
    @TempDir
    private static Path folder;

    private static LoopbackRegistry registry;
    private static Shop shop;
    private static int runs;

    @BeforeAll
    static void open() throws IOException {
        registry = LoopbackRegistry.start();
        shop = new Shop(Files.createDirectory(folder.resolve("publisher")), registry);
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    private static Path consumer() throws IOException {
        Path place = Files.createDirectory(folder.resolve("consumer " + runs++));
        assertThat(DiskJob.run(shop, place, DiskJob.TRUST_ADD.words).status()).isZero();
        return place;
    }

    @Attack({"T34", "S10"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2001-09-09T01:46:40Z",
                "2038-01-19T03:14:08Z",
                "2106-02-07T06:28:16Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z"
            })
    void t34_aConsumersClockThatIsFarOutIsRefusedAndSpoilsNothing(Instant wrong) throws IOException {
        Path place = consumer();
        for (int i = 0; i < 2; i++) { // without a memory of the roles, and with one
            Run run = TestWorld.in(place).at(wrong).run("verify", shop.note);
            assertThat(run.status()).as(wrong + ": " + run.out() + run.err()).isEqualTo(1);

            Run again = DiskJob.run(shop, place, "verify NOTE");
            assertThat(again.status())
                    .as(wrong + ", then right: " + again.err())
                    .isZero();
        }
    }

    @Attack("T34")
    @ParameterizedTest
    @ValueSource(longs = {-1, -30, -400})
    void t34_aConsumersClockThatWasSetBackIsRefusedByWhoSawALaterTime(long days) throws IOException {
        Path place = consumer();
        assertThat(DiskJob.run(shop, place, "verify NOTE").status()).isZero();

        Run run = TestWorld.in(place)
                .at(TestWorld.NOW.plus(Duration.ofDays(days)))
                .run("verify", shop.note);
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(1);

        assertThat(DiskJob.run(shop, place, "verify NOTE").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-20T09:00:00Z",
                "2038-01-19T03:14:08Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z"
            })
    void aPublishersWrongClockIsMadeGoodByARefreshWithARightOne(Instant wrong) throws IOException {
        Path place = consumer();
        String reference = shop.acme + "/at" + runs + ":1";
        shop.push("at " + wrong, reference);

        Run signed = shop.world().at(wrong).run("sign", reference, "--key", "releases", "--online-key", "online");
        assertThat(signed.status()).as(wrong + ": " + signed.err()).isIn(0, 1);
        // expired or not yet valid for everybody else, or not published at all
        assertThat(DiskJob.run(shop, place, "verify NOTE").status()).isIn(0, 1);

        shop.done("refresh", shop.acme, "--key", "online", "--key", "releases");
        shop.sign(reference);
        for (String each : List.of("NOTE", reference)) {
            Run right = DiskJob.run(shop, place, "verify " + each);
            assertThat(right.status())
                    .as(wrong + ", then right: " + right.err())
                    .isZero();
        }
    }

    @Test
    void aPublishersClockThatIsAheadStopsNobodyForLongerThanUntilItIsRight() throws IOException {
        try (LoopbackRegistry ahead = LoopbackRegistry.start()) {
            Shop fast = new Shop(Files.createDirectory(folder.resolve("fast")), ahead);
            Path place = Files.createDirectory(folder.resolve("who saw it"));
            assertThat(DiskJob.run(fast, place, DiskJob.TRUST_ADD.words).status())
                    .isZero();
            Instant wrong = TestWorld.NOW.plus(Duration.ofDays(20));
            Run refreshed = fast.world().at(wrong).run("refresh", fast.acme, "--key", "online");
            assertThat(refreshed.status()).as(refreshed.err()).isZero();
            Run early = DiskJob.run(fast, place, "verify NOTE");
            assertThat(early.status()).as(early.err()).isEqualTo(1);

            fast.done("refresh", fast.acme, "--key", "online");

            Run after = DiskJob.run(fast, place, "verify NOTE");
            assertThat(after.status()).as(after.err()).isZero();
        }
    }
}
