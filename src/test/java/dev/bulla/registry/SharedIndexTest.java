package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import dev.bulla.testkit.loopback.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The fallback tag between several writers (oci-graph sections 3.9 and 5, threats T4). */
@Timeout(60)
class SharedIndexTest {
    private static final String REPOSITORY = "shared";

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final List<Duration> waits = new ArrayList<>();
    private final RegistryStore store = RegistryStore.open(
            new Place.RegistryPlace(registry.host(), REPOSITORY),
            RegistryOptions.standard(TestSettings.waiting(waits)));
    private final Manifest subject = Sample.image(store, "subject");
    private final Tag tag = Tag.fallbackOf(subject.digest());
    private final Manifest mine = Sample.attachment(store, subject, "mine");
    private final Manifest theirs = Sample.attachment(store, subject, "theirs");

    @BeforeEach
    void prepare() {
        registry.referrers().api(Api.NOT_FOUND);
        store.pushManifest(subject);
        store.pushManifest(theirs);
    }

    @AfterEach
    void stop() {
        store.close();
        registry.close();
    }

    @Test
    void aLoneWriterWritesOnceAndLooksOnForTheQuietTime() {
        store.attach(mine);
        assertThat(tagWrites()).isEqualTo(1);
        assertThat(total(waits)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1600));
    }

    @Test
    void whatIsListedAlreadyIsNotWrittenAgain() {
        store.attach(mine);
        waits.clear();
        store.attach(mine);
        assertThat(tagWrites()).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Attack("O7")
    @Test
    void aWriteThatIsLostIsRepeated() {
        registry.behaviour().lostTagWrites(3);
        store.attach(mine);
        assertThat(listed()).containsExactly(mine.digest());
        assertThat(tagWrites()).isEqualTo(4);
    }

    @Attack("T4")
    @Test
    void aWriterThatReadBeforeUndoesItAndIsRepairedWithItsOwnEntryKept() {
        Manifest stale = Sample.index(theirs);
        onTagWrite(1, () -> setTag(stale));
        store.attach(mine);
        assertThat(listed()).containsExactlyInAnyOrder(mine.digest(), theirs.digest());
        assertThat(total(waits)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Attack("T1")
    @Test
    void entriesOfOthersThatVanishAreWrittenBack() {
        setTag(Sample.index(theirs));
        onTagWrite(1, () -> setTag(Sample.index(mine)));
        store.attach(mine);
        assertThat(listed()).containsExactlyInAnyOrder(mine.digest(), theirs.digest());
    }

    @Test
    void entriesWhoseManifestIsGoneWereDeletedOnPurpose() {
        setTag(Sample.index(theirs));
        onTagWrite(1, () -> {
            registry.content().deleteManifest(REPOSITORY, theirs.digest().toString());
            registry.content().putManifest(REPOSITORY, MediaType.OCI_INDEX.value(), raw(Sample.index(subject)));
            registry.content()
                    .tag(REPOSITORY, tag.value(), Sample.index(subject).digest().toString());
        });
        store.attach(mine);
        assertThat(listed()).containsExactlyInAnyOrder(mine.digest(), subject.digest());
    }

    @Test
    void anEntryWhoseManifestIsGoneDoesNotBlockTheWrite() {
        setTag(Sample.index(theirs));
        registry.content().deleteManifest(REPOSITORY, theirs.digest().toString());
        store.attach(mine);
        assertThat(listed()).containsExactly(mine.digest());
    }

    @Test
    void entriesOfOthersKeepMembersThatNobodyHereKnows() {
        Json.Obj entry = theirs.descriptor()
                .toJson()
                .with("x-foreign", new Json.Arr(List.of(Json.whole(1), Json.text("ü\u2028"))))
                .with("annotations", Json.Obj.empty().with("a\nb", Json.text("tab\t")));
        Bytes index = dev.bulla.json.JcsWriter.write(Json.Obj.empty()
                .with("schemaVersion", Json.whole(2))
                .with("mediaType", Json.text(MediaType.OCI_INDEX.value()))
                .with("manifests", new Json.Arr(List.of(entry)))
                .with("annotations", Json.Obj.empty().with("of", Json.text("the index"))));
        setTag(Manifest.parse(index, Optional.empty()));
        store.attach(mine);
        Fields document = document();
        assertThat(document.array("manifests")).hasSize(2).contains(entry);
        assertThat(document.object("annotations").text("of")).isEqualTo("the index");
    }

    @Test
    void aTagThatIsNoIndexIsNeverOverwritten() {
        store.tag(subject, tag);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store.attach(mine));
        assertThat(store.manifest(tag)).contains(subject);
        byte[] nonsense = "{\"non\":\"sense\"}".getBytes(StandardCharsets.UTF_8);
        String digest = registry.content().putManifest(REPOSITORY, "text/plain", nonsense);
        registry.content().tag(REPOSITORY, tag.value(), digest);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store.attach(mine));
        assertThat(registry.content().tags(REPOSITORY)).containsEntry(tag.value(), digest);
    }

    @Test
    void aRegistryThatObeysConditionsIsTriedAgain() {
        registry.behaviour().conditionalPuts(true);
        registry.faults()
                .on(Kind.MANIFEST_PUT)
                .when(this::isToTag)
                .times(2)
                .answer(Answer.error(412, "PRECONDITION", "changed"));
        store.attach(mine);
        assertThat(listed()).containsExactly(mine.digest());
        assertThat(tagWrites()).isEqualTo(3);
    }

    @Test
    void afterEightWritesThatWereUndoneTheWriterGivesUp() {
        registry.behaviour().lostTagWrites(1000);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> store.attach(mine))
                .withMessageContaining("8 times");
        assertThat(tagWrites()).isEqualTo(8);
    }

    @Test
    void aDeletedAttachmentIsTakenOutAndTheOthersStay() {
        store.attachAll(List.of(mine, theirs));
        assertThat(tagWrites()).isEqualTo(1);
        store.delete(mine.digest());
        assertThat(listed()).containsExactly(theirs.digest());
        store.delete(theirs.digest());
        assertThat(listed()).isEmpty();
    }

    /** Does something behind the writer's back when it has written the tag for the {@code nth} time. */
    private void onTagWrite(int nth, Runnable action) {
        registry.faults()
                .on(Kind.MANIFEST_PUT)
                .when(this::isToTag)
                .after(nth - 1)
                .change(answer -> {
                    action.run();
                    return answer;
                });
    }

    private boolean isToTag(Request request) {
        return request.path().endsWith("/" + tag.value());
    }

    private void setTag(Manifest index) {
        String digest =
                registry.content().putManifest(REPOSITORY, index.mediaType().value(), raw(index));
        registry.content().tag(REPOSITORY, tag.value(), digest);
    }

    private static byte[] raw(Manifest manifest) {
        return manifest.raw().toByteArray();
    }

    private long tagWrites() {
        return registry.log().of(Kind.MANIFEST_PUT).stream()
                .filter(entry -> entry.target().endsWith("/" + tag.value()))
                .count();
    }

    private List<Digest> listed() {
        return RegistryStoreContract.digests(store, subject);
    }

    private Fields document() {
        byte[] bytes = registry.content().manifest(REPOSITORY, tag.value()).orElseThrow();
        return Fields.of(JsonReader.with(JsonLimits.manifest()).read(Bytes.copyOf(bytes)), "");
    }

    private static Duration total(List<Duration> waits) {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
