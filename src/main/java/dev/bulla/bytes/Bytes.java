package dev.bulla.bytes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string: what was received, kept exactly as received. Everything that is hashed, signed or
 * republished travels as a {@code Bytes}, never as a parsed model.
 */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** The empty byte string. */
    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of {@code content}; later changes of the array are not seen. */
    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone());
    }

    /** Takes over {@code content} without copying; the caller promises never to write to the array again. */
    public static Bytes adopt(byte[] content) {
        return new Bytes(Objects.requireNonNull(content));
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Number of bytes. */
    public int length() {
        return content.length;
    }

    /** True when there is no byte. */
    public boolean isEmpty() {
        return content.length == 0;
    }

    /** The byte at {@code index}, counted from 0. */
    public byte at(int index) {
        return content[index];
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, content.length);
        return new Bytes(Arrays.copyOfRange(content, from, to));
    }

    /** A fresh array with the same bytes. */
    public byte[] toByteArray() {
        return content.clone();
    }

    /** A read-only view for libraries that take buffers; no copy is made. */
    public ByteBuffer asReadOnlyBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** A stream over the bytes; no copy is made and nothing can be written through it. */
    public InputStream newInputStream() {
        return new ByteArrayInputStream(content);
    }

    /** Writes all bytes to {@code out}. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** These bytes followed by {@code more}. */
    public Bytes concat(Bytes more) {
        byte[] joined = Arrays.copyOf(content, content.length + more.content.length);
        System.arraycopy(more.content, 0, joined, content.length, more.content.length);
        return new Bytes(joined);
    }

    /** The text these bytes encode, or empty when they are not well-formed UTF-8. */
    public Optional<String> asUtf8() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Equality in a time that depends on the lengths only, for comparisons with secrets. */
    public boolean equalsInConstantTime(Bytes other) {
        int difference = content.length ^ other.content.length;
        for (int i = 0; i < content.length && i < other.content.length; i++) {
            difference |= content[i] ^ other.content[i];
        }
        return difference == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Length and the beginning of the sha256; never the content, which may be secret or hostile. */
    @Override
    public String toString() {
        return content.length + " bytes sha256:"
                + HashFunction.SHA256.hash(this).hex().substring(0, 12) + "…";
    }

    /** Lower-case hexadecimal text. */
    public String hex() {
        return Hex.encode(content);
    }
}
