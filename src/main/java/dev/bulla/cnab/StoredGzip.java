package dev.bulla.cnab;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/**
 * A gzip member at level 0 (RFC 1952, RFC 1951 section 3.2.4): stored blocks of fixed length, no time, no name. Its bytes
 * depend on the content alone, whereas those of a compressor depend on its version; and what a thick bundle holds, layers,
 * is compressed already.
 */
final class StoredGzip extends FilterOutputStream {
    private static final int BLOCK = 65_535;
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private final CRC32 sum = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private long total;

    StoredGzip(OutputStream out) throws IOException {
        super(out);
        out.write(HEADER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sum.update(bytes, offset, length);
        total += length;
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (filled == BLOCK) {
                writeBlock(false);
            }
            int count = Math.min(end - from, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, count);
            filled += count;
            from += count;
        }
    }

    /** Writes the last block and the trailer; the stream below stays open. */
    void finish() throws IOException {
        writeBlock(true);
        littleEndian(sum.getValue(), 4);
        littleEndian(total & 0xFFFF_FFFFL, 4);
        out.flush();
    }

    private void writeBlock(boolean last) throws IOException {
        out.write(last ? 1 : 0);
        littleEndian(filled, 2);
        littleEndian(~filled & 0xFFFF, 2);
        out.write(block, 0, filled);
        filled = 0;
    }

    private void littleEndian(long value, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)) & 0xFF);
        }
    }
}
