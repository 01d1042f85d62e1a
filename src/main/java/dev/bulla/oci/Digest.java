package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hex;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content address, {@code sha256:<64 hex>} or {@code sha512:<128 hex>} (OCI image-spec 1.1, "Digests"). Other
 * algorithms, upper-case digits and wrong lengths cannot be represented.
 *
 * @param algorithm sha256 or sha512
 * @param hex the value in lower-case hex, of the algorithm's length
 */
public record Digest(HashFunction algorithm, String hex) implements Comparable<Digest> {
    /** Refuses text that is no value of the algorithm. */
    public Digest {
        if (!Hex.isLower(hex, algorithm.hexLength())) {
            throw new IllegalArgumentException("not a " + algorithm.wireName() + " value");
        }
    }

    /** The digest that {@code text} is the wire form of, or empty for anything else. */
    public static Optional<Digest> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String hex = text.substring(colon + 1);
        return HashFunction.named(text.substring(0, colon))
                .filter(algorithm -> Hex.isLower(hex, algorithm.hexLength()))
                .map(algorithm -> new Digest(algorithm, hex));
    }

    /** The sha256 digest of {@code content}. */
    public static Digest of(Bytes content) {
        return of(HashFunction.SHA256, content);
    }

    /** The digest of {@code content} by {@code algorithm}. */
    public static Digest of(HashFunction algorithm, Bytes content) {
        return new Digest(algorithm, algorithm.hash(content).hex());
    }

    /** True when this is the digest of {@code content}. */
    public boolean matches(Bytes content) {
        return of(algorithm, content).equals(this);
    }

    /** Algorithm and the first twelve digits, for terminals. */
    public String brief() {
        return algorithm.wireName() + ":" + hex.substring(0, 12) + "…";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest same && same.hex.equals(hex) && same.algorithm == algorithm;
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    /** By wire form. */
    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    /** The wire form. */
    @Override
    public String toString() {
        return algorithm.wireName() + ":" + hex;
    }
}
