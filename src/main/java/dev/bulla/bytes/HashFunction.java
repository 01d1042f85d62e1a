package dev.bulla.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The hash functions that may name content. There are exactly two; sha1 and everything else is refused wherever a
 * digest is read (OCI image-spec 1.1, "Registered algorithms").
 */
public enum HashFunction {
    /** SHA-256, the only one Bulla writes. */
    SHA256("sha256", "SHA-256", 64),
    /** SHA-512, accepted when read. */
    SHA512("sha512", "SHA-512", 128);

    private static final int BUFFER = 64 * 1024;

    private final String wireName;
    private final String jcaName;
    private final int hexLength;

    HashFunction(String wireName, String jcaName, int hexLength) {
        this.wireName = wireName;
        this.jcaName = jcaName;
        this.hexLength = hexLength;
    }

    /** The name in digests and in TUF {@code hashes}: {@code sha256} or {@code sha512}. */
    public String wireName() {
        return wireName;
    }

    /** Number of hex digits of a value. */
    public int hexLength() {
        return hexLength;
    }

    /** The function with this wire name, or empty for any other name. */
    public static Optional<HashFunction> named(String wireName) {
        return switch (wireName) {
            case "sha256" -> Optional.of(SHA256);
            case "sha512" -> Optional.of(SHA512);
            default -> Optional.empty();
        };
    }

    /** The hash of {@code content}. */
    public Bytes hash(Bytes content) {
        MessageDigest digest = start();
        digest.update(content.asReadOnlyBuffer());
        return Bytes.adopt(digest.digest());
    }

    /** The hash of everything that {@code content} still has; the caller closes it. */
    public Bytes hash(InputStream content) throws IOException {
        MessageDigest digest = start();
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return Bytes.adopt(digest.digest());
    }

    /** A running computation, for content that streams. */
    public MessageDigest start() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + jcaName, e);
        }
    }
}
