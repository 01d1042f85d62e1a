package dev.bulla.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Some bytes of an open file as a stream; leaves the position of the file alone, so many can be read at a time. */
final class ChannelSlice extends InputStream {
    private final FileChannel file;
    private final long end;
    private long at;

    ChannelSlice(FileChannel file, long from, long size) {
        this.file = file;
        this.at = from;
        this.end = from + size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int most = (int) Math.min(length, end - at);
        int count = most == 0 ? -1 : file.read(ByteBuffer.wrap(buffer, offset, most), at);
        if (count > 0) {
            at += count;
        }
        return count;
    }
}
