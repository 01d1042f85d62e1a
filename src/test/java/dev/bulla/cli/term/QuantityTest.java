package dev.bulla.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "4198, 4.1 KiB",
        "10188, 9.9 KiB",
        "10240, 10 KiB",
        "222298112, 212 MiB",
        "1073741824, 1.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void sizesAreShortAndBinary(long bytes, String text) {
        assertThat(Quantity.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "604799, in 6d 23h",
        "604800, in 7d",
        "3660, in 1h 1m",
        "3601, in 1h",
        "59, in 59s",
        "0, now",
        "-90, 1m 30s ago",
        "-864000, 10d ago"
    })
    void relativeTimesShowTheTwoLargestUnits(long seconds, String text) {
        assertThat(Quantity.relative(NOW.plusSeconds(seconds), NOW)).isEqualTo(text);
    }

    @Test
    void absoluteTimesAreRfc3339InUtc() {
        assertThat(Quantity.absolute(NOW.plusMillis(999))).isEqualTo("2026-11-21T09:00:00Z");
    }

    @Test
    void durationsHaveANumberAndAUnit() {
        assertThat(Quantity.duration("500ms")).contains(Duration.ofMillis(500));
        assertThat(Quantity.duration("60s")).contains(Duration.ofMinutes(1));
        assertThat(Quantity.duration("5m")).contains(Duration.ofMinutes(5));
        assertThat(Quantity.duration("24h")).contains(Duration.ofDays(1));
        assertThat(Quantity.duration("7d")).contains(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "s", "-1s", "1.5h", "1w", "99999999999d", "9999999999s", "1 s", "٣s"})
    void otherTextsAreNoDurations(String text) {
        assertThat(Quantity.duration(text)).isEmpty();
    }

    @Test
    void timesAreRfc3339OrADay() {
        assertThat(Quantity.time("2026-11-21T10:00:00+01:00")).contains(NOW);
        assertThat(Quantity.time("2026-11-21")).contains(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(Quantity.time("21.11.2026")).isEmpty();
        assertThat(Quantity.time("2026-02-30")).isEmpty();
    }
}
