package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Behaviour;
import dev.bulla.testkit.loopback.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests and tags of registries that err, lie or refuse (registries.md section 4, threats P9). */
@Timeout(60)
class ManifestFaultsTest {
    private static final Tag V1 = new Tag("v1");

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final List<Duration> waits = new ArrayList<>();
    private final RegistryStore store = RegistryStore.open(
            new Place.RegistryPlace(registry.host(), "faults"), RegistryOptions.standard(TestSettings.waiting(waits)));
    private Manifest image = Sample.image(store, "layer");

    @BeforeEach
    void pushImage() {
        store.pushManifest(image);
        store.tag(image, V1);
        registry.log().clear();
    }

    @AfterEach
    void stop() {
        store.close();
        registry.close();
    }

    @Attack({"P4", "P11"})
    @Test
    void aManifestIsSentAsItCameWhateverItsSpelling() {
        Manifest odd = Manifest.parse(Bytes.utf8(" ").concat(image.raw()).concat(Bytes.utf8("\n")), Optional.empty());
        store.pushManifest(odd);
        assertThat(store.manifest(odd.digest()).map(Manifest::raw)).contains(odd.raw());
    }

    @Attack({"P9", "O5"})
    @Test
    void aLyingDigestHeaderChangesNothing() {
        registry.behaviour().digestHeader(Behaviour.DigestHeader.FALSE);
        assertThat(store.manifest(image.digest())).contains(image);
        assertThat(store.manifest(V1)).contains(image);
    }

    @Attack("P9")
    @Test
    void otherBytesUnderADigestAreAHashMismatch() {
        registry.faults().on(Kind.MANIFEST_GET).swapByte(20);
        assertRejected(ReasonCode.HASH_MISMATCH, () -> store.manifest(image.digest()));
    }

    @Attack("T31")
    @Test
    void aTagIsReadPastCachesAndNamesWhatItsBytesHashTo() {
        assertThat(store.manifest(V1)).map(Manifest::digest).contains(image.digest());
        assertThat(registry.log().of(Kind.MANIFEST_GET).getFirst().header("Cache-Control"))
                .contains("no-cache");
    }

    @Test
    void aWebPageIsSaidToBeOne() {
        registry.faults().on(Kind.MANIFEST_GET).html();
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> store.manifest(V1))
                .withMessageContaining("web page");
    }

    @Attack({"O10", "S5"})
    @Test
    void aManifestBeyondTheLimitIsNotRead() {
        byte[] huge = " ".repeat(GraphLimits.MAX_MANIFEST_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        registry.faults().on(Kind.MANIFEST_GET).change(answer -> answer.withBody(huge));
        assertRejected(ReasonCode.LIMIT_EXCEEDED, () -> store.manifest(image.digest()));
    }

    @Attack({"T17", "O6"})
    @Test
    void aTypeThatContradictsTheDocumentIsRefused() {
        registry.faults()
                .on(Kind.MANIFEST_GET)
                .change(answer -> answer.with("Content-Type", "application/vnd.oci.image.index.v1+json"));
        assertRejected(ReasonCode.AMBIGUOUS, () -> store.manifest(V1));
    }

    @Test
    void aManifestThatBreaksOffIsUnreachable() {
        registry.faults().on(Kind.MANIFEST_GET).cutAt(30);
        assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> store.manifest(V1));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void temporaryFailuresAreTriedAgainAndThenUnreachable(int status) {
        registry.faults().on(Kind.MANIFEST_GET).times(4).status(status);
        assertThat(store.manifest(V1)).contains(image);
        assertThat(waits).hasSize(4);
        registry.faults().on(Kind.MANIFEST_GET).always().status(status);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> store.manifest(V1))
                .withMessageContaining(Integer.toString(status))
                .withMessageContaining("a fault of the test");
    }

    @Attack("T24")
    @Test
    void foreignErrorTextCannotControlATerminal() {
        registry.faults()
                .on(Kind.MANIFEST_GET)
                .answer(Answer.error(400, "EVIL", "red \u001b[31m and\nline " + "x".repeat(5000)));
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> store.manifest(V1))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("EVIL red ?[31m and?line")
                        .doesNotContain("\u001b")
                        .hasSizeLessThan(600));
    }

    @Attack("P11")
    @Test
    void convertedManifestsAreNoticedWhenTheyAreReadBack() {
        registry.behaviour().convertsManifests(true);
        Manifest other = Sample.image(store, "other");
        assertRejected(ReasonCode.HASH_MISMATCH, () -> store.pushManifest(other));
    }

    @Attack("O11")
    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void immutableTagsAreSaidToBeSo(int status) {
        registry.behaviour().immutableTags(status);
        Manifest other = Sample.image(store, "other");
        store.pushManifest(other);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store.tag(other, V1));
        store.tag(image, V1);
    }

    @Attack({"O7", "P32"})
    @Test
    void aTagThatAnotherWriterMovedIsAConflict() {
        Manifest mine = Sample.image(store, "mine");
        Manifest theirs = Sample.image(store, "theirs");
        store.pushManifest(mine);
        store.pushManifest(theirs);
        registry.faults().on(Kind.MANIFEST_PUT).change(answer -> {
            registry.content().tag("faults", "v1", theirs.digest().toString());
            return answer;
        });
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> store.tag(mine, V1))
                .withMessageContaining(theirs.digest().toString());
    }

    @Attack("T31")
    @Test
    void aStaleCacheIsWaitedForAndThenNamed() {
        Manifest mine = Sample.image(store, "mine");
        store.pushManifest(mine);
        registry.faults().on(Kind.MANIFEST_PUT).change(answer -> {
            registry.behaviour().staleTagReads(3);
            return answer;
        });
        store.tag(mine, V1);
        assertThat(waits).hasSize(3);
        Manifest next = Sample.image(store, "next");
        store.pushManifest(next);
        registry.behaviour().lostTagWrites(1);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> store.tag(next, V1))
                .satisfies(e -> assertThat(e.hints()).anyMatch(hint -> hint.contains("cache")));
    }

    @Test
    void aConditionThatTheRegistryObeysIsAConflict() {
        Manifest mine = Sample.image(store, "mine");
        store.pushManifest(mine);
        registry.faults().on(Kind.MANIFEST_PUT).answer(Answer.error(412, "PRECONDITION", "changed"));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store.tag(mine, V1));
        assertThat(registry.log().of(Kind.MANIFEST_PUT).getLast().header("If-Match"))
                .isPresent();
    }

    @Test
    void aRefusedArtifactTypeCanBeToldApart() {
        registry.behaviour().refusing(Behaviour.Refusal.ARTIFACT_TYPE);
        Manifest attachment = Sample.attachment(store, image, "new form");
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> store.attach(attachment))
                .matches(Refusal::isOfForm)
                .satisfies(e -> assertThat(e.reason().facts()).containsEntry("status", 400L));
    }

    @Test
    void warningsOfTheRegistryAreTraced() {
        List<String> lines = new ArrayList<>();
        registry.behaviour().warnings("quota is nearly used up");
        RegistryOptions options = RegistryOptions.standard(TestSettings.quick().withTrace(lines::add));
        try (RegistryStore traced = RegistryStore.open(new Place.RegistryPlace(registry.host(), "faults"), options)) {
            traced.pushManifest(image);
        }
        assertThat(lines).anyMatch(line -> line.contains("quota is nearly used up"));
    }

    private static void assertRejected(ReasonCode code, Runnable action) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(code));
    }
}
