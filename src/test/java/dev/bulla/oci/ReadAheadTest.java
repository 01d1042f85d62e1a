package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Asking before it is needed changes when something is asked, never what is answered. */
class ReadAheadTest {
    private static final Bytes CONTENT = Bytes.utf8("some content");
    private static final Descriptor BLOB = Descriptor.of(new MediaType("text/plain"), CONTENT);

    /** Holds one blob, counts how often it is asked, and answers each request as one of a round of its own. */
    private static final class Counting implements Source {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public Place place() {
            return Reference.parse("example.com/acme/shop:1").place();
        }

        @Override
        public Optional<Manifest> manifest(Tag tag) {
            answer();
            return Optional.empty();
        }

        @Override
        public Optional<Manifest> manifest(Digest digest) {
            answer();
            return Optional.empty();
        }

        @Override
        public boolean hasManifest(Digest digest) {
            return false;
        }

        @Override
        public boolean hasBlob(Descriptor blob) {
            return blob.digest().equals(BLOB.digest());
        }

        @Override
        public InputStream blob(Descriptor blob) {
            answer();
            if (!hasBlob(blob)) {
                throw new NotFoundException("blob is not there");
            }
            return new VerifiedStream(CONTENT.newInputStream(), blob, "here");
        }

        @Override
        public ReferrerList referrers(Digest subject) {
            throw new UnsupportedOperationException("nothing is attached");
        }

        private void answer() {
            asked.incrementAndGet();
            Rounds.learn(Rounds.known() + 1);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Test
    void whatWasAskedForIsNotAskedAgain() {
        Counting source = new Counting();
        try (ReadAhead ahead = ReadAhead.of(source, BlobCache.NONE)) {
            ahead.askBlob(BLOB, 100);
            assertThat(ahead.blobBytes(BLOB, 100)).isEqualTo(CONTENT);
            assertThat(ahead.blobBytes(BLOB, 100)).isEqualTo(CONTENT);
        }
        assertThat(source.asked).hasValue(1);
    }

    @Test
    void theCacheIsFilledOnlyWhenTheCallerSaysSo() {
        BlobCache cache = BlobCache.inMemory(1000);
        Counting source = new Counting();
        try (ReadAhead first = ReadAhead.of(source, cache)) {
            first.blobBytes(BLOB, 100);
            assertThat(cache.find(BLOB.digest())).isEmpty();
            first.keep();
        }
        try (ReadAhead second = ReadAhead.of(source, cache)) {
            second.askBlob(BLOB, 100);
            assertThat(second.blobBytes(BLOB, 100)).isEqualTo(CONTENT);
        }
        assertThat(source.asked).hasValue(1);
    }

    @Test
    void absenceIsToldToWhoeverNeedsIt() {
        Descriptor other = Descriptor.of(new MediaType("text/plain"), Bytes.utf8("other"));
        try (ReadAhead ahead = ReadAhead.of(new Counting(), BlobCache.NONE)) {
            ahead.askBlob(other, 100);
            assertThatThrownBy(() -> ahead.blobBytes(other, 100)).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void aWrongSizeIsRefusedAsTheSourceRefusesIt() {
        Descriptor longer = Descriptor.of(BLOB.mediaType(), BLOB.digest(), BLOB.size() + 1);
        try (ReadAhead ahead = ReadAhead.of(new Counting(), BlobCache.NONE)) {
            ahead.askBlob(BLOB, 100);
            assertThat(ahead.blobBytes(BLOB, 100)).isEqualTo(CONTENT);
            assertThatThrownBy(() -> ahead.blobBytes(longer, 100)).isInstanceOf(Exception.class);
            assertThatThrownBy(() -> ahead.blobBytes(BLOB, 3)).isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void aTagIsAskedAnewAfterItsAnswerWasGiven() {
        Counting source = new Counting();
        try (ReadAhead ahead = ReadAhead.of(source, BlobCache.NONE)) {
            ahead.ask(Tag.LATEST);
            assertThat(ahead.manifest(Tag.LATEST)).isEmpty();
            assertThat(ahead.manifest(Tag.LATEST)).isEmpty();
        }
        assertThat(source.asked).hasValue(2);
    }

    @Test
    void requestsSideBySideAreOneRoundAndWhatNeedsTheirAnswersIsTheNext() {
        int before = Rounds.known();
        Counting source = new Counting();
        try (ReadAhead ahead = ReadAhead.of(source, BlobCache.NONE)) {
            ahead.ask(Tag.LATEST);
            ahead.askBlob(BLOB, 100);
            new Parallel(2).each(List.of(1, 2), number -> source.answer());
            assertThat(Rounds.known()).isEqualTo(before + 1);

            ahead.blobBytes(BLOB, 100);
            ahead.manifest(Tag.LATEST);
            assertThat(Rounds.known()).as("asked in the first round").isEqualTo(before + 1);

            ahead.manifest(BLOB.digest());
            assertThat(Rounds.known()).isEqualTo(before + 2);
        }
    }
}
