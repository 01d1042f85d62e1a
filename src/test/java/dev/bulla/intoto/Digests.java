package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;

/** Hashes of text. */
public final class Digests {
    private Digests() {}

    /** The sha256 of the text's UTF-8 form, in hex. */
    public static String sha256(String text) {
        return HashFunction.SHA256.hash(Bytes.utf8(text)).hex();
    }
}
