package dev.bulla.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Progress as cli.md section 10 has it. */
class TransferDisplayTest {
    private static final Descriptor BLOB =
            Descriptor.of(new MediaType("application/octet-stream"), Bytes.utf8("x".repeat(1000)));

    private Instant now = Instant.parse("2026-11-21T09:00:00Z");
    private final List<String> written = new ArrayList<>();

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void aBarAppearsAfterHalfASecondAndIsErased() {
        TransferDisplay display = TransferDisplay.bar(() -> now, written::add, "copying", 80);
        display.onStarted(2, 2000);
        display.onBytes(500);
        assertThat(written).isEmpty();

        pass(Duration.ofMillis(500));
        display.onBytes(500);
        display.close();

        assertThat(written)
                .containsExactly(
                        "\r\u001b[Kcopying [############------------] 0 of 2 objects, 1000 B of 2.0 KiB", "\r\u001b[K");
    }

    @Test
    void theBarIsDrawnAtMostTenTimesASecond() {
        TransferDisplay display = TransferDisplay.bar(() -> now, written::add, "copying", 80);
        pass(Duration.ofSeconds(1));
        for (int i = 0; i < 1000; i++) {
            display.onBytes(1);
            pass(Duration.ofMillis(1));
        }

        assertThat(written).hasSize(10);
    }

    @Test
    void theBarNeverWrapsOnANarrowTerminal() {
        TransferDisplay display = TransferDisplay.bar(() -> now, written::add, "copying", 40);
        pass(Duration.ofSeconds(1));
        display.onStarted(1000, 1L << 40);

        assertThat(written)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.substring("\r\u001b[K".length())).hasSizeLessThan(40));
    }

    @Test
    void inAPipeThereIsOneLineEveryTenSeconds() {
        TransferDisplay display = TransferDisplay.lines(() -> now, written::add, "copied");
        display.onStarted(14, 14_000);
        for (int second = 0; second < 25; second++) {
            display.onBytes(100);
            pass(Duration.ofSeconds(1));
        }

        assertThat(written)
                .containsExactly(
                        "copied 0 of 14 objects, 1.1 KiB of 14 KiB", "copied 0 of 14 objects, 2.1 KiB of 14 KiB");
    }

    @Test
    void whatTakesLessThanTenSecondsIsNotMentionedInAPipe() {
        TransferDisplay display = TransferDisplay.lines(() -> now, written::add, "copied");
        display.onStarted(1, 1000);
        pass(Duration.ofSeconds(9));
        display.onBytes(1000);
        display.onDone(BLOB);
        display.close();

        assertThat(written).isEmpty();
    }

    @Test
    void whatIsThereAlreadyOrMountedIsNotExpectedToMove() {
        TransferDisplay display = TransferDisplay.lines(() -> now, written::add, "copied");
        display.onStarted(3, 3000);
        display.onSkipped(BLOB);
        display.onMounted(BLOB);
        pass(Duration.ofSeconds(10));
        display.onBytes(200);

        assertThat(written).containsExactly("copied 2 of 3 objects, 200 B of 1000 B");
    }
}
