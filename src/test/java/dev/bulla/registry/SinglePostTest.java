package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Place;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blobs in a single request (distribution-spec 1.1 "Single POST"), and registries that do not take that. */
class SinglePostTest {
    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final RegistryStore store = RegistryStore.open(
            new Place.RegistryPlace(registry.host(), "acme/shop"), RegistryOptions.standard(TestSettings.quick()));

    @AfterEach
    void stop() {
        store.close();
        registry.close();
    }

    private Descriptor push(Bytes content) {
        Descriptor blob = Descriptor.of(Sample.BINARY, content);
        store.pushBlob(blob, Content.of(content));
        assertThat(store.blobBytes(blob, content.length())).isEqualTo(content);
        return blob;
    }

    private List<String> uploads() {
        return registry.log().entries().stream()
                .filter(entry -> entry.target().contains("/uploads/"))
                .map(entry -> entry.method() + " " + entry.bodyLength() + " -> " + entry.status())
                .toList();
    }

    private static Bytes bytes(int count) {
        return Bytes.utf8("x".repeat(count));
    }

    @Test
    void aRegistryThatTakesItGetsEachBlobInOneRequest() {
        push(bytes(100));
        push(bytes(100_000));

        assertThat(uploads()).containsExactly("POST 100 -> 201", "POST 100000 -> 201");
    }

    @Test
    void aRegistryThatDoesNotIsAskedOnceAndItsUploadGoesOn() {
        registry.behaviour().singlePost(false);
        push(bytes(100));
        push(bytes(200));

        assertThat(uploads()).containsExactly("POST 100 -> 202", "PUT 100 -> 201", "POST 0 -> 202", "PUT 200 -> 201");
    }

    @Test
    void aLargeBlobIsNotSentInVain() {
        push(bytes(100_000));
        push(bytes(100));
        push(bytes(2 << 20));

        assertThat(uploads())
                .containsExactly(
                        "POST 0 -> 202", "PUT 100000 -> 201", "POST 100 -> 201", "POST 0 -> 202", "PUT 2097152 -> 201");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 411, 413, 500, 501})
    void aRefusalOfTheFormIsNoRefusalOfTheBlob(int status) {
        registry.faults()
                .on(Kind.UPLOAD_START)
                .when(request -> request.target().contains("digest="))
                .always()
                .status(status);
        push(bytes(100));
        push(bytes(200));

        assertThat(uploads())
                .containsExactly(
                        "POST 100 -> " + status, "POST 0 -> 202", "PUT 100 -> 201", "POST 0 -> 202", "PUT 200 -> 201");
    }

    @Test
    void aRegistryThatIsBusyIsAskedAgainByTheNextBlob() {
        registry.faults()
                .on(Kind.UPLOAD_START)
                .when(request -> request.target().contains("digest="))
                .status(503);
        push(bytes(100));
        push(bytes(200));

        assertThat(uploads()).containsExactly("POST 100 -> 503", "POST 0 -> 202", "PUT 100 -> 201", "POST 200 -> 201");
    }

    @Test
    void aConnectionThatBreaksMeanwhileCostsNothing() {
        registry.faults()
                .on(Kind.UPLOAD_START)
                .when(request -> request.target().contains("digest="))
                .drop();
        push(bytes(100));

        assertThat(uploads()).endsWith("POST 0 -> 202", "PUT 100 -> 201");
    }

    @Test
    void contentThatIsNotWhatItShouldBeIsNotStored() {
        Descriptor expected = Descriptor.of(Sample.BINARY, bytes(100));

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> store.pushBlob(expected, Content.of(Bytes.utf8("y".repeat(100)))))
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
        assertThat(store.hasBlob(expected)).isFalse();
    }
}
