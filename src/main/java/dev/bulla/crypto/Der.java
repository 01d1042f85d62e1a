package dev.bulla.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Reads the few DER forms that key files are made of (X.690): sequence, integer, octet string, bit string, object
 * identifier, tagged. Definite, shortest lengths only. Everything else is an {@link IllegalArgumentException}.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    /** Constructed context-specific tag 0; add the number for others. */
    static final int TAGGED = 0xA0;

    /** Longest arc list that is read; the longest that Bulla knows has ten. */
    private static final int MAX_OID_BYTES = 32;

    private final byte[] content;
    private final int end;
    private int at;

    private Der(byte[] content, int from, int end) {
        this.content = content;
        this.at = from;
        this.end = end;
    }

    /** The one sequence that {@code document} consists of. */
    static Der document(byte[] document) {
        Der whole = new Der(document, 0, document.length);
        Der sequence = whole.sequence();
        whole.finish();
        return sequence;
    }

    /** True when {@code bytes} is one sequence from the first byte to the last: what decrypting with a right key yields. */
    static boolean isOneSequence(byte[] bytes) {
        try {
            document(bytes);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean next(int tag) {
        return at < end && (content[at] & 0xFF) == tag;
    }

    /** The element with this tag, opened. */
    Der open(int tag) {
        int length = header(tag);
        Der inner = new Der(content, at, at + length);
        at += length;
        return inner;
    }

    Der sequence() {
        return open(SEQUENCE);
    }

    byte[] bytes(int tag) {
        int length = header(tag);
        at += length;
        return Arrays.copyOfRange(content, at - length, at);
    }

    byte[] octets() {
        return bytes(OCTET_STRING);
    }

    /** A bit string of whole bytes. */
    byte[] bits() {
        byte[] value = bytes(BIT_STRING);
        if (value.length == 0 || value[0] != 0) {
            throw new IllegalArgumentException("bit string is not made of whole bytes");
        }
        return Arrays.copyOfRange(value, 1, value.length);
    }

    /** A non-negative integer. */
    BigInteger integer() {
        byte[] value = bytes(INTEGER);
        if (value.length == 0 || value[0] < 0) {
            throw new IllegalArgumentException("integer is empty or negative");
        }
        return new BigInteger(value);
    }

    /** An integer from 0 to {@link Integer#MAX_VALUE}. */
    int smallInteger() {
        BigInteger value = integer();
        if (value.bitLength() > 31) {
            throw new IllegalArgumentException("integer " + value.bitLength() + " bits long where a small one is due");
        }
        return value.intValue();
    }

    /** An object identifier in dotted form. */
    String oid() {
        byte[] value = bytes(OID);
        if (value.length == 0 || value.length > MAX_OID_BYTES || value[value.length - 1] < 0) {
            throw new IllegalArgumentException("object identifier is damaged");
        }
        StringBuilder text = new StringBuilder();
        BigInteger arc = BigInteger.ZERO;
        for (byte each : value) {
            arc = arc.shiftLeft(7).add(BigInteger.valueOf(each & 0x7F));
            if (each >= 0) {
                if (text.isEmpty()) {
                    int first = Math.min(2, arc.intValue() / 40);
                    text.append(first).append('.').append(arc.subtract(BigInteger.valueOf(40L * first)));
                } else {
                    text.append('.').append(arc);
                }
                arc = BigInteger.ZERO;
            }
        }
        return text.toString();
    }

    /** Passes over whatever is left. */
    void skipRest() {
        at = end;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Nothing may be left. */
    void finish() {
        if (!isAtEnd()) {
            throw new IllegalArgumentException((end - at) + " bytes too many");
        }
    }

    private int header(int tag) {
        if (!next(tag)) {
            throw new IllegalArgumentException("not the DER element that is due");
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new IllegalArgumentException("ends too early");
        }
        return length;
    }

    private int length() {
        int first = octet();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7F;
        int length = 0;
        if (count == 0 || count > 3) {
            throw new IllegalArgumentException("length form not allowed");
        }
        for (int i = 0; i < count; i++) {
            length = (length << 8) | octet();
        }
        if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
            throw new IllegalArgumentException("length is not in its shortest form");
        }
        return length;
    }

    private int octet() {
        if (at >= end) {
            throw new IllegalArgumentException("ends too early");
        }
        return content[at++] & 0xFF;
    }
}
