package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.Capsule;
import dev.bulla.attach.RoleLayer;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.TrustRepository;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may be deleted because something newer says all of it, and what may not. */
class SupersededCapsulesTest {
    private final Nights nights = Nights.inMemory();

    @AfterEach
    void close() {
        nights.close();
    }

    private ArtifactBuilder capsule(String name, TrustRepository repository, List<RoleLayer> files) {
        return Capsule.builder(nights.artifact.descriptor(), name, repository, files);
    }

    private Manifest present() {
        return capsule(Nights.NAME, Nights.REPOSITORY, nights.acme.layers()).build();
    }

    private boolean isSuperseded(Manifest manifest) {
        return nights.roles().supersedes(nights.store, manifest);
    }

    @Test
    void anOlderOneOfTheSameArtifactNameAndRepositoryIs() {
        Manifest old = present();
        Manifest legacy =
                capsule(Nights.NAME, Nights.REPOSITORY, nights.acme.layers()).buildLegacy();
        assertThat(isSuperseded(old)).as("it is the newest itself").isFalse();

        nights.acme.publisher().publish("targets");

        assertThat(isSuperseded(old)).isTrue();
        assertThat(isSuperseded(legacy)).isTrue();
        assertThat(isSuperseded(present())).isFalse();
        assertThat(isSuperseded(nights.artifact)).as("no capsule").isFalse();
    }

    @Test
    void oneUnderAnotherNameOrFromAnotherRepositoryIsNot() {
        List<RoleLayer> files = nights.acme.layers();
        TrustRepository other = new TrustRepository(new Place.RegistryPlace("origin.example", "other/tuf"));
        nights.acme.publisher().publish();

        assertThat(isSuperseded(capsule("origin.example/acme/shop:latest", Nights.REPOSITORY, files)
                        .build()))
                .isFalse();
        assertThat(isSuperseded(capsule(Nights.NAME, other, files).build())).isFalse();
    }

    @Test
    void oneThatSaysMoreThanIsWrittenHereIsNot() {
        ArtifactBuilder more = capsule(Nights.NAME, Nights.REPOSITORY, nights.acme.layers())
                .annotation("com.example.note", "please keep");
        nights.acme.publisher().publish();

        assertThat(isSuperseded(more.build())).isFalse();
    }

    @Test
    void oneOfTheSameVersionThatForksIsNot() {
        Manifest one = present();
        nights.acme.publisher().set("timestamp", "x-note", Json.text("another history"));

        assertThat(isSuperseded(one)).isFalse();
    }

    @Test
    void oneThatIsNewerIsNot() {
        FreshCapsule before = nights.roles();
        nights.acme.publisher().publish();

        assertThat(before.supersedes(nights.store, present())).isFalse();
    }

    @Test
    void oneWhoseTimestampNoRootOfTheChainVouchesForIsNot() {
        List<Signer> right = List.copyOf(nights.acme.publisher().signers("timestamp"));
        nights.acme.publisher().signers("timestamp").clear();
        nights.acme.publisher().signers("timestamp").add(TestKeys.seeded("thief"));
        Manifest forged = present();
        nights.acme.publisher().signers("timestamp").clear();
        nights.acme.publisher().signers("timestamp").addAll(right);
        nights.acme.publisher().publish();

        assertThat(isSuperseded(forged)).isFalse();
    }

    @Test
    void oneWithARoleOrARootThatTheNewerLacksIsNot() {
        nights.acme.publisher().delegate("targets", "team", role -> role);
        nights.acme.publisher().publish("targets", "team");
        Manifest withTeam = present();
        nights.acme.publisher().publish();
        List<RoleLayer> files = new ArrayList<>(nights.acme.layers());
        files.removeIf(layer -> layer.role().value().equals("team"));
        FreshCapsule without = new FreshCapsule(Nights.NAME, Nights.REPOSITORY, files);

        assertThat(isSuperseded(withTeam)).isTrue();
        assertThat(without.supersedes(nights.store, withTeam)).isFalse();

        FreshCapsule oneRoot = nights.roles();
        nights.acme.publisher().publishRoot();
        Manifest twoRoots = present();
        assertThat(oneRoot.supersedes(nights.store, twoRoots)).isFalse();
    }

    @Test
    void oneWithATimestampOfAKeyThatWasReplacedIsWhileItsVersionIsLowerTuf5311() {
        Manifest old = present();
        nights.acme.publisher().rekey("timestamp", 1, TestKeys.seeded("next")).publishRoot();
        nights.acme.nameRoot().publisher().publish();
        assertThat(isSuperseded(old)).isTrue();

        nights.acme.publisher().version("timestamp", 1);
        assertThat(isSuperseded(old))
                .as("a fast-forwarded one is for people to look at")
                .isFalse();
    }
}
