package dev.bulla.bytes;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Several hashes of one stream at once. */
public final class Hasher {
    private final Map<HashFunction, MessageDigest> running = new EnumMap<>(HashFunction.class);

    /** Computes these functions. */
    public Hasher(Collection<HashFunction> functions) {
        functions.forEach(function -> running.put(function, function.start()));
    }

    /** Takes the next bytes. */
    public void update(byte[] buffer, int offset, int length) {
        running.values().forEach(digest -> digest.update(buffer, offset, length));
    }

    /** Ends the computation; a second call begins anew. */
    public Map<HashFunction, Bytes> finish() {
        Map<HashFunction, Bytes> hashes = new EnumMap<>(HashFunction.class);
        running.forEach((function, digest) -> hashes.put(function, Bytes.adopt(digest.digest())));
        return hashes;
    }
}
