package dev.bulla.testkit.loopback;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests of content, computed without the code under test. */
public final class Digests {

    private static final Pattern KNOWN = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    private Digests() {}

    /** {@code sha256:…} of the content. */
    public static String sha256(byte[] content) {
        return "sha256:" + hex("SHA-256", content);
    }

    /** {@code sha512:…} of the content. */
    public static String sha512(byte[] content) {
        return "sha512:" + hex("SHA-512", content);
    }

    static boolean isDigest(String text) {
        return KNOWN.matcher(text).matches();
    }

    static boolean matches(String digest, byte[] content) {
        return digest.equals(digest.startsWith("sha512:") ? sha512(content) : sha256(content));
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
