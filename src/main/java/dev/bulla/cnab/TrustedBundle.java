package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a verified statement says about a bundle: length and hashes of {@code bundle.json}, the descriptor of the bundle
 * index, or both. It comes from signed metadata only, never from the place that stores the bundle.
 *
 * @param target length and hashes of {@code bundle.json}, if those were signed
 * @param index descriptor of the bundle index, if that was signed ({@code custom.oci})
 * @param reindexAllowed true when policy accepts an index other than the signed one, written anew from the same bundle
 */
public record TrustedBundle(Optional<Target> target, Optional<Descriptor> index, boolean reindexAllowed) {
    /**
     * Length and hashes of {@code bundle.json}.
     *
     * @param length in bytes
     * @param hashes every one must match; those of unknown algorithms are left out by whoever reads the metadata
     */
    public record Target(long length, List<Digest> hashes) {
        /** Copies the list. */
        public Target {
            hashes = List.copyOf(hashes);
        }
    }

    /** Refuses to be built from nothing, and to allow another index when only the index was signed. */
    public TrustedBundle {
        if (target.isEmpty() && (index.isEmpty() || reindexAllowed)) {
            throw new IllegalArgumentException("nothing is trusted about the bundle");
        }
    }

    /** Signed: length and hashes of {@code bundle.json}. */
    public static TrustedBundle ofTarget(long length, List<Digest> hashes) {
        return new TrustedBundle(Optional.of(new Target(length, hashes)), Optional.empty(), false);
    }

    /** Known: the very bytes. */
    public static TrustedBundle ofBytes(Bytes bundle) {
        return ofTarget(bundle.length(), List.of(Digest.of(bundle)));
    }

    /** Signed: the bundle index; {@code bundle.json} is then trusted through the digests on the way to it. */
    public static TrustedBundle ofIndex(Descriptor index) {
        return new TrustedBundle(Optional.empty(), Optional.of(index.plain()), false);
    }

    /** The same, and the index was signed as well. */
    public TrustedBundle withIndex(Descriptor signed) {
        return new TrustedBundle(target, Optional.of(signed.plain()), reindexAllowed);
    }

    /** The same, with another index accepted when it represents the same bundle. */
    public TrustedBundle allowingReindex() {
        return new TrustedBundle(target, index, true);
    }
}
