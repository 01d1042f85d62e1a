package dev.bulla.testkit.loopback;

import java.util.function.Supplier;

/**
 * What the handlers share.
 *
 * @param base {@code http://127.0.0.1:PORT} of the registry, known once it listens
 * @param storage the second origin, for redirects
 */
record Rig(
        Shelves shelves,
        Behaviour behaviour,
        ReferrersBehaviour referrers,
        Supplier<String> base,
        Supplier<String> storage) {

    Answer missing(String code, String message) {
        return Answer.error(behaviour.missingStatus, behaviour.missingStatus == 403 ? "DENIED" : code, message);
    }

    String location(String path) {
        return behaviour.relativeLocations ? path : base.get() + path;
    }

    /** Adds the digest header in the way that is asked for. */
    Answer withDigest(Answer answer, String digest) {
        return switch (behaviour.digestHeader) {
            case TRUE -> answer.with("Docker-Content-Digest", digest);
            case FALSE -> answer.with("Docker-Content-Digest", Digests.sha256(new byte[] {1, 2, 3}));
            case ABSENT -> answer;
        };
    }

    boolean takesDigest(String digest) {
        return Digests.isDigest(digest) && (behaviour.sha512 || digest.startsWith("sha256:"));
    }
}
