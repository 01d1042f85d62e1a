package dev.bulla.crypto;

import static dev.bulla.crypto.ForeignKeys.decoding;

import dev.bulla.bytes.Quoted;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.util.encoders.Hex;

/**
 * The encryptions of key files that the JDK does not read, through Bouncy Castle: PBES2 with scrypt (RFC 7914) or with
 * other functions and key lengths, and the {@code DEK-Info} header of old PEM files. Loaded only when such a file is met.
 */
final class ForeignEncryption {
    /** 256 MiB: twice what the strongest common recommendation for scrypt takes. */
    static final long MAX_SCRYPT_MEMORY = 256L << 20;

    /** Product of cost, block size and parallelization: sixteen times the strongest common recommendation. */
    static final long MAX_SCRYPT_WORK = 1L << 24;

    private static final int SCRYPT_BLOCK_BYTES = 128;

    /** 16 MiB, as OWASP pairs it with a parallelization of 5; OpenSSL 3 reads no key file that takes 32 MiB or more. */
    private static final int SCRYPT_COST = 1 << 14;

    private static final int SCRYPT_BLOCK_SIZE = 8;
    private static final int SCRYPT_PARALLELIZATION = 5;

    private static final Set<String> OLD_CIPHERS = Set.of("AES-128-CBC", "AES-192-CBC", "AES-256-CBC");

    private ForeignEncryption() {}

