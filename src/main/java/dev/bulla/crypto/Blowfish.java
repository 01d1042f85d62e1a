package dev.bulla.crypto;

import java.math.BigInteger;

/**
 * The Blowfish cipher with the expensive key schedule of bcrypt, for OpenSSH key files. Its start values are the first
 * 33,344 bits of the fraction of pi, which are computed rather than listed.
 */
final class Blowfish {
    private static final int ROUNDS = 16;
    private static final int BOX = 256;
    private static final int WORDS = ROUNDS + 2 + 4 * BOX;

    private final int[] p = new int[ROUNDS + 2];
    private final int[] s = new int[4 * BOX];

    /** The state before any key. */
    Blowfish() {
        System.arraycopy(Pi.WORDS_OF_FRACTION, 0, p, 0, p.length);
        System.arraycopy(Pi.WORDS_OF_FRACTION, p.length, s, 0, s.length);
    }

    /** Mixes in {@code key}, encrypting the words of {@code salt} on the way; all zeros when there is no salt. */
    void expand(byte[] key, byte[] salt) {
        mixKey(key);
        int[] block = {0, 0};
        int at = 0;
        for (int i = 0; i < p.length + s.length; i += 2) {
            block[0] ^= word(salt, at);
            block[1] ^= word(salt, at + 4);
            at = (at + 8) % salt.length;
            encrypt(block, 0);
            store(i, block);
        }
    }

    /** Mixes in {@code key} without salt. */
    void expand(byte[] key) {
        mixKey(key);
        int[] block = {0, 0};
        for (int i = 0; i < p.length + s.length; i += 2) {
            encrypt(block, 0);
            store(i, block);
        }
    }

    private void mixKey(byte[] key) {
        for (int i = 0; i < p.length; i++) {
            p[i] ^= word(key, i * 4);
        }
    }

    private void store(int i, int[] block) {
        int[] target = i < p.length ? p : s;
        int at = i < p.length ? i : i - p.length;
        target[at] = block[0];
        target[at + 1] = block[1];
    }

    /** Encrypts the two words from {@code at} on. */
    void encrypt(int[] data, int at) {
        int left = data[at];
        int right = data[at + 1];
        for (int round = 0; round < ROUNDS; round += 2) {
            left ^= p[round];
            right ^= mix(left);
            right ^= p[round + 1];
            left ^= mix(right);
        }
        data[at] = right ^ p[ROUNDS + 1];
        data[at + 1] = left ^ p[ROUNDS];
    }

    private int mix(int x) {
        return ((s[x >>> 24] + s[BOX + ((x >>> 16) & 0xFF)]) ^ s[2 * BOX + ((x >>> 8) & 0xFF)])
                + s[3 * BOX + (x & 0xFF)];
    }

    /** Four bytes as a word, high byte first; {@code bytes} goes round. */
    private static int word(byte[] bytes, int at) {
        int word = 0;
        for (int i = 0; i < 4; i++) {
            word = word << 8 | (bytes[(at + i) % bytes.length] & 0xFF);
        }
        return word;
    }

    /** The fraction of pi in 32-bit words, by Machin's formula: pi = 16 atan(1/5) - 4 atan(1/239). */
    private static final class Pi {
        static final int[] WORDS_OF_FRACTION = words();

        private static final int GUARD_BITS = 64;

        private static int[] words() {
            int bits = WORDS * 32;
            BigInteger pi = arctan(5, bits)
                    .multiply(BigInteger.valueOf(16))
                    .subtract(arctan(239, bits).shiftLeft(2))
                    .shiftRight(GUARD_BITS);
            int[] words = new int[WORDS];
            for (int i = 0; i < WORDS; i++) {
                words[i] = pi.shiftRight(bits - 32 * (i + 1)).intValue();
            }
            return words;
        }

        private static BigInteger arctan(int denominator, int bits) {
            BigInteger square = BigInteger.valueOf((long) denominator * denominator);
            BigInteger power = BigInteger.ONE.shiftLeft(bits + GUARD_BITS).divide(BigInteger.valueOf(denominator));
            BigInteger sum = power;
            for (int n = 3; power.signum() != 0; n += 2) {
                power = power.divide(square).negate();
                sum = sum.add(power.divide(BigInteger.valueOf(n)));
            }
            return sum;
        }
    }
}
