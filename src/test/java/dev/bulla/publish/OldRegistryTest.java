package dev.bulla.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.RoleTags;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.outcome.RejectedException;
import dev.bulla.registry.CredentialSource;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.Login;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.NoWaits;
import dev.bulla.testkit.RegistryProfile;
import dev.bulla.testkit.loopback.Behaviour.Refusal;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry of OCI 1.0 refuses {@code artifactType}: a namespace is kept there in the older form (oci-graph section 2). */
class OldRegistryTest {
    private LoopbackRegistry registry;
    private Store store;
    private Scene scene;

    @BeforeEach
    void open() {
        registry = RegistryProfile.NEXUS.start();
        HttpSettings http =
                HttpSettings.standard(InstantSource.fixed(Scene.NOW)).withPacing(new NoWaits());
        store = RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "acme/tuf"),
                RegistryOptions.standard(http)
                        .withCredentials(
                                CredentialSource.given(new Login(RegistryProfile.USER, RegistryProfile.PASSWORD))));
        scene = new Scene(store);
    }

    @AfterEach
    void close() {
        store.close();
        registry.close();
    }

    private Manifest head() {
        return store.manifest(RoleTags.HEAD).orElseThrow();
    }

    private RoleFile releases() {
        Signed<Targets> current = scene.standing()
                .role(scene.standing().edge(Profile.RELEASES).orElseThrow())
                .orElseThrow()
                .orThrow();
        return TargetsDraft.next(current, RoleLives.asBefore().expiry(Profile.RELEASES, Optional.empty(), scene.now))
                .target(Scene.path("shop:1"), Scene.entry("shop"))
                .sign(List.of(scene.releases));
    }

    @Test
    void section2_3_aNamespaceIsFoundedThereAndWhatIsHandedOverIsPublished() {
        scene.founded(Profile.MVP_INTOTO);
        Manifest before = head();
        new Handover(store).offer(Map.of(Profile.RELEASES, releases()));
        scene.refresh(scene.online);

        assertThat(head().digest()).isNotEqualTo(before.digest());
        assertThat(scene.role(Profile.RELEASES).version()).isEqualTo(2);
        assertThat(head().raw().asUtf8().orElseThrow()).doesNotContain("artifactType");
        assertThat(store.manifest(RoleTags.role(Profile.RELEASES))).isPresent();
        assertThat(store.manifest(RoleTags.root(1))).isPresent();
    }

    @Test
    void section2_3_theOlderFormIsTriedOnceAndThenKept() {
        scene.founded(Profile.MVP_INTOTO);

        assertThat(registry.log().entries().stream()
                        .filter(entry -> entry.kind() == Kind.MANIFEST_PUT && entry.status() == 400))
                .hasSize(1);
    }

    @Test
    void section2_3_aRoleOfTheOlderFormThatIsPublishedIsKnownAgain() {
        scene.founded(Profile.MVP_INTOTO);
        scene.refresh(scene.online);
        registry.log().clear();

        assertThat(new Handover(store).offered(scene.standing(), scene.now).accepted())
                .isEmpty();
        assertThat(registry.log().of(Kind.MANIFEST_GET))
                .noneMatch(entry -> entry.target().endsWith("/manifests/" + RoleTags.role(RoleName.TARGETS)));
    }

    @Test
    void aRegistryThatTakesNeitherFormIsRefusedAfterBoth() {
        registry.behaviour().refusing(Refusal.ARTIFACT_TYPE, Refusal.INDEX);
        registry.faults().on(Kind.MANIFEST_PUT).times(2).status(400);

        assertThatThrownBy(() -> scene.founded(Profile.MVP_INTOTO)).isInstanceOf(RejectedException.class);
        assertThat(registry.log().count(Kind.MANIFEST_PUT)).isEqualTo(2);
        assertThat(store.manifest(RoleTags.HEAD)).isEmpty();
    }
}
