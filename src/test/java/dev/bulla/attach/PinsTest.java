package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.testkit.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tags that keep what belongs to an artifact (oci-graph section 6). */
class PinsTest {
    private final Scene scene = new Scene();
    private final Manifest image = Samples.image(1).manifest();
    private final Manifest platform = Samples.image(2).manifest();
    private final Manifest platforms = Samples.index(List.of(platform));
    private final Manifest bundle = Samples.index(List.of(image, platforms));
    private final Digest artifact = bundle.digest();

    PinsTest() {
        List.of(image, platform, platforms, bundle).forEach(scene.store::pushManifest);
    }

    private Manifest signature(Manifest subject) {
        Descriptor signed = subject.descriptor().plain();
        return scene.sign(signed, signed, scene.ann);
    }

    private static String name(Digest artifact, Digest part) {
        return "sha256-" + artifact.hex() + ".pin-" + part.hex().substring(0, 32);
    }

    @Test
    void whateverBelongsToAnArtifactIsPinnedUnderItsDigestSection6() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        Manifest signature = signature(bundle);
        Manifest countersignature = signature(signature);
        Manifest ofThePlatform = signature(platform);

        new Pins(scene.store).keep(artifact, Optional.empty());

        Map<Tag, Digest> expected = new HashMap<>();
        for (Manifest part : List.of(image, platforms, platform, signature, countersignature, ofThePlatform)) {
            expected.put(new Tag(name(artifact, part.digest())), part.digest());
        }
        expected.put(new Tag("sha256-" + artifact.hex() + ".pin"), artifact);
        assertThat(scene.store.tags).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void theArtifactIsPinnedLastSoThatItsPinSaysThatAllOthersStand() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        List<Set<Tag>> before = new ArrayList<>();
        scene.store.beforeTag = () -> before.add(Set.copyOf(scene.store.tags.keySet()));

        new Pins(scene.store).keep(artifact, Optional.empty());

        assertThat(scene.store.tags).hasSize(4);
        assertThat(before.getLast()).hasSize(3).doesNotContain(Tag.pinOf(artifact));
    }

    @Test
    void aCollectorOfUntaggedManifestsTakesNothingThatIsPinnedAndMostOfWhatIsNotSection6() {
        signature(bundle);
        scene.store.tag(bundle, Scene.TAG);
        scene.writer.writeCarrier(artifact, Optional.of(Scene.TAG));
        Set<Digest> all = Set.copyOf(scene.store.manifests.keySet());

        scene.store.pins = Optional.of(PinMode.TAGS);
        scene.writer.writeCarrier(artifact, Optional.of(Scene.TAG));
        scene.store.deleteUntagged();
        assertThat(scene.store.manifests.keySet())
                .containsAll(all.stream()
                        .filter(one -> !one.equals(scene.artifact.digest()))
                        .toList());

        scene.store.tags.keySet().removeIf(tag -> tag.value().contains(".pin"));
        scene.store.deleteUntagged();
        assertThat(scene.store.manifests).hasSize(2); // the artifact and its carrier
    }

    @Test
    void pinsAreWrittenOnceAndNeverMoved() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        signature(bundle);
        new Pins(scene.store).keep(artifact, Optional.empty());
        Map<Tag, Digest> first = Map.copyOf(scene.store.tags);
        List<String> moves = new ArrayList<>();
        scene.store.beforeTag = () -> moves.add("moved");

        new Pins(scene.store).keep(artifact, Optional.empty());
        assertThat(moves).isEmpty();

        scene.sign(bundle.descriptor().plain(), bundle.descriptor().plain(), scene.ben);
        new Pins(scene.store).keep(artifact, Optional.empty());
        assertThat(moves).hasSize(1);
        assertThat(scene.store.tags).containsAllEntriesOf(first);
    }

    @Test
    void withoutBeingToldNothingIsPinnedOrAskedFor() {
        new Pins(scene.store).keep(artifact, Optional.empty());
        scene.store.pins = Optional.empty();
        new Pins(scene.store).keep(artifact, Optional.empty());

        assertThat(scene.store.tags).isEmpty();
    }

    @Test
    void anArtifactThatIsPinnedStaysPinnedWholeWhereOnlyTagsSayWhatIsAttached() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        new Pins(scene.store).keep(artifact, Optional.empty());
        Manifest signature = signature(bundle);
        Tag pin = new Tag(name(artifact, signature.digest()));

        scene.store.pins = Optional.empty();
        scene.writer.writeCarrier(artifact, Optional.empty());
        assertThat(scene.store.tags).doesNotContainKey(pin);

        scene.store.listing = ReferrerList.Path.TAG;
        scene.writer.writeCarrier(artifact, Optional.empty());
        assertThat(scene.store.tags).containsEntry(pin, signature.digest());

        Manifest other = scene.artifact("not pinned");
        signature(other);
        scene.writer.writeCarrier(other.digest(), Optional.empty());
        assertThat(scene.store.tags.keySet())
                .noneMatch(
                        tag -> tag.value().startsWith(Tag.pinOf(other.digest()).value()));
    }

    @Test
    void whoeverAsksForCarriersAloneGetsNoMorePins() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        new Pins(scene.store).keep(artifact, Optional.empty());
        Manifest signature = signature(bundle);
        scene.store.listing = ReferrerList.Path.TAG;
        scene.store.pins = Optional.of(PinMode.CARRIER);

        scene.writer.writeCarrier(artifact, Optional.empty());

        assertThat(scene.store.tags).doesNotContainKey(new Tag(name(artifact, signature.digest())));
    }

    @Test
    void aPinThatSomethingElseHoldsIsNotOverwritten() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        Tag taken = new Tag(name(artifact, platform.digest()));
        scene.store.tag(bundle, taken);

        assertThatThrownBy(() -> new Pins(scene.store).keep(artifact, Optional.empty()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(taken + " at memory.example/acme/shop holds " + artifact);
        assertThat(scene.store.tags).containsEntry(taken, artifact);
        assertThat(scene.store.tags).doesNotContainKey(Tag.pinOf(artifact));
    }

    @Test
    void whatAnIndexNamesAndIsNotThereIsLeftOut() {
        scene.store.pins = Optional.of(PinMode.TAGS);
        scene.store.manifests.remove(platform.digest());

        new Pins(scene.store).keep(artifact, Optional.empty());

        assertThat(scene.store.tags.values()).containsExactlyInAnyOrder(image.digest(), platforms.digest(), artifact);
    }
}
