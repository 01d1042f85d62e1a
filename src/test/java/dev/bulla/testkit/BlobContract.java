package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Blobs: every byte checked on its way in, nothing wrong left behind. */
public interface BlobContract extends StoreUnderTest {
    /** Several pieces of every buffer. */
    Bytes BLOB = Samples.bytes(7, 300_000);

    @Test
    default void aBlobComesBackByteForByte() {
        Descriptor blob = Samples.layer(BLOB);
        pushTagged(BLOB);
        read(source -> {
            assertThat(source.hasBlob(blob)).isTrue();
            assertThat(readAll(source.blob(blob))).isEqualTo(BLOB);
            assertThat(source.blobBytes(blob, BLOB.length())).isEqualTo(BLOB);
        });
    }

    @Test
    default void theEmptyBlobIsABlob() {
        pushTagged(Bytes.empty());
        read(source ->
                assertThat(readAll(source.blob(Samples.layer(Bytes.empty())))).isEqualTo(Bytes.empty()));
    }

    @Test
    default void anAbsentBlobIsAbsent() {
        pushTagged(BLOB);
        Descriptor absent = Samples.layer(Bytes.utf8("nobody pushed this"));
        read(source -> {
            assertThat(source.hasBlob(absent)).isFalse();
            assertThatThrownBy(() -> source.blob(absent).readAllBytes()).isInstanceOf(NotFoundException.class);
        });
    }

    @Test
    default void aWriterSeesWhatItWrote() {
        write(store -> {
            store.pushBlob(Samples.layer(BLOB), Content.of(BLOB));
            assertThat(store.hasBlob(Samples.layer(BLOB))).isTrue();
            assertThat(readAll(store.blob(Samples.layer(BLOB)))).isEqualTo(BLOB);
        });
    }

    @Test
    default void pushingABlobAgainChangesNothing() {
        pushTagged(BLOB);
        pushTagged(BLOB);
        read(source -> assertThat(readAll(source.blob(Samples.layer(BLOB)))).isEqualTo(BLOB));
    }

    @Attack("P6")
    @Test
    default void contentOfAnotherDigestIsRefusedAndLeavesNothing() {
        Bytes other = Samples.bytes(8, BLOB.length());
        assertRefusedAndAbsent(Samples.layer(BLOB), Content.of(other));
    }

    @Test
    default void contentThatIsLongerIsRefusedAndLeavesNothing() {
        assertRefusedAndAbsent(Samples.layer(BLOB), Content.of(BLOB.concat(Bytes.utf8("x"))));
    }

    @Test
    default void contentThatIsCutIsRefusedAndLeavesNothing() {
        assertRefusedAndAbsent(Samples.layer(BLOB), Content.of(BLOB.slice(0, BLOB.length() - 1)));
    }

    @Test
    default void contentThatBreaksOffIsAnErrorAndLeavesNothing() {
        InputStream reset = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        Content broken = () -> new SequenceInputStream(BLOB.slice(0, 100_000).newInputStream(), reset);
        write(store -> {
            assertThatThrownBy(() -> store.pushBlob(Samples.layer(BLOB), broken))
                    .isInstanceOf(BullaException.class);
            assertThat(store.hasBlob(Samples.layer(BLOB))).isFalse();
        });
    }

    @Test
    default void afterARefusalTheSameStoreTakesTheRightContent() {
        write(store -> {
            assertThatThrownBy(() -> store.pushBlob(Samples.layer(BLOB), Content.of(Bytes.utf8("wrong"))))
                    .isInstanceOf(RejectedException.class);
            store.pushBlob(Samples.layer(BLOB), Content.of(BLOB));
            tagSomething(store, "any");
        });
        read(source -> assertThat(readAll(source.blob(Samples.layer(BLOB)))).isEqualTo(BLOB));
    }

    @Test
    default void aDescriptorWithTheWrongSizeIsRefusedOnReading() {
        pushTagged(BLOB);
        Descriptor plain = Samples.layer(BLOB);
        for (long size : new long[] {plain.size() - 1, plain.size() + 1}) {
            Descriptor lying = Descriptor.of(plain.mediaType(), plain.digest(), size);
            read(source -> assertMismatch(() -> readAll(source.blob(lying))));
        }
    }

    private void assertRefusedAndAbsent(Descriptor expected, Content content) {
        write(store -> {
            assertMismatch(() -> store.pushBlob(expected, content));
            assertThat(store.hasBlob(expected)).isFalse();
            tagSomething(store, "other");
        });
        read(source -> {
            assertThat(source.hasBlob(expected)).isFalse();
            assertThatThrownBy(() -> source.blob(expected).readAllBytes()).isInstanceOf(NotFoundException.class);
        });
    }

    private void pushTagged(Bytes content) {
        write(store -> {
            store.pushBlob(Samples.layer(content), Content.of(content));
            tagSomething(store, "any");
        });
    }

    private static void tagSomething(dev.bulla.oci.Store store, String tag) {
        store.tag(Samples.image(99).pushTo(store).manifest(), new Tag(tag));
    }

    private static void assertMismatch(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
    }

    /** All of a stream. */
    static Bytes readAll(InputStream stream) {
        try (InputStream in = stream) {
            return Bytes.adopt(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
