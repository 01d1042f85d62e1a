package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Archives for tests, written byte by byte and on purpose also wrong ones. POSIX.1-1988 "ustar" blocks. */
final class Tars {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A member as {@code bin} of a header says; type {@code '0'} is a file. */
    Tars member(String name, char type, Bytes content, String link) {
        byte[] header = new byte[BLOCK];
        put(header, 0, 100, name);
        put(header, 100, 8, "0000644");
        put(header, 108, 8, "0001750");
        put(header, 116, 8, "0001750");
        put(header, 124, 12, octal(content.length()));
        put(header, 136, 12, octal(1_700_000_000L));
        header[156] = (byte) type;
        put(header, 157, 100, link);
        put(header, 257, 8, "ustar\00000");
        put(header, 265, 32, "somebody");
        checksum(header);
        out.writeBytes(header);
        out.writeBytes(content.toByteArray());
        out.writeBytes(new byte[-content.length() & (BLOCK - 1)]);
        return this;
    }

    /** A member in the old GNU form: one run of data at an offset in a file of zeros. */
    Tars oldSparse(String name, Bytes data, long offset, long realSize) {
        int start = out.size();
        member(name, 'S', data, "");
        byte[] bytes = out.toByteArray();
        byte[] header = Arrays.copyOfRange(bytes, start, start + BLOCK);
        Arrays.fill(header, 257, BLOCK, (byte) 0);
        put(header, 257, 8, "ustar  ");
        put(header, 386, 12, octal(offset));
        put(header, 398, 12, octal(data.length()));
        put(header, 410, 12, octal(realSize));
        put(header, 422, 12, octal(0));
        put(header, 483, 12, octal(realSize));
        checksum(header);
        System.arraycopy(header, 0, bytes, start, BLOCK);
        out.reset();
        out.writeBytes(bytes);
        return this;
    }

    /** A file without content whose header claims another size, in the binary form of GNU tar. */
    Tars claiming(String name, long size) {
        int start = out.size();
        byte[] bytes = file(name, Bytes.empty()).out.toByteArray();
        byte[] header = Arrays.copyOfRange(bytes, start, start + BLOCK);
        Arrays.fill(header, 124, 128, (byte) (size < 0 ? 0xFF : 0));
        header[124] |= (byte) 0x80;
        ByteBuffer.wrap(header).putLong(128, size);
        checksum(header);
        out.reset();
        out.write(bytes, 0, start);
        out.writeBytes(header);
        return this;
    }

    Tars file(String name, Bytes content) {
        return member(name, '0', content, "");
    }

    Tars file(String name, String content) {
        return file(name, Bytes.utf8(content));
    }

    /** Bytes that are no member. */
    Tars raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Marker and index of an empty layout. */
    Tars layout() {
        return file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", "{\"schemaVersion\":2,\"manifests\":[]}");
    }

    /** The archive with its end mark. */
    byte[] ended() {
        byte[] members = out.toByteArray();
        return Arrays.copyOf(members, members.length + 2 * BLOCK);
    }

    /** The archive without end mark. */
    byte[] unended() {
        return out.toByteArray();
    }

    Path to(Path file) throws IOException {
        return Files.write(file, ended());
    }

    /** A record of a pax extended header. */
    static Bytes pax(String keyword, String value) {
        String rest = " " + keyword + "=" + value + "\n";
        int length = rest.getBytes(StandardCharsets.UTF_8).length;
        int whole = length + 1;
        while (Integer.toString(whole).length() + length != whole) {
            whole = Integer.toString(whole).length() + length;
        }
        return Bytes.utf8(whole + rest);
    }

    /** The 512-byte blocks of an archive that are not all zero and begin a member, as text of their names and fields. */
    static List<String> headers(byte[] archive) {
        List<String> headers = new ArrayList<>();
        int at = 0;
        while (archive[at] != 0) {
            long size = Long.parseLong(text(archive, at + 124, 11).strip(), 8);
            headers.add(text(archive, at, 100) + " type " + (char) archive[at + 156] + " size " + size + " mode "
                    + text(archive, at + 100, 7) + " ids " + text(archive, at + 108, 7) + ","
                    + text(archive, at + 116, 7) + " time " + text(archive, at + 136, 11) + " names '"
                    + text(archive, at + 265, 32) + "','" + text(archive, at + 297, 32) + "'");
            at += (int) (BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK);
        }
        return headers;
    }

    private static String text(byte[] bytes, int from, int most) {
        int end = from;
        while (end < from + most && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static void put(byte[] header, int at, int most, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, Math.min(most, bytes.length));
    }

    private static void checksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, 8, octal(sum).substring(5) + "\0 ");
    }

    private static String octal(long value) {
        String digits = Long.toOctalString(value);
        return "0".repeat(11 - digits.length()) + digits;
    }
}
