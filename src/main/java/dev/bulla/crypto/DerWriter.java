package dev.bulla.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the few DER forms that key files are made of (X.690). */
final class DerWriter {
    private DerWriter() {}

    static byte[] sequence(byte[]... elements) {
        return element(Der.SEQUENCE, elements);
    }

    static byte[] integer(BigInteger value) {
        return element(Der.INTEGER, value.toByteArray());
    }

    static byte[] integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    static byte[] octets(byte[] value) {
        return element(Der.OCTET_STRING, value);
    }

    static byte[] bits(byte[] wholeBytes) {
        return element(Der.BIT_STRING, new byte[] {0}, wholeBytes);
    }

    static byte[] nothing() {
        return element(Der.NULL);
    }

    static byte[] oid(String dotted) {
        List<Integer> arcs = new ArrayList<>();
        for (String arc : dotted.split("\\.", -1)) {
            arcs.add(Integer.valueOf(arc));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        base128(out, arcs.get(0) * 40 + arcs.get(1));
        arcs.subList(2, arcs.size()).forEach(arc -> base128(out, arc));
        return element(Der.OID, out.toByteArray());
    }

    /** An element with this tag around {@code parts}. */
    static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] header = header(tag, length);
        byte[] out = Arrays.copyOf(header, header.length + length);
        int at = header.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    private static byte[] header(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int count = (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] header = new byte[2 + count];
        header[0] = (byte) tag;
        header[1] = (byte) (0x80 | count);
        for (int i = 0; i < count; i++) {
            header[2 + i] = (byte) (length >>> (8 * (count - 1 - i)));
        }
        return header;
    }

    private static void base128(ByteArrayOutputStream out, int arc) {
        int groups = Math.max(1, (38 - Integer.numberOfLeadingZeros(arc)) / 7);
        for (int i = groups - 1; i >= 0; i--) {
            out.write(((arc >>> (7 * i)) & 0x7F) | (i == 0 ? 0 : 0x80));
        }
    }
}
