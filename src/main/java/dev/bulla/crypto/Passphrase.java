package dev.bulla.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The passphrase of a key file. It can be wiped, and it is never part of text. */
public final class Passphrase implements AutoCloseable {
    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /** Takes over {@code characters}; {@link #close} overwrites them. */
    public static Passphrase adopt(char[] characters) {
        return new Passphrase(characters);
    }

    /** A passphrase from the UTF-8 form, which is overwritten. */
    public static Passphrase adoptUtf8(byte[] utf8) {
        char[] roomy = new char[utf8.length];
        CharBuffer target = CharBuffer.wrap(roomy);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(utf8), target, true);
        char[] characters = Arrays.copyOf(roomy, target.position());
        Arrays.fill(roomy, '\0');
        Arrays.fill(utf8, (byte) 0);
        return new Passphrase(characters);
    }

    /** True when there is no character. */
    public boolean isEmpty() {
        return characters.length == 0;
    }

    /** True when both are the same, for the question that is asked twice. */
    public boolean sameAs(Passphrase other) {
        int difference = characters.length ^ other.characters.length;
        for (int i = 0; i < characters.length && i < other.characters.length; i++) {
            difference |= characters[i] ^ other.characters[i];
        }
        return difference == 0;
    }

    /** The characters themselves, not a copy. */
    char[] revealSecret() {
        return characters;
    }

    /** The UTF-8 form; whoever asks for it overwrites it. */
    byte[] revealSecretUtf8() {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        byte[] roomy = new byte[characters.length * 4];
        ByteBuffer target = ByteBuffer.wrap(roomy);
        encoder.encode(CharBuffer.wrap(characters), target, true);
        byte[] bytes = Arrays.copyOf(roomy, target.position());
        Arrays.fill(roomy, (byte) 0);
        return bytes;
    }

    /** Overwrites the characters. */
    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "passphrase";
    }
}
