package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Place;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blobs on connections that break and of registries that lie (registries.md sections 1 and 4). */
@Timeout(60)
class BlobFaultsTest {
    private static final Bytes CONTENT = Bytes.utf8("0123456789".repeat(30_000));
    private static final Descriptor BLOB = Descriptor.of(Sample.BINARY, CONTENT);

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final RegistryStore store = store(UploadSettings.standard());
    private final RegistryStore chunked = store(new UploadSettings(0, 100_000));

    @BeforeEach
    void fill() {
        registry.content().putBlob("reads", CONTENT.toByteArray());
    }

    @AfterEach
    void stop() {
        store.close();
        chunked.close();
        registry.close();
    }

    @Test
    void aDownloadThatBreaksGoesOnWhereItBroke() {
        registry.faults().on(Kind.BLOB_GET).times(3).cutAt(80_000);
        assertThat(reads().blobBytes(BLOB, 1 << 20)).isEqualTo(CONTENT);
        assertThat(registry.log().of(Kind.BLOB_GET))
                .extracting(entry -> entry.header("Range").orElse("none"))
                .containsExactly("none", "bytes=80000-", "bytes=160000-", "bytes=240000-");
    }

    @Test
    void aServerWithoutRangesIsReadAgainFromTheStart() {
        registry.behaviour().ranges(false);
        registry.faults().on(Kind.BLOB_GET).cutAt(80_000);
        assertThat(reads().blobBytes(BLOB, 1 << 20)).isEqualTo(CONTENT);
    }

    @Test
    void aDownloadThatAlwaysBreaksIsUnreachable() {
        registry.faults().on(Kind.BLOB_GET).always().cutAt(10);
        assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> reads().blobBytes(BLOB, 1 << 20));
        assertThat(registry.log().count(Kind.BLOB_GET)).isEqualTo(6);
    }

    @Test
    void anotherPartThanAskedForIsRefused() {
        registry.faults().on(Kind.BLOB_GET).cutAt(80_000);
        registry.faults().on(Kind.BLOB_GET).change(answer -> answer.with("Content-Range", "bytes 5-300000/300000"));
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> reads().blobBytes(BLOB, 1 << 20))
                .withMessageContaining("another part");
    }

    @Attack("P9")
    @Test
    void wholeButWrongContentIsAHashMismatch() {
        registry.faults().on(Kind.BLOB_GET).swapByte(5);
        assertMismatch(() -> reads().blobBytes(BLOB, 1 << 20));
        for (int length : List.of(299_999, 300_001)) {
            byte[] other = java.util.Arrays.copyOf(CONTENT.toByteArray(), length);
            registry.faults().on(Kind.BLOB_GET).change(answer -> answer.withBody(other));
            assertMismatch(() -> reads().blobBytes(BLOB, 1 << 20));
        }
    }

    @Test
    void aWebPageInsteadOfABlobIsSaidToBeOne() {
        registry.faults().on(Kind.BLOB_GET).html();
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> reads().blobBytes(BLOB, 1 << 20))
                .withMessageContaining("web page");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void downloadsAreFollowedToTheStorageBehind(int status) {
        registry.behaviour().redirectBlobs(status);
        assertThat(reads().blobBytes(BLOB, 1 << 20)).isEqualTo(CONTENT);
        assertThat(reads().hasBlob(BLOB)).isTrue();
    }

    @Attack("P6")
    @Test
    void wrongContentIsNeverCompletedAndItsUploadCancelled() {
        Descriptor other = Descriptor.of(Sample.BINARY, Bytes.utf8("something else, as long as it is not that"));
        for (RegistryStore each : List.of(store, chunked)) {
            assertMismatch(() -> each.pushBlob(other, Content.of(CONTENT)));
        }
        assertThat(registry.log().of(Kind.UPLOAD_END)).noneMatch(entry -> entry.status() == 201);
        assertThat(registry.openUploads()).isZero();
    }

    @Test
    void anUploadIsTriedAgainWhileTheFailureMayPass() {
        registry.faults().on(Kind.UPLOAD_START).times(2).status(503);
        registry.faults().on(Kind.UPLOAD_END).status(502);
        registry.faults().on(Kind.UPLOAD_END).after(1).drop();
        store.pushBlob(BLOB, Content.of(CONTENT));
        assertThat(store.hasBlob(BLOB)).isTrue();
        assertThat(registry.openUploads()).isZero();
    }

    @Test
    void anUploadThatIsRefusedIsCancelledAndSaysWhy() {
        registry.faults().on(Kind.UPLOAD_END).answer(Answer.error(400, "SIZE_INVALID", "no room"));
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> store.pushBlob(BLOB, Content.of(CONTENT)))
                .withMessageContaining("SIZE_INVALID no room");
        assertThat(registry.openUploads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 411, 413, 501})
    void whereOneRequestIsRefusedChunksAreSent(int status) {
        registry.faults().on(Kind.UPLOAD_END).status(status);
        store.pushBlob(BLOB, Content.of(CONTENT));
        assertThat(registry.log().count(Kind.UPLOAD_CHUNK)).isEqualTo(1);
        assertThat(store.hasBlob(BLOB)).isTrue();
    }

    @Test
    void chunksAreNoSmallerThanTheRegistryWants() {
        registry.behaviour().chunkMinLength(140_000).relativeLocations(true);
        chunked.pushBlob(BLOB, Content.of(CONTENT));
        assertThat(registry.log().of(Kind.UPLOAD_CHUNK))
                .extracting(entry -> entry.header("Content-Range").orElse(""))
                .containsExactly("0-139999", "140000-279999", "280000-299999");
        assertThat(chunked.hasBlob(BLOB)).isTrue();
    }

    @Test
    void aLostChunkIsSentAgainFromWhereTheRegistryIs() {
        registry.faults().on(Kind.UPLOAD_CHUNK).after(1).status(503);
        chunked.pushBlob(BLOB, Content.of(CONTENT));
        assertThat(chunked.hasBlob(BLOB)).isTrue();
        assertThat(registry.log().count(Kind.UPLOAD_STATE)).isEqualTo(1);
    }

    @Test
    void aChunkWhoseAnswerIsLostIsNotSentTwice() {
        registry.faults().on(Kind.UPLOAD_CHUNK).drop();
        chunked.pushBlob(BLOB, Content.of(CONTENT));
        assertThat(chunked.hasBlob(BLOB)).isTrue();
        assertThat(registry.log().count(Kind.UPLOAD_CHUNK)).isEqualTo(3);
    }

    @Test
    void chunksThatAlwaysFailEndAndAreCancelled() {
        registry.faults().on(Kind.UPLOAD_CHUNK).always().status(503);
        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> chunked.pushBlob(BLOB, Content.of(CONTENT)));
        assertThat(registry.openUploads()).isZero();
    }

    @Test
    void aMountThatBecomesAnUploadIsCancelled() {
        registry.behaviour().mounts(false);
        assertThat(store.mountBlob(BLOB, reads().place())).isFalse();
        assertThat(registry.log().count(Kind.UPLOAD_CANCEL)).isEqualTo(1);
        assertThat(registry.openUploads()).isZero();
    }

    private static void assertMismatch(Runnable action) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
    }

    private RegistryStore reads() {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "reads"), RegistryOptions.standard(TestSettings.quick()));
    }

    private RegistryStore store(UploadSettings uploads) {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), "writes"),
                RegistryOptions.standard(TestSettings.quick()).withUploads(uploads));
    }
}
