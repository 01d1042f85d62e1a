package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;

/** Hashes of text. */
final class TestHash {
    private TestHash() {}

    static String sha256Hex(String text) {
        return HashFunction.SHA256.hash(Bytes.utf8(text)).hex();
    }
}
