package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.RoleTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old heads go, readers in flight and roots stay (oci-graph section 6). */
class GenerationPruningTest {
    private final Scene scene = new Scene();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void publishTenGenerationsAnHourApart() {
        scene.founded(Profile.MVP_INTOTO);
        for (int i = 2; i <= 10; i++) {
            scene.now = scene.now.plus(Duration.ofHours(1));
            scene.repository()
                    .publish(
                            scene.signing(scene.releases, Scene.target("shop:" + i, "v" + i)),
                            scene.refreshRoles(scene.online));
        }
    }

    private List<Long> generations() {
        return LongStream.rangeClosed(1, 10)
                .filter(number ->
                        scene.store.manifest(RoleTags.generation(number)).isPresent())
                .boxed()
                .toList();
    }

    private int prune() {
        return new GenerationPruning(scene.store).prune(scene.standing(), scene.now, notes::add);
    }

    @Test
    void withinADayNothingGoes() {
        assertThat(prune()).isZero();
        assertThat(generations()).hasSize(10);
    }

    @Test
    void afterADayTheLastFiveStayAndTheHeadStillVerifies() {
        scene.now = scene.now.plus(Duration.ofDays(2));

        assertThat(prune()).isEqualTo(5);
        assertThat(generations()).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(scene.standing().timestamp().role().version()).isEqualTo(10);
        assertThat(scene.store.manifest(RoleTags.root(1))).isPresent();
        assertThat(prune()).isZero();
    }
}
