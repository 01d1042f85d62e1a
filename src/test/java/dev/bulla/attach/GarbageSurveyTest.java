package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.PinMode;
import dev.bulla.testkit.Samples;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What collectors would take, before they do (oci-graph section 6). */
class GarbageSurveyTest {
    private final Scene scene = new Scene();
    private final Manifest platform = Samples.image(2).manifest();
    private final Manifest platforms = Samples.index(List.of(platform));
    private final Manifest bundle = Samples.index(List.of(platforms));

    GarbageSurveyTest() {
        List.of(platform, platforms, bundle).forEach(scene.store::pushManifest);
        scene.store.tag(bundle, Scene.TAG);
    }

    private GarbageSurvey survey() {
        return GarbageSurvey.of(scene.store, bundle, Optional.of(Scene.TAG));
    }

    private Manifest signature(Manifest subject) {
        return scene.sign(subject.descriptor().plain(), subject.descriptor().plain(), scene.ann);
    }

    @Test
    void anIndexKeepsItsMembersWithSomeCollectorsAndWithOthersNot() {
        assertThat(survey().untagged()).containsExactly(platforms.digest(), platform.digest());
        assertThat(survey().unlisted()).isEmpty();
    }

    @Test
    void aCarrierKeepsWhatIsAttachedToTheArtifactAndNothingThatIsAttachedToAMember() {
        Manifest signature = signature(bundle);
        Manifest ofAMember = signature(platform);
        assertThat(survey().unlisted()).containsExactlyInAnyOrder(signature.digest(), ofAMember.digest());

        scene.writer.writeCarrier(bundle.digest(), Optional.of(Scene.TAG));

        assertThat(survey().unlisted()).containsExactly(ofAMember.digest());
        assertThat(survey().untagged())
                .containsExactlyInAnyOrder(
                        platforms.digest(), platform.digest(), signature.digest(), ofAMember.digest());
    }

    @Test
    void anArtifactWhoseTagMovedIsAmongWhatIsTakenUnlessItIsPinned() {
        scene.store.tag(platform, Scene.TAG);
        assertThat(survey().unlisted()).startsWith(bundle.digest());

        scene.store.pins = Optional.of(PinMode.TAGS);
        new Pins(scene.store).keep(bundle.digest(), Optional.empty());
        assertThat(survey().untagged()).isEmpty();
        assertThat(survey().unlisted()).isEmpty();
    }

    @Test
    void whatIsForetoldIsWhatIsTaken() {
        signature(bundle);
        signature(signature(platform));
        scene.writer.writeCarrier(bundle.digest(), Optional.of(Scene.TAG));
        Set<Digest> foretold = Set.copyOf(survey().untagged());
        Set<Digest> before = Set.copyOf(scene.store.manifests.keySet());

        scene.store.deleteUntagged();

        Set<Digest> taken = new HashSet<>(before);
        taken.removeAll(scene.store.manifests.keySet());
        taken.remove(scene.artifact.digest()); // another artifact of the scene
        assertThat(taken).isEqualTo(foretold).hasSize(5);
    }
}
