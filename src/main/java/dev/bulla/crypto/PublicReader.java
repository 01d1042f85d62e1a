package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
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
        if (isOpenSshLine(text)) {
            return PublicKeyFile.of(PublicKeys.fromSubjectPublicKeyInfo(OpenSsh.readPublicLine(text)));
        }
        throw new IllegalArgumentException("neither PEM, JSON nor an OpenSSH line");
    }

    /** True when the text begins like the public keys that OpenSSH writes. */
    static boolean isOpenSshLine(String text) {
        return text.startsWith("ssh-") || text.startsWith("ecdsa-sha2-") || text.startsWith("sk-");
    }

    private static PublicKey readPem(Pem pem) throws GeneralSecurityException {
        return switch (pem.label()) {
            case "PUBLIC KEY" -> readInfo(pem.content());
            case "RSA PUBLIC KEY" -> PublicKeys.fromSubjectPublicKeyInfo(ForeignKeys.publicOfPkcs1(pem.content()));
            case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY" ->
                throw new IllegalArgumentException("this is a secret key, a public one is needed");
            default -> throw new UnsupportedKey("a PEM block " + Quoted.of(pem.label()));
        };
    }

    private static PublicKey readInfo(byte[] der) throws GeneralSecurityException {
        try {
            return PublicKeys.fromSubjectPublicKeyInfo(Bytes.copyOf(der));
        } catch (GeneralSecurityException e) {
            throw ForeignKeys.whyPublicRefused(der, e);
        }
    }
}
