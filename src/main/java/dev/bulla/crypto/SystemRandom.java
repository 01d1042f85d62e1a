package dev.bulla.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

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

    /** Gives out {@code bytes} once, then zeros: for functions that are only offered as "make one at random". */
    static SecureRandom replaying(byte[] bytes) {
        return new Replay(bytes);
    }

    /** Seeding takes time; who only verifies never pays for it. */
    private static final class Holder {
        static final SecureRandom SOURCE = new SecureRandom();
    }

    private static final class Replay extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;
        private int given;

        Replay(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            // whoever asks for more gets zeros; the caller compares what was made of it
            Arrays.fill(target, (byte) 0);
            int count = Math.min(target.length, bytes.length - given);
            System.arraycopy(bytes, given, target, 0, count);
            given += count;
        }
    }
}
