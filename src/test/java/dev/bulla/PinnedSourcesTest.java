package dev.bulla;

import static dev.bulla.PinnedScene.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
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
import dev.bulla.testkit.SimulatedPublisher;
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

    @Attack("T24")
    @Test
    void aHintOfAnotherNameDoesNotHideTheEntryThatSpeaksOfTheDigest() {
        scene.signed(scene.origin + "/shop:0", "another");
        scene.attach(shop, artifact, scene.origin + "/shop:0");
        scene.attach(shop, artifact, shop);

        Verdict.Trusted trusted = scene.trusted(scene.origin + "/shop@" + artifact.digest());

        assertThat(trusted.vouching().orElseThrow().signedAs()).isEqualTo(shop);
    }

    @Test
    void anArtifactWhoseNameOnlyAHintTellsIsFoundInItsBin() {
        int tag = 1;
        while (bin(scene.origin + "/shop:" + tag).equals(bin(scene.origin + "/shop:0"))) {
            tag++; // a search without a name sees the bin of another
        }
        String name = scene.origin + "/shop:" + tag;
        twoBins();
        scene.acme.sign(bin(name), name, artifact);
        scene.publish();
        String reference = scene.origin + "/shop@" + artifact.digest();
        assertThat(scene.refused(reference, ReasonCode.UNSIGNED_REQUIRED).hints())
                .anyMatch(hint -> hint.contains("ask by tag"));

        scene.attach(shop, artifact, name);

        assertThat(scene.trusted(reference).vouching().orElseThrow().signedAs()).isEqualTo(name);
    }

    /** The role of a path among two bins (TAP 15). */
    private static String bin(String path) {
        char first = HashFunction.SHA256.hash(Bytes.utf8(path)).hex().charAt(0);
        return "bin-" + (Character.digit(first, 16) < 8 ? 0 : 1);
    }

    /** Top-level targets delegates to two bins with one key and lists nothing itself. */
    private void twoBins() {
        SimulatedPublisher publisher = scene.acme.publisher();
        publisher.delegate("targets", "bin-0", entry -> entry);
        publisher.delegate("targets", "bin-1", entry -> entry);
        publisher.signers("bin-1").clear();
        publisher.signers("bin-1").addAll(publisher.signers("bin-0"));
        publisher.edit("targets", signed -> {
            Json.Obj delegations = (Json.Obj) signed.get("delegations").orElseThrow();
            Json.Obj first = (Json.Obj)
                    ((Json.Arr) delegations.get("roles").orElseThrow()).items().get(0);
            Json.Obj succinct = Json.Obj.empty()
                    .with("keyids", first.get("keyids").orElseThrow())
                    .with("threshold", Json.whole(1))
                    .with("bit_length", Json.whole(1))
                    .with("name_prefix", Json.text("bin"));
            return signed.with("targets", Json.Obj.empty())
                    .with("delegations", delegations.without("roles").with("succinct_roles", succinct));
        });
        publisher.publish("targets", "bin-0", "bin-1");
    }
}
