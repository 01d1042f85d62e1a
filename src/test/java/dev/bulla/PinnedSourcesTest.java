package dev.bulla;

import static dev.bulla.PinnedScene.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Store;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.loopback.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heads and capsules taken together (trust.md 3, Variants, and 3.1): capsules count only where heads cannot be had, do not
 * verify or are too old, and what is wrong with the heads stays the reason where they do not help either.
 */
class PinnedSourcesTest {
    @TempDir
    Path folder;

    private PolicyScene with;
    private PinnedScene scene;
    private String shop;
    private Manifest artifact;

    @BeforeEach
    void oneSignedArtifact() throws IOException {
        with = new PolicyScene(folder);
        scene = with.scene;
        shop = scene.origin + "/shop:1";
        artifact = scene.signed(shop, "one");
        scene.pin();
    }

    @AfterEach
    void close() {
        with.close();
    }

    private void expired() {
        scene.acme.publisher().expire("timestamp", PinnedScene.NOW.minus(Duration.ofHours(1)));
        scene.publish();
    }

    private void attachNewer() {
        scene.acme.publisher().expire("timestamp", PinnedScene.NOW.plus(Duration.ofDays(1)));
        scene.acme.publisher().publish();
        scene.attach(shop, artifact, shop);
    }

    private void breakHead() {
        ArtifactBuilder broken = new ArtifactBuilder(new MediaType("application/vnd.example.head"))
                .layer(new MediaType("text/plain"), Bytes.utf8("no role file"), Map.of());
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            broken.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
            Manifest manifest = broken.build();
            store.pushManifest(manifest);
            store.tag(manifest, RoleTags.HEAD);
        }
    }

    private void denyHead() {
        scene.registry
                .faults()
                .on(Kind.MANIFEST_GET)
                .when(request -> request.target().contains("/acme/tuf/"))
                .always()
                .status(403);
    }

    @Attack("T31")
    @Test
    void aCapsuleThatIsNewerStandsInForAHeadThatHasExpired() {
        expired();
        attachNewer();

        Verdict.Trusted trusted = scene.trusted(shop);

        assertThat(trusted.vouching().orElseThrow().attached()).isTrue();
        assertThat(trusted.checks())
                .filteredOn(check -> check.name().equals("head"))
                .singleElement()
                .satisfies(check -> assertThat(check.result()).isEqualTo(Check.Result.NOTE))
                .satisfies(check -> assertThat(check.detail()).contains("expired"));
    }

    @Test
    void whereTheCapsuleIsNoBetterTheExpiryOfTheHeadIsTheReason() {
        expired();
        scene.attach(shop, artifact, shop);

        assertThat(scene.refused(shop, ReasonCode.EXPIRED).facts()).containsEntry("role", "timestamp");
    }

    @Test
    void aCapsuleStandsInForAHeadThatIsNone() {
        breakHead();
        assertThat(scene.refused(shop, ReasonCode.MALFORMED).message()).contains("role file");

        scene.attach(shop, artifact, shop);

        assertThat(scene.trusted(shop).vouching().orElseThrow().attached()).isTrue();
    }

    @Attack("T1")
    @Test
    void aHeadThatIsDeniedIsNoAbsenceUnlessACapsuleProvesTheSame() {
        denyHead();
        assertThatThrownBy(() -> scene.verify(shop)).isInstanceOf(DeniedException.class);

        scene.attach(shop, artifact, shop);

        assertThat(scene.trusted(shop).vouching().orElseThrow().attached()).isTrue();
    }

    @Attack("T8")
    @Test
    void anOlderCapsuleDoesNotBringBackWhatAGoodHeadNoLongerLists() {
        scene.attach(shop, artifact, shop);
        scene.acme.publisher().set("targets", "targets", Json.Obj.empty());
        scene.acme.publisher().publish("targets");
        scene.publish();

        scene.refused(shop, ReasonCode.NOT_A_TARGET);
    }

    @Attack("T3")
    @Test
    void ofTwoTufRepositoriesTheHigherTimestampCountsWhicheverIsNamedFirst() {
        copyOfToday();
        scene.acme.publisher().publish();
        scene.publish();
        for (String sources : new String[] {"'HOST/acme/tuf', 'HOST/copy/tuf'", "'HOST/copy/tuf', 'HOST/acme/tuf'"}) {
            Trust trust = under(sources);

            Verdict.Trusted trusted = with.verify(shop, trust).orThrow();

            assertThat(trusted.vouching().orElseThrow().chain().get(1).version())
                    .isEqualTo(scene.acme.publisher().version("timestamp"));
            assertThat(trusted.vouching().orElseThrow().attached()).isFalse();
        }
    }

    @Test
    void twoTufRepositoriesWithDifferentHistoriesAreAForkAndNoCapsuleHeals() {
        copyOfToday();
        scene.attach(shop, artifact, shop);
        scene.acme.publisher().set("timestamp", "x-note", Json.text("another history"));
        scene.publish();

        Reason reason = refused(
                with.verify(shop, under("'HOST/acme/tuf', 'HOST/copy/tuf', 'attached'")), ReasonCode.FORKED_METADATA);

        assertThat(reason.facts()).containsKeys("seen", "offered");
    }

    @Test
    void aCopyThatIsNotThereTakesNothingAway() {
        Verdict verdict = with.verify(shop, under("'HOST/nowhere/tuf', 'HOST/acme/tuf'"));

        assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Trusted.class);
    }

    /** A second TUF repository with the roles as they stand. */
    private void copyOfToday() {
        try (Store store = scene.places.writing(
                Namespace.parse(scene.registry.host() + "/copy").trustRepository())) {
            scene.acme.publish(store);
        }
    }

    private Trust under(String sources) {
        return with.written(
                "'acme': {'root': {'file': 'acme.json'}, 'origin': 'HOST/acme', 'sources': [" + sources + "]}",
                "{'match': 'HOST/acme/*:*', 'repositories': ['acme']}");
    }
}
