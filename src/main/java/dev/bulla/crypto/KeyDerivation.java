package dev.bulla.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How a passphrase becomes an encryption key. The parameters of a file are foreign data and bounded: a file must not be
 * able to keep the machine busy for minutes or to take all of its memory.
 */
sealed interface KeyDerivation {
    /** Ten million rounds of PBKDF2 take some ten seconds; honest files use up to one or two million. */
    int MAX_ITERATIONS = 10_000_000;

    /** 256 MiB: twice what the strongest common recommendation for scrypt takes. */
    long MAX_SCRYPT_MEMORY = 256L << 20;

    /** Product of cost, block size and parallelization: sixteen times the strongest common recommendation. */
    long MAX_SCRYPT_WORK = 1L << 24;

    /** Longest salt; honest files have 8 to 64 bytes. */
    int MAX_SALT = 1024;

    /** The encryption key of {@code length} bytes; the caller wipes it. */
    byte[] derive(Passphrase passphrase, int length) throws GeneralSecurityException;

    /** The {@code AlgorithmIdentifier}. */
    byte[] toDer();

    /**
     * PBKDF2 (RFC 8018 section 5.2), by the JDK.
     *
     * @param prf the pseudo-random function as the JDK calls it, such as {@code HmacSHA256}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a salt is no value of its own
    record Pbkdf2(byte[] salt, int iterations, String prf) implements KeyDerivation {
        /** Refuses parameters beyond the limits. */
        public Pbkdf2 {
            checkSalt(salt);
            if (iterations < 1 || iterations > MAX_ITERATIONS) {
                throw new UnsupportedKey(
                        "a key derivation of " + iterations + " iterations (at most " + MAX_ITERATIONS + ")");
            }
        }

        @Override
        public byte[] derive(Passphrase passphrase, int length) throws GeneralSecurityException {
            PBEKeySpec spec = new PBEKeySpec(passphrase.revealSecret(), salt, iterations, length * 8);
            try {
                return SecretKeyFactory.getInstance("PBKDF2With" + prf)
                        .generateSecret(spec)
                        .getEncoded();
            } finally {
                spec.clearPassword();
            }
        }

        @Override
        public byte[] toDer() {
            byte[] function = DerWriter.sequence(DerWriter.oid(Oids.HMAC_SHA256), DerWriter.nothing());
            byte[] parameters = DerWriter.sequence(DerWriter.octets(salt), DerWriter.integer(iterations), function);
            return DerWriter.sequence(DerWriter.oid(Oids.PBKDF2), parameters);
        }
    }

    /** scrypt (RFC 7914), by Bouncy Castle. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a salt is no value of its own
    record ScryptParameters(byte[] salt, int cost, int blockSize, int parallelization) implements KeyDerivation {
        /** scrypt works on blocks of 128 bytes. */
        private static final int BLOCK_BYTES = 128;

        /** Refuses parameters beyond the limits. */
        public ScryptParameters {
            checkSalt(salt);
            boolean sound = cost > 1 && Integer.bitCount(cost) == 1 && blockSize > 0 && parallelization > 0;
            if (!sound) {
                throw new IllegalArgumentException("scrypt parameters make no sense");
            }
            long blocks = (long) cost * blockSize;
            if (blocks > MAX_SCRYPT_MEMORY / BLOCK_BYTES || parallelization > MAX_SCRYPT_WORK / blocks) {
                throw new UnsupportedKey("scrypt with N=" + cost + ", r=" + blockSize + ", p=" + parallelization
                        + " (at most " + (MAX_SCRYPT_MEMORY >> 20) + " MiB and N*r*p " + MAX_SCRYPT_WORK + ")");
            }
        }

        @Override
        public byte[] derive(Passphrase passphrase, int length) {
            byte[] utf8 = passphrase.revealSecretUtf8();
            try {
                return Scrypt.derive(utf8, salt, cost, blockSize, parallelization, length);
            } finally {
                Arrays.fill(utf8, (byte) 0);
            }
        }

        @Override
        public byte[] toDer() {
            byte[] parameters = DerWriter.sequence(
                    DerWriter.octets(salt),
                    DerWriter.integer(cost),
                    DerWriter.integer(blockSize),
                    DerWriter.integer(parallelization));
            return DerWriter.sequence(DerWriter.oid(Oids.SCRYPT), parameters);
        }
    }

    /** Reads the {@code AlgorithmIdentifier} of a key derivation. */
    static KeyDerivation read(Der algorithm) {
        String kind = algorithm.oid();
        Der parameters = algorithm.sequence();
        return switch (kind) {
            case Oids.PBKDF2 -> readPbkdf2(parameters);
            case Oids.SCRYPT ->
                new ScryptParameters(
                        parameters.octets(),
                        parameters.smallInteger(),
                        parameters.smallInteger(),
                        parameters.smallInteger());
            default -> throw new UnsupportedKey("key derivation by " + Oids.word(kind));
        };
    }

    private static Pbkdf2 readPbkdf2(Der parameters) {
        byte[] salt = parameters.octets();
        int iterations = parameters.smallInteger();
        if (parameters.next(Der.INTEGER)) {
            parameters.smallInteger(); // key length; the cipher says the same
        }
        String prf = "HmacSHA1"; // the default of RFC 8018
        if (parameters.next(Der.SEQUENCE)) {
            prf = prf(parameters.sequence().oid());
        }
        return new Pbkdf2(salt, iterations, prf);
    }

    private static String prf(String oid) {
        return switch (oid) {
            case "1.2.840.113549.2.7" -> "HmacSHA1";
            case Oids.HMAC_SHA256 -> "HmacSHA256";
            case "1.2.840.113549.2.10" -> "HmacSHA384";
            case "1.2.840.113549.2.11" -> "HmacSHA512";
            default -> throw new UnsupportedKey("key derivation with " + Oids.word(oid));
        };
    }

    private static void checkSalt(byte[] salt) {
        if (salt.length == 0 || salt.length > MAX_SALT) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
    }
}
