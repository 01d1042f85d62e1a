package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.security.GeneralSecurityException;

/** Finds out what a public key file is, and reads it. */
final class PublicReader {
    private PublicReader() {}

    static PublicKeyFile read(String text, byte[] content) throws GeneralSecurityException {
        if (text.stripLeading().startsWith("{")) {
            return KeyObjects.readPublic(KeyObjects.parse(content));
        }
        if (Pem.looksLike(text)) {
            return PublicKeyFile.of(readPem(Pem.first(text)));
        }
        if (OpenSsh.isPublicLine(text)) {
            return PublicKeyFile.of(OpenSsh.readPublicLine(text));
        }
        throw new IllegalArgumentException("neither PEM, JSON nor an OpenSSH line");
    }

    private static PublicKey readPem(Pem pem) throws GeneralSecurityException {
        return switch (pem.label()) {
            case "PUBLIC KEY" -> readInfo(pem.content());
            case "RSA PUBLIC KEY" -> {
                Der key = Der.document(pem.content());
                PublicKey read = SecretHalves.rsaPublic(key.integer(), key.integer());
                key.finish();
                yield read;
            }
            case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY" ->
                throw new IllegalArgumentException("this is a secret key, a public one is needed");
            default -> throw new UnsupportedKey("a PEM block " + Printable.quoted(pem.label()));
        };
    }

    /** Names the kind of a key that is whole and not supported, before the JDK is asked to decode it. */
    private static PublicKey readInfo(byte[] der) throws GeneralSecurityException {
        Der info = Der.document(der);
        Der algorithm = info.sequence();
        String kind = algorithm.oid();
        info.bits();
        info.finish();
        switch (kind) {
            case Oids.ED25519, Oids.RSA -> {}
            case Oids.EC -> {
                if (!algorithm.next(Der.OID)) {
                    throw new UnsupportedKey("an EC key with explicit curve parameters");
                }
                Oids.curve(algorithm.oid());
            }
            default -> throw new UnsupportedKey("a key of " + Oids.word(kind));
        }
        return PublicKeys.fromSubjectPublicKeyInfo(Bytes.copyOf(der));
    }
}
