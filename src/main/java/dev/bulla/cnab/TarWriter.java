package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A tar whose bytes depend on names and contents alone (POSIX.1-2017 pax interchange format): owner 0 without a name, time
 * 0, mode 0755 for directories and 0644 for files, a pax header only for what a ustar header cannot hold. Library writers
 * put the name of the user into pax headers, which is why this one exists.
 */
final class TarWriter {
    private static final int RECORD = 512;

    /** Twenty records, the block that tar programs write. */
    private static final int BLOCK = 20 * RECORD;

    /** Eleven octal digits. */
    private static final long MAX_USTAR_SIZE = 0_777_7777_7777L;

    private static final int MAX_USTAR_NAME = 100;

    private final OutputStream out;
    private long written;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Adds a directory; {@code name} ends with a slash. */
    void directory(String name) throws IOException {
        header(name, 0, '5', "0000755");
    }

    /** Adds a file from memory. */
    void file(String name, Bytes content) throws IOException {
        file(name, content.length(), content.newInputStream());
    }

    /**
     * Adds a file.
     *
     * @throws IOException when {@code content} has not exactly {@code size} bytes
     */
    void file(String name, long size, InputStream content) throws IOException {
        header(name, size, '0', "0000644");
        byte[] buffer = new byte[1 << 16];
        long left = size;
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            left -= count;
            if (left < 0) {
                throw new IOException("entry " + name + " has more than " + size + " bytes");
            }
            out.write(buffer, 0, count);
        }
        if (left != 0) {
            throw new IOException("entry " + name + " ends " + left + " bytes early");
        }
        written += size;
        pad(RECORD);
    }

    /** Writes the end of the archive; the stream below stays open. */
    void finish() throws IOException {
        out.write(new byte[2 * RECORD]);
        written += 2 * RECORD;
        pad(BLOCK);
    }

    private void header(String name, long size, char type, String mode) throws IOException {
        boolean longName = name.length() > MAX_USTAR_NAME;
        boolean large = size > MAX_USTAR_SIZE;
        if (longName || large) {
            String records =
                    (longName ? record("path", name) : "") + (large ? record("size", Long.toString(size)) : "");
            Bytes pax = Bytes.utf8(records);
            ustar("PaxHeader", pax.length(), 'x', "0000644");
            pax.writeTo(out);
            written += pax.length();
            pad(RECORD);
        }
        ustar(longName ? name.substring(0, MAX_USTAR_NAME) : name, large ? 0 : size, type, mode);
    }

    /** One pax record; its length counts its own digits. */
    private static String record(String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() > Integer.toString(rest).length()) {
            length++;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private void ustar(String name, long size, char type, String mode) throws IOException {
        byte[] header = new byte[RECORD];
        put(header, 0, name);
        put(header, 100, mode);
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, octal(size, 11));
        put(header, 136, octal(0, 11));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        put(header, 257, "ustar\0" + "00");
        put(header, 329, "0000000");
        put(header, 337, "0000000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, octal(sum, 6) + "\0 ");
        out.write(header);
        written += RECORD;
    }

    private static String octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, at, ascii.length);
    }

    private void pad(int unit) throws IOException {
        int over = (int) (written % unit);
        if (over != 0) {
            out.write(new byte[unit - over]);
            written += unit - over;
        }
    }
}
