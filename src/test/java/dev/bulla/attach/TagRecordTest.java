package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.ReasonCode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four values of a tag record (oci-graph section 3.7). */
class TagRecordTest {
    private final Scene scene = new Scene();
    private final TagRecord record = new TagRecord(
            scene.artifact,
            Scene.NAME,
            17,
            Instant.parse("2026-11-21T00:00:00Z"),
            Instant.parse("2027-02-19T00:00:00Z"));

    @Test
    void aRecordSurvivesItsManifest() {
        assertThat(TagRecord.read(record.builder().build()).orThrow()).isEqualTo(record);
        assertThat(TagRecord.read(record.builder().buildLegacy()).orThrow()).isEqualTo(record);
    }

    @ParameterizedTest
    @CsvSource({
        "version\":\"17, version\":\"0",
        "version\":\"17, version\":\"017",
        "version\":\"17, version\":\"-1",
        "version\":\"17, version\":\"+1",
        "version\":\"17, version\":\"1.0",
        "version\":\"17, version\":\"2147483648",
        "version\":\"17, version\":\"99999999999999999999",
        "dev.bulla.version, dev.bulla.versions",
        "dev.bulla.ref, dev.bulla.reference",
        "dev.bulla.created, dev.bulla.creation",
        "dev.bulla.expires, dev.bulla.expiry",
        "2027-02-19T00:00:00Z, 2027-02-19T00:00:00+00:00",
        "2027-02-19T00:00:00Z, 2027-02-19T00:00:00.5Z",
        "2027-02-19T00:00:00Z, 2027-02-19",
        "2027-02-19T00:00:00Z, 2027-02-30T00:00:00Z",
        "2027-02-19T00:00:00Z, 2026-11-21T00:00:00Z",
        "2027-02-19T00:00:00Z, never",
        "2026-11-21T00:00:00Z, 2027-02-19T00:00:01Z",
        "example.com/acme/shop:1.4.0, example.com/acme/ shop",
        "example.com/acme/shop:1.4.0, ''"
    })
    void aValueInAnyOtherFormIsMalformed(String part, String replacement) {
        ImageManifest good = record.builder().build();
        String json = good.raw().asUtf8().orElseThrow();
        assertThat(json).contains(part);
        Manifest changed = Manifest.parse(Bytes.utf8(json.replace(part, replacement)), Optional.empty());

        assertThat(Scene.reason(TagRecord.read((ImageManifest) changed)).code()).isEqualTo(ReasonCode.MALFORMED);
    }

    @Test
    void aRecordWithContentIsMalformed() {
        ImageManifest more =
                record.builder().layer(Scene.SBOM, Bytes.utf8("[]"), Map.of()).build();

        assertThat(Scene.reason(TagRecord.read(more)).message()).contains("has content");
    }

    @Test
    void aRecordThatCouldNotBeReadCannotBeMade() {
        Instant created = record.created();
        Instant expires = record.expires();
        assertThatThrownBy(() -> new TagRecord(scene.artifact, Scene.NAME, 0, created, expires))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TagRecord(scene.artifact, Scene.NAME, 1, expires, expires))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TagRecord(scene.artifact, "with\nnewline", 1, created, expires))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TagRecord(scene.artifact, "n".repeat(513), 1, created, expires))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesAreCutToSeconds() {
        TagRecord fine = new TagRecord(
                scene.artifact,
                Scene.NAME,
                1,
                record.created().plusMillis(999),
                record.expires().plusNanos(1));

        assertThat(fine.created()).isEqualTo(record.created());
        assertThat(fine.expires()).isEqualTo(record.expires());
    }
}
