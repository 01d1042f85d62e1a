package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Progress;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.loopback.Kind;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often a verification waits for the registry, and how much it asks (trust.md section 3). Rounds are counted by what
 * each request could have known when it was sent, so that they do not depend on how fast anybody is.
 */
class RequestRoundsTest {
    private static final int MOST_CACHED = 64 << 20;

    @TempDir
    Path folder;

    private PinnedScene scene;
    private ReleasedBundle bundle;
    private final BlobCache cache = BlobCache.inMemory(MOST_CACHED);

    @BeforeEach
    void aNamespaceWithOneBundle() {
        scene = new PinnedScene(folder);
        bundle = new ReleasedBundle(scene);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** What one verification cost. */
    private record Cost(String level, int rounds, List<Connection.Request> requests) {
        int count() {
            return requests.size();
        }

        String lines() {
            StringBuilder lines = new StringBuilder();
            requests.forEach(request -> lines.append(request.round())
                    .append(' ')
                    .append(request.method())
                    .append(' ')
                    .append(request.address())
                    .append('\n'));
            return lines.toString();
        }
    }

    private Cost verify() {
        List<Connection.Request> requests = new CopyOnWriteArrayList<>();
        Places observed = new Places(Connection.standard(Map.of(), InstantSource.fixed(PinnedScene.NOW))
                .observed(requests::add)
                .caching(cache));
        Trust trust = new Trust(observed, folder.resolve("trust"), Optional.empty());
        Verdict verdict = new Verifier(observed, false, Progress.NONE)
                .verify(PinnedScene.ref(bundle.shop), trust, Optional.empty(), PinnedScene.NOW);
        assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
        int first = requests.stream().mapToInt(Connection.Request::round).min().orElseThrow();
        int last = requests.stream().mapToInt(Connection.Request::round).max().orElseThrow();
        return new Cost(((Verdict.Trusted) verdict).level(), last - first + 1, List.copyOf(requests));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 10_000})
    void coldWithoutInlinedRolesItTakesThreeRoundsWhateverTheSizeOfTheNamespace(int bundles) {
        bundle.among(bundles - 1).made().publish(false);
        scene.pin();

        Cost cold = verify();

        assertThat(cold.level()).isEqualTo("3b");
        assertThat(cold.rounds()).as(cold.lines()).isLessThanOrEqualTo(3);
        assertThat(cold.count()).as(cold.lines()).isEqualTo(12).isLessThanOrEqualTo(13);

        Cost warm = verify();
        assertThat(warm.rounds()).as(warm.lines()).isEqualTo(1);
        assertThat(warm.count()).as(warm.lines()).isEqualTo(2).isLessThanOrEqualTo(3);
    }

    @Test
    void coldWithInlinedRolesItTakesTwoRounds() {
        bundle.publish(true);
        scene.pin();

        Cost cold = verify();

        assertThat(cold.level()).isEqualTo("2");
        assertThat(cold.rounds()).as(cold.lines()).isLessThanOrEqualTo(2);
        assertThat(cold.count()).as(cold.lines()).isEqualTo(4).isLessThanOrEqualTo(6);

        Cost warm = verify();
        assertThat(warm.rounds()).as(warm.lines()).isEqualTo(1);
        assertThat(warm.count()).as(warm.lines()).isEqualTo(2);
    }

    @Test
    void coldWithTheBundleEnclosedInTheHeadItTakesOneRound() {
        bundle.publishEnclosing(bundle.configManifest(), bundle.text);
        scene.pin();

        Cost cold = verify();

        assertThat(cold.level()).isEqualTo("2");
        assertThat(cold.rounds()).as(cold.lines()).isEqualTo(1);
        assertThat(cold.count()).as("artifact and head\n" + cold.lines()).isEqualTo(2);
    }

    @Test
    void otherDocumentsThatAHeadEnclosesPassForNothing() {
        Bytes other = Bytes.utf8(bundle.text.asUtf8().orElseThrow().replace("shop", "evil"));
        bundle.publishEnclosing(other, Bytes.utf8("{}"));
        scene.pin();

        Cost cold = verify();

        assertThat(cold.count())
                .as("config manifest and bundle are asked for\n" + cold.lines())
                .isEqualTo(4);
    }

    @Test
    void aSupplyChainCostsARequestForEachOfItsDocumentsAndNoRound() {
        bundle.made().publish(true);
        scene.pin();

        Cost cold = verify();

        assertThat(cold.level()).isEqualTo("3b");
        assertThat(cold.rounds()).as(cold.lines()).isLessThanOrEqualTo(2);
        assertThat(cold.count())
                .as("4, and layout, key and two links\n" + cold.lines())
                .isEqualTo(8);
    }

    @Attack({"T1", "T5"})
    @Test
    void whereTheTufRepositoryAnswersNobodyIsAskedWhatIsAttached() {
        bundle.made().publish(false);
        scene.pin();
        scene.registry.log().clear();

        verify();

        assertThat(scene.registry.log().count(Kind.REFERRERS)).isZero();
        assertThat(scene.registry.log().entries())
                .noneMatch(entry -> entry.target().endsWith(".signed"));
    }

    @Test
    void whatChangedIsFetchedAndNothingElse() {
        bundle.made().publish(false);
        scene.pin();
        verify();
        bundle.among(5).publish(false);

        Cost after = verify();

        assertThat(after.rounds()).as(after.lines()).isEqualTo(2);
        assertThat(after.count())
                .as("head, artifact, timestamp, snapshot, releases\n" + after.lines())
                .isEqualTo(5);
    }
}
