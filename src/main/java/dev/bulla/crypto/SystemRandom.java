package dev.bulla.crypto;

import java.security.SecureRandom;

/** The one place that makes randomness. */
public final class SystemRandom {
    private SystemRandom() {}

    /** The platform's generator, made at first use. */
    static SecureRandom source() {
        return Holder.SOURCE;
    }

    /** {@code count} unpredictable bytes, for salts, nonces and names of temporary files. */
    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Holder.SOURCE.nextBytes(bytes);
        return bytes;
    }

    /** Seeding takes time; who only verifies never pays for it. */
    private static final class Holder {
        static final SecureRandom SOURCE = new SecureRandom();
    }
}
