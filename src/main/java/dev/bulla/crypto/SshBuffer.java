package dev.bulla.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the wire forms of SSH (RFC 4251 section 5): numbers of 32 bits, strings, big integers. */
final class SshBuffer {
    private final byte[] content;
    private int at;

    SshBuffer(byte[] content) {
        this.content = content;
    }

    int number() {
        int value = 0;
        for (byte each : bytes(4)) {
            value = value << 8 | (each & 0xFF);
        }
        if (value < 0) {
            throw new IllegalArgumentException("number out of range");
        }
        return value;
    }

    byte[] string() {
        return bytes(number());
    }

    String text() {
        return new String(string(), StandardCharsets.UTF_8);
    }

    /** A non-negative integer. */
    BigInteger bigInteger() {
        byte[] value = string();
        if (value.length == 0 || value[0] < 0) {
            throw new IllegalArgumentException("integer is empty or negative");
        }
        return new BigInteger(value);
    }

    /** The next {@code count} bytes. */
    byte[] fixed(int count) {
        return bytes(count);
    }

    byte[] rest() {
        return bytes(content.length - at);
    }

    void finish() {
        if (at != content.length) {
            throw new IllegalArgumentException((content.length - at) + " bytes too many");
        }
    }

    private byte[] bytes(int count) {
        if (count < 0 || count > content.length - at) {
            throw new IllegalArgumentException("ends too early");
        }
        at += count;
        return Arrays.copyOfRange(content, at - count, at);
    }
}
