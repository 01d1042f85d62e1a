package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** Takes ECDSA signatures apart, as an attacker does who wants two signatures from one. */
final class EcdsaDer {
    private EcdsaDer() {}

    /** The other valid signature with the same {@code r}: {@code s} becomes {@code order - s}. */
    static Bytes negated(Bytes signature, BigInteger order) {
        byte[] der = signature.toByteArray();
        int lengthR = der[3];
        BigInteger r = new BigInteger(Arrays.copyOfRange(der, 4, 4 + lengthR));
        int startS = 4 + lengthR + 2;
        BigInteger s = new BigInteger(Arrays.copyOfRange(der, startS, startS + der[startS - 1]));
        return encode(r, order.subtract(s));
    }

    private static Bytes encode(BigInteger r, BigInteger s) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (BigInteger each : new BigInteger[] {r, s}) {
            byte[] value = each.toByteArray();
            body.write(2);
            body.write(value.length);
            body.writeBytes(value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x30);
        out.write(body.size());
        out.writeBytes(body.toByteArray());
        return Bytes.adopt(out.toByteArray());
    }
}
