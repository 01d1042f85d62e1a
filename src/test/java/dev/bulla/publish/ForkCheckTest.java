package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Manifest;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two successors of one state are told of, and nothing is repaired (trust.md section 11.4). */
class ForkCheckTest {
    private final Scene scene = new Scene();

    @BeforeEach
    void found() {
        scene.founded(Profile.MVP_INTOTO);
    }

    private void sign(String name) {
        scene.repository()
                .publish(scene.signing(scene.releases, Scene.target(name, name)), scene.refreshRoles(scene.online));
    }

    private Manifest head() {
        return scene.store.manifest(RoleTags.HEAD).orElseThrow();
    }

    @Test
    void aLineOfSuccessorsHasNoFork() {
        sign("shop:1");
        sign("shop:2");

        assertThat(new ForkCheck(scene.store).of(scene.standing())).isEmpty();
    }

    @Attack("T26")
    @Test
    void aHeadThatWasBuiltOnAnotherGenerationThanTheOneBeforeIsTold() {
        Manifest first = head();
        sign("shop:1");
        Manifest lost = head();
        scene.store.tag(first, RoleTags.HEAD);
        scene.store.tag(first, RoleTags.role(Profile.RELEASES));
        scene.store.tag(first, RoleTags.generation(2));
        sign("shop:2");
        sign("shop:3");
        scene.store.tag(lost, RoleTags.generation(2));
        Manifest before = head();

        assertThat(new ForkCheck(scene.store).of(scene.standing()))
                .singleElement()
                .asString()
                .startsWith("fork: timestamp v3 was not built on generation 2");
        assertThat(head().digest()).isEqualTo(before.digest());
    }

    @Test
    void anotherAnnouncementOfTheGenerationThatStandsIsTold() {
        Manifest first = head();
        sign("shop:1");
        Manifest lost = head();
        scene.store.tag(first, RoleTags.HEAD);
        scene.store.tag(first, RoleTags.role(Profile.RELEASES));
        scene.store.tag(first, RoleTags.generation(2));
        sign("shop:2");
        scene.store.tag(lost, RoleTags.generation(2));

        assertThat(new ForkCheck(scene.store).of(scene.standing()))
                .singleElement()
                .asString()
                .startsWith("fork: generation 2 was announced with another timestamp");
    }
}
