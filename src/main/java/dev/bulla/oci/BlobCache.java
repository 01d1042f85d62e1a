package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Content by its digest that was needed before: manifests, role files, {@code bundle.json}. It says nothing about what is
 * current or trusted, and losing it costs requests alone. Implementations hash what they give out, may be used by several
 * threads and processes at once, and hold a bounded amount.
 */
public interface BlobCache {
    /** More than this is not kept: the largest {@code bundle.json} that is read (oci-graph section 9). */
    int MAX_ENTRY = 16 << 20;

    /** Holds nothing. */
    BlobCache NONE = new BlobCache() {
        @Override
        public Optional<Bytes> find(Digest digest) {
            return Optional.empty();
        }

        @Override
        public void keep(Digest digest, Bytes content) {
            // nothing is kept
        }
    };

    /** The content, if it is held. */
    Optional<Bytes> find(Digest digest);

    /** Holds {@code content}, which has this digest, if there is room and it is no larger than {@link #MAX_ENTRY}. */
    void keep(Digest digest, Bytes content);

    /**
     * A cache in memory, whose oldest entries make room for new ones.
     *
     * @param mostBytes how much it holds
     */
    static BlobCache inMemory(long mostBytes) {
        return new InMemory(mostBytes);
    }

    /** Content by digest in insertion order. */
    final class InMemory implements BlobCache {
        private final long mostBytes;
        private final Map<Digest, Bytes> entries = new LinkedHashMap<>();
        private long held;

        private InMemory(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        @Override
        public synchronized Optional<Bytes> find(Digest digest) {
            return Optional.ofNullable(entries.get(digest));
        }

        @Override
        public synchronized void keep(Digest digest, Bytes content) {
            if (content.length() > Math.min(MAX_ENTRY, mostBytes)
                    || !digest.matches(content)
                    || entries.putIfAbsent(digest, content) != null) {
                return;
            }
            held += content.length();
            var oldest = entries.entrySet().iterator();
            while (held > mostBytes) {
                held -= oldest.next().getValue().length();
                oldest.remove();
            }
        }
    }
}