    /** Encrypts a PKCS#8 key with AES-256 under scrypt; {@code secret} stays the caller's to wipe. */
    static byte[] encryptUnderScrypt(byte[] secret, Passphrase passphrase) throws GeneralSecurityException {
        byte[] iv = SystemRandom.bytes(Pbes2.AES_BLOCK);
        ScryptParams parameters = new ScryptParams(
                SystemRandom.bytes(Pbes2.SALT_BYTES), SCRYPT_COST, SCRYPT_BLOCK_SIZE, SCRYPT_PARALLELIZATION);
        byte[] key = scrypt(parameters, passphrase, Pbes2.AES_256_KEY);
        byte[] encrypted = Pbes2.aesCbc(Cipher.ENCRYPT_MODE, key, iv, secret);
        PBES2Parameters scheme = new PBES2Parameters(
                new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, parameters),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, scheme);
        return decoding(() -> new EncryptedPrivateKeyInfo(algorithm, encrypted).getEncoded());
    }

    /** Decrypts any other {@code EncryptedPrivateKeyInfo} than Bulla's own, as {@link Pbes2#decrypt} says. */
    static byte[] decrypt(byte[] der, Passphrase passphrase) throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info = decoding(() -> EncryptedPrivateKeyInfo.getInstance(der));
        AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new UnsupportedKey("encryption by " + ForeignKeys.word(algorithm.getAlgorithm()));
        }
        PBES2Parameters parameters = decoding(() -> PBES2Parameters.getInstance(algorithm.getParameters()));
        EncryptionScheme scheme = parameters.getEncryptionScheme();
        int keyLength = aesKeyLength(scheme.getAlgorithm());
        byte[] iv = decoding(
                () -> ASN1OctetString.getInstance(scheme.getParameters()).getOctets());
        byte[] key = derive(parameters.getKeyDerivationFunc(), passphrase, keyLength);
        return Pbes2.aesCbc(Cipher.DECRYPT_MODE, key, iv, info.getEncryptedData());
    }

    /**
     * Decrypts a PEM body with a {@code DEK-Info} header, as old OpenSSL and securesystemslib write it.
     *
     * @param info the value of the header: cipher, comma, initialisation vector in hex
     */
    static byte[] decryptOldPem(String info, byte[] content, Passphrase passphrase) {
        String[] parts = info.split(",", -1);
        if (!OLD_CIPHERS.contains(parts[0])) {
            throw new UnsupportedKey("cipher " + Quoted.of(parts[0]));
        }
        byte[] iv = decoding(() -> Hex.decode(parts.length < 2 ? "" : parts[1]));
        if (iv.length != Pbes2.AES_BLOCK) {
            throw new IllegalArgumentException("the DEK-Info header is damaged");
        }
        if (content.length == 0 || content.length % Pbes2.AES_BLOCK != 0) {
            throw new IllegalArgumentException("the encrypted part has been cut");
        }
        byte[] utf8 = passphrase.revealSecretUtf8();
        // the decryptor makes one byte of each character
        char[] bytes = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(utf8)).array();
        try {
            return new BcPEMDecryptorProvider(bytes).get(parts[0]).decrypt(content, iv);
        } catch (PEMException e) {
            throw new WrongPassphrase();
        } finally {
            Arrays.fill(utf8, (byte) 0);
            Arrays.fill(bytes, '\0');
        }
    }

    private static byte[] derive(KeyDerivationFunc function, Passphrase passphrase, int length)
            throws GeneralSecurityException {
        if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            return scrypt(decoding(() -> ScryptParams.getInstance(function.getParameters())), passphrase, length);
        }
        if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw new UnsupportedKey("key derivation by " + ForeignKeys.word(function.getAlgorithm()));
        }
        PBKDF2Params parameters = decoding(() -> PBKDF2Params.getInstance(function.getParameters()));
        byte[] salt = decoding(parameters::getSalt);
        int iterations = small(parameters.getIterationCount(), "iterations");
        String prf = pseudoRandomFunction(parameters.getPrf().getAlgorithm());
        return Pbes2.pbkdf2(passphrase, salt, iterations, prf, length);
    }

    private static byte[] scrypt(ScryptParams parameters, Passphrase passphrase, int length) {
        byte[] salt = parameters.getSalt();
        Pbes2.checkSalt(salt);
        int cost = small(parameters.getCostParameter(), "scrypt cost");
        int blockSize = small(parameters.getBlockSize(), "scrypt block size");
        int parallelization = small(parameters.getParallelizationParameter(), "scrypt parallelization");
        if (cost < 2 || Integer.bitCount(cost) != 1 || blockSize < 1 || parallelization < 1) {
            throw new IllegalArgumentException("scrypt parameters make no sense");
        }
        long blocks = (long) cost * blockSize;
        if (blocks > MAX_SCRYPT_MEMORY / SCRYPT_BLOCK_BYTES || parallelization > MAX_SCRYPT_WORK / blocks) {
            throw new UnsupportedKey("scrypt with N=" + cost + ", r=" + blockSize + ", p=" + parallelization
                    + " (at most " + (MAX_SCRYPT_MEMORY >> 20) + " MiB and N*r*p " + MAX_SCRYPT_WORK + ")");
        }
        byte[] utf8 = passphrase.revealSecretUtf8();
        try {
            return decoding(() -> SCrypt.generate(utf8, salt, cost, blockSize, parallelization, length));
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static int small(BigInteger value, String what) {
        if (value.signum() < 0 || value.bitLength() > 31) {
            throw new IllegalArgumentException(what + " out of range");
        }
        return value.intValue();
    }

    private static int aesKeyLength(ASN1ObjectIdentifier cipher) {
        if (cipher.equals(NISTObjectIdentifiers.id_aes128_CBC)) {
            return 16;
        }
        if (cipher.equals(NISTObjectIdentifiers.id_aes192_CBC)) {
            return 24;
        }
        if (cipher.equals(NISTObjectIdentifiers.id_aes256_CBC)) {
            return Pbes2.AES_256_KEY;
        }
        throw new UnsupportedKey("cipher " + ForeignKeys.word(cipher));
    }

    private static String pseudoRandomFunction(ASN1ObjectIdentifier function) {
        return switch (function.getId()) {
            case "1.2.840.113549.2.7" -> "HmacSHA1";
            case "1.2.840.113549.2.9" -> "HmacSHA256";
            case "1.2.840.113549.2.10" -> "HmacSHA384";
            case "1.2.840.113549.2.11" -> "HmacSHA512";
            default -> throw new UnsupportedKey("key derivation with " + ForeignKeys.word(function));
        };
    }
}
