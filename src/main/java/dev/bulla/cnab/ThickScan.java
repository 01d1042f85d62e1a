package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hex;
import dev.bulla.bytes.Quoted;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Store;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a thick bundle: the few files that matter are kept in memory, blobs go to a store under the digest that
 * their name claims and their content has, everything else is only named.
 */
final class ThickScan {
    static final String LAYOUT = "artifacts/layout/";
    static final String INDEX = LAYOUT + "index.json";
    static final String LAYOUT_VERSION = LAYOUT + "oci-layout";
    static final String BLOBS = LAYOUT + "blobs/";
    private static final MediaType OCTETS = new MediaType("application/octet-stream");

    /** The file is one short object. */
    private static final int MAX_LAYOUT_VERSION = 4096;

    private final StrictTar tar;
    private final Store spool;
    private final Map<String, Bytes> files = new LinkedHashMap<>();
    private final Map<Digest, Long> blobs = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();

    ThickScan(StrictTar tar, Store spool) {
        this.tar = tar;
        this.spool = spool;
    }

    /** Reads the archive to its end. */
    void run() throws IOException {
        for (Optional<StrictTar.File> file = tar.next(); file.isPresent(); file = tar.next()) {
            take(file.get());
        }
    }

    /** The file with this name, if it is one that is kept. */
    Optional<Bytes> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Length of each blob in the store. */
    Map<Digest, Long> blobs() {
        return blobs;
    }

    /** Names of the files that a thick bundle does not need. */
    List<String> others() {
        return others;
    }

    private void take(StrictTar.File file) throws IOException {
        Optional<Digest> digest = digest(file.name());
        int limit = keptUpTo(file.name());
        if (digest.isPresent()) {
            blob(file, digest.get());
        } else if (limit > 0) {
            files.put(file.name(), whole(file, limit));
        } else {
            others.add(file.name());
        }
    }

    private static int keptUpTo(String name) {
        return switch (name) {
            case Bundle.FILE_NAME -> Bundle.MAX_BYTES;
            case INDEX -> GraphLimits.MAX_MANIFEST_BYTES;
            case LAYOUT_VERSION -> MAX_LAYOUT_VERSION;
            default -> RelocationMap.FILE_NAMES.contains(name) ? Bundle.MAX_BYTES : 0;
        };
    }

    private static Optional<Digest> digest(String name) {
        if (!name.startsWith(BLOBS)) {
            return Optional.empty();
        }
        String[] parts = name.substring(BLOBS.length()).split("/", -1);
        return parts.length != 2
                ? Optional.empty()
                : HashFunction.named(parts[0])
                        .filter(algorithm -> Hex.isLower(parts[1], algorithm.hexLength()))
                        .map(algorithm -> new Digest(algorithm, parts[1]));
    }

    private Bytes whole(StrictTar.File file, int limit) throws IOException {
        if (file.size() > limit) {
            throw StrictTar.limit("has a file " + Quoted.of(file.name()) + " of " + file.size() + " bytes, at most "
                    + limit + " are read");
        }
        return Bytes.adopt(new EntryStream().readAllBytes());
    }

    private void blob(StrictTar.File file, Digest digest) throws IOException {
        Descriptor expected = Descriptor.of(OCTETS, digest, file.size());
        EntryStream entry = new EntryStream();
        VerifiedStream verified = new VerifiedStream(entry, expected, "entry of the thick bundle");
        try {
            spool.pushBlob(expected, once(verified));
            verified.skip(Long.MAX_VALUE); // a store that has the blob already need not have read it
        } catch (RejectedException e) {
            throw entry.failure == null ? e : StrictTar.malformed(cause(entry.failure));
        } catch (RuntimeException e) {
            if (entry.failure != null) {
                throw entry.failure;
            }
            throw e;
        }
        blobs.put(digest, file.size());
    }

    static String cause(IOException failure) {
        return "the archive is damaged or cut off ("
                + Quoted.plain(failure.getMessage() == null ? "no details" : failure.getMessage()) + ")";
    }

    private static Content once(InputStream stream) {
        boolean[] opened = new boolean[1];
        return () -> {
            if (opened[0]) {
                throw new IOException("an entry of an archive is read once");
            }
            opened[0] = true;
            return stream;
        };
    }

    /** The content of the current entry; remembers the failure that a store may wrap. */
    private final class EntryStream extends InputStream {
        private @Nullable IOException failure;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return tar.read(buffer, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
