package dev.bulla.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code trust.lock} (trust.md 10.3), held to its page, schema and example. */
class LockFileTest {
    private static final Path FOLDER = Path.of("artifact-types");
    private static final String ROOT = "8e30e4179229c8a36c6b756ba6eec3ef77dcf8991159e04fcccb33f7f34235b5";
    private static final String KEY = "74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916";
    private static final LockedRepository SEEN =
            locked(3, 41, 5, KEY, Map.of("targets", 2L, "targets/releases", 3L), 17, "2026-11-21T00:00:00Z");

    @TempDir
    Path folder;

    private static LockedRepository locked(
            long root, long timestamp, long snapshot, String key, Map<String, Long> roles, long seq, String asOf) {
        return new LockedRepository(
                new LockedRepository.LockedRoot(root, ROOT),
                timestamp,
                snapshot,
                roles,
                List.of(key),
                List.of(key),
                Map.of("example.com/acme/helloworld:0.1.1", seq),
                Instant.parse(asOf));
    }

    @Test
    void theExampleIsWhatIsWrittenAndReadBack() throws IOException {
        LockFile lock = new LockFile(Map.of("example.com/acme", SEEN));
        Path file = folder.resolve("trust.lock");

        lock.write(file);

        assertThat(Files.readString(file)).isEqualTo(Files.readString(FOLDER.resolve("lock.example.json")));
        assertThat(LockFile.read(file)).contains(lock);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(FOLDER.resolve("lock.schema.json")), InputFormat.JSON)
                        .validate(Files.readString(file), InputFormat.JSON))
                .isEmpty();
        assertThat(LockFile.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aLockIsRaisedAndNeverLoweredTrust103() {
        LockFile lock = LockFile.empty().raised("a", SEEN);

        LockedRepository after = lock.raised(
                        "a", locked(3, 40, 6, KEY, Map.of("targets", 9L), 16, "2026-11-20T00:00:00Z"))
                .of("a")
                .orElseThrow();

        assertThat(after)
                .isEqualTo(locked(
                        3, 41, 6, KEY, Map.of("targets", 9L, "targets/releases", 3L), 17, "2026-11-21T00:00:00Z"));
    }

    @Test
    void whatReplacedKeysCountedIsCountedAnewTuf5311() {
        LockedRepository recovered = locked(4, 1, 1, "other", Map.of("targets", 1L), 1, "2026-11-22T00:00:00Z");

        assertThat(SEEN.raisedBy(recovered)).isEqualTo(recovered);
        assertThat(SEEN.raisedBy(locked(3, 1, 1, "other", Map.of(), 1, "2026-11-22T00:00:00Z")))
                .as("without a newer root nobody has replaced a key")
                .extracting(LockedRepository::timestamp, LockedRepository::timestampKeys)
                .containsExactly(41L, List.of(KEY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "timestamp": 41 | "timestamp": 41.5
                    "timestamp": 41 | "timestamp": -1
                    "seq"           | "sequence"
                    8e30e4179229    | 8E30e4179229
                    T00:00:00Z      | T25:00:00Z
                    "version": 1,   | "version": 2,
                    """)
    void aLockThatIsNotUnderstoodIsNotTakenForNone(String part, String other) throws IOException {
        String text = Files.readString(FOLDER.resolve("lock.example.json"));
        assertThat(text).contains(part);
        Path file = Files.writeString(folder.resolve("trust.lock"), text.replace(part, other));

        assertThatThrownBy(() -> LockFile.read(file)).isInstanceOf(StorageException.class);
    }

    @Test
    void namesWithQuotesAndBracketsSurvive() {
        LockFile lock = LockFile.empty().raised("a\"{[\\", SEEN);

        assertThat(LockFile.parse(lock.toBytes())).isEqualTo(lock);
        assertThatThrownBy(() -> LockFile.parse(Bytes.utf8("{}"))).isInstanceOf(JsonException.class);
    }
}
