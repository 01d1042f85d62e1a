package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys for tests that are the same in every run. */
public final class TestKeys {
    /** The secret key of RFC 8032 section 7.1, TEST 1. */
    private static final String RFC_8032_TEST_1 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    /** Keys made before, since finding the primes of RSA takes seconds. */
    private static final Map<String, LocalSigner> MADE = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** The golden key of the format's examples: RFC 8032 section 7.1, TEST 1. */
    public static LocalSigner golden() {
        return ed25519(dev.bulla.bytes.Hex.decode(RFC_8032_TEST_1).orElseThrow());
    }

    /** The Ed25519 key with this secret of 32 bytes. */
    public static LocalSigner ed25519(Bytes secret) {
        return KeyPairs.generate(KeyKind.ED25519, new Replay(secret));
    }

    /** The key of this kind that belongs to {@code seed}. */
    public static LocalSigner seeded(KeyKind kind, String seed) {
        return MADE.computeIfAbsent(kind + " " + seed, key -> KeyPairs.generate(kind, new Seeded(seed)));
    }

    /** The Ed25519 key that belongs to {@code seed}. */
    public static LocalSigner seeded(String seed) {
        return seeded(KeyKind.ED25519, seed);
    }

    /** A secret key as an unencrypted file, which is opened at once. */
    public static Bytes plainFile(LocalSigner signer) {
        return Bytes.adopt(Pem.write("PRIVATE KEY", signer.revealSecret().getEncoded()));
    }

    /** Gives out the same bytes for ever. */
    private static final class Replay extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient Bytes bytes;

        Replay(Bytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            byte[] all = bytes.toByteArray();
            for (int i = 0; i < target.length; i++) {
                target[i] = all[i % all.length];
            }
        }
    }

    /** A hash chain from a seed. */
    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient Bytes seed;
        private long counter;

        Seeded(String seed) {
            this.seed = Bytes.utf8(seed);
        }

        @Override
        public void nextBytes(byte[] target) {
            for (int done = 0; done < target.length; done += 32) {
                byte[] block = hash(counter++);
                System.arraycopy(block, 0, target, done, Math.min(32, target.length - done));
            }
        }

        private byte[] hash(long block) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(seed.toByteArray());
                digest.update(ByteBuffer.allocate(8).putLong(block).array());
                return digest.digest();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
