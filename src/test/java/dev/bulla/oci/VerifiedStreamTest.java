package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte is checked, and no reader of wrong content sees an end. */
class VerifiedStreamTest {
    private static final Bytes CONTENT = Samples.bytes(3, 20_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8192, 20_000})
    void rightContentComesThroughUnchanged(int size) throws IOException {
        Bytes content = CONTENT.slice(0, size);
        for (HashFunction algorithm : HashFunction.values()) {
            InputStream in =
                    new VerifiedStream(content.newInputStream(), Samples.layer(algorithm, content), "the test");
            assertThat(in.readAllBytes()).isEqualTo(content.toByteArray());
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[1])).isEqualTo(-1);
        }
    }

    @Test
    void rightContentComesThroughInPiecesOfAnySize() throws IOException {
        Random random = new Random(5);
        InputStream in = verified(CONTENT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[700];
        for (int count = 0; count >= 0; ) {
            out.write(piece, 0, count);
            int one = random.nextInt(4) == 0 ? in.read() : -2;
            if (one >= 0) {
                out.write(one);
            }
            count = one == -1 ? -1 : in.read(piece, 0, random.nextInt(piece.length));
        }
        assertThat(out.toByteArray()).isEqualTo(CONTENT.toByteArray());
    }

    @Attack("P6")
    @Test
    void contentThatIsVerifiedOnItsWayIsNotHashedTwice() throws IOException {
        Descriptor wanted = Samples.layer(HashFunction.SHA256, CONTENT);
        InputStream verified = verified(CONTENT);
        InputStream counted = new CountingStream(verified(CONTENT), Progress.NONE);

        assertThat(VerifiedStream.over(verified, wanted, "the test")).isSameAs(verified);
        assertThat(VerifiedStream.over(counted, wanted, "the test")).isSameAs(counted);
        assertThat(VerifiedStream.over(CONTENT.newInputStream(), wanted, "the test"))
                .isInstanceOf(VerifiedStream.class);
        assertThat(verified.read()).isNotNegative();
        assertThat(VerifiedStream.over(verified, wanted, "the test"))
                .as("its first byte is gone")
                .isNotSameAs(verified);
    }

    @Attack("P6")
    @Test
    void whatIsVerifiedAsSomethingElseIsVerifiedOnceMore() {
        Descriptor other = Samples.layer(Samples.bytes(4, 20_000));

        assertThatThrownBy(() -> VerifiedStream.over(
                                new CountingStream(verified(CONTENT), Progress.NONE), other, "the test")
                        .readAllBytes())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("hashes to");
    }

    @Test
    void oneByteTooManyIsRefused() {
        assertMismatch(() -> verified(CONTENT.concat(Bytes.utf8("x"))).readAllBytes(), "more than 20000 bytes");
    }

    @Test
    void anEarlyEndIsRefused() {
        assertMismatch(() -> verified(CONTENT.slice(0, 19_999)).readAllBytes(), "ends after 19999 of 20000 bytes");
        assertMismatch(() -> verified(Bytes.empty()).read(), "ends after 0 of 20000 bytes");
    }

    @Test
    void oneChangedByteIsRefusedWhereverItIs() {
        for (int place : new int[] {0, 10_000, 19_999}) {
            byte[] changed = CONTENT.toByteArray();
            changed[place] ^= 1;
            assertMismatch(() -> verified(Bytes.adopt(changed)).readAllBytes(), "hashes to sha256:");
        }
    }

    @Test
    void contentThatShouldBeEmptyIsCheckedToo() {
        Descriptor lying =
                Descriptor.of(new MediaType("application/octet-stream"), Digest.of(Bytes.utf8("something")), 0);
        assertMismatch(() -> new VerifiedStream(InputStream.nullInputStream(), lying, "the test").read(), "hashes to");
    }

    @Test
    void aReaderThatCountsBytesItselfNeverGetsTheLastOneOfWrongContent() {
        byte[] changed = CONTENT.toByteArray();
        changed[5] ^= 1;
        assertMismatch(() -> verified(Bytes.adopt(changed)).readNBytes(20_000), "hashes to");
    }

    @Test
    void onceFailedItFailsForGood() {
        InputStream in = verified(CONTENT.slice(0, 10));
        assertMismatch(in::readAllBytes, "ends after 10");
        assertMismatch(in::read, "ends after 10");
        assertMismatch(() -> in.skip(1), "ends after 10");
        InputStream longer = verified(CONTENT.concat(Bytes.utf8("xy")));
        assertMismatch(longer::readAllBytes, "more than 20000");
        assertMismatch(longer::read, "more than 20000");
        assertMismatch(longer::readAllBytes, "more than 20000");
    }

    @Test
    void skippedBytesAreCheckedAsWell() throws IOException {
        InputStream right = verified(CONTENT);
        assertThat(right.skip(15_000)).isEqualTo(15_000);
        assertThat(right.readAllBytes()).isEqualTo(CONTENT.slice(15_000, 20_000).toByteArray());
        assertThat(right.skip(1)).isZero();
        byte[] changed = CONTENT.toByteArray();
        changed[5] ^= 1;
        InputStream wrong = verified(Bytes.adopt(changed));
        assertMismatch(() -> wrong.skip(30_000), "hashes to");
    }

    @Test
    void itCannotBeRewound() {
        InputStream in = verified(CONTENT);
        assertThat(in.markSupported()).isFalse();
        in.mark(10);
        assertThatThrownBy(in::reset).isInstanceOf(IOException.class);
    }

    @Test
    void theRefusalNamesWhatWasWantedAndWhereItCameFrom() {
        assertThatThrownBy(() -> verified(Bytes.utf8("x")).readAllBytes())
                .isInstanceOfSatisfying(RejectedException.class, e -> {
                    assertThat(e.reason().facts())
                            .containsEntry("expected", Digest.of(CONTENT).toString());
                    assertThat(e.getMessage()).endsWith("(the test)");
                });
    }

    private static InputStream verified(Bytes given) {
        return new VerifiedStream(given.newInputStream(), Samples.layer(CONTENT), "the test");
    }

    private static void assertMismatch(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).isEqualTo(ReasonCode.HASH_MISMATCH));
    }
}
