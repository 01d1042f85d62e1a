package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The key files under {@code vectors/keys}. */
final class KeySamples {
    static final String PASSPHRASE = "open sesame";

    private KeySamples() {}

    static byte[] bytes(String name) {
        try (@Nullable InputStream in = KeySamples.class.getResourceAsStream("/vectors/keys/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no sample " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static LocalSigner secret(String name) {
        return KeyFiles.readSecret(bytes(name), name, key -> passphrase(PASSPHRASE));
    }

    static PublicKey publicKey(String name) {
        return KeyFiles.readPublic(Bytes.adopt(bytes(name)), name).key();
    }

    static Passphrase passphrase(String text) {
        return Passphrase.adopt(text.toCharArray());
    }

    /** Fails when asked. */
    static PassphraseSource nobodyAsks() {
        return key -> {
            throw new AssertionError("asked for the passphrase of " + key);
        };
    }
}
