package dev.bulla.layout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * An archive that is being written, member by member. Headers say nothing of who wrote it and when, so the same members in
 * the same order are the same bytes. Not for several threads at once.
 */
final class TarAppender implements AutoCloseable {
    private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;

    private static final int MODE = 0644;

    private final ZipEncoding utf8 = ZipEncodingHelper.getZipEncoding("UTF-8");

    private final Path path;
    private final FileChannel file;
    private long end;

    /** What a member holds. */
    @FunctionalInterface
    interface Body {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private TarAppender(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** A new archive under a temporary name in {@code directory}. */
    static TarAppender in(Path directory) throws IOException {
        Path path = Disk.temporary(directory);
        Disk.sweep(directory, path);
        return new TarAppender(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * Adds a member, or nothing when the body fails.
     *
     * @throws IOException when the file cannot be written, or the body is not of this size
     */
    TarMember append(String name, long size, Body body) throws IOException {
        file.position(end); // over whatever an unfinished member left
        writeHeaders(name, size);
        long data = file.position();
        body.writeTo(Channels.newOutputStream(file));
        long written = file.position() - data;
        if (written != size) {
            throw new IOException("member " + name + " has " + written + " bytes instead of " + size);
        }
        Disk.writeAll(file, ByteBuffer.allocate((int) (-size & (BLOCK - 1))));
        end = file.position();
        return new TarMember(name, data, size, false);
    }

    /** Ends the archive and forces it to the disk. */
    void finish() throws IOException {
        file.truncate(end);
        file.position(end);
        Disk.writeAll(file, ByteBuffer.allocate(2 * BLOCK));
        file.force(true);
    }

    /** The file, for reading what was appended. */
    FileChannel file() {
        return file;
    }

    /** Its temporary name. */
    Path path() {
        return path;
    }

    private void writeHeaders(String name, long size) throws IOException {
        if (name.getBytes(StandardCharsets.UTF_8).length > TarConstants.NAMELEN) {
            byte[] record = paxRecord("path", name);
            writeHeader(new TarArchiveEntry("PaxHeaders/path", TarConstants.LF_PAX_EXTENDED_HEADER_LC), record.length);
            Disk.writeAll(file, ByteBuffer.wrap(record));
            Disk.writeAll(file, ByteBuffer.allocate(-record.length & (BLOCK - 1)));
        }
        writeHeader(new TarArchiveEntry(name), size);
    }

    private void writeHeader(TarArchiveEntry header, long size) throws IOException {
        header.setSize(size);
        header.setMode(MODE);
        header.setIds(0, 0);
        header.setUserName("");
        header.setGroupName("");
        header.setModTime(0L);
        byte[] block = new byte[BLOCK];
        header.writeEntryHeader(block, utf8, true);
        Disk.writeAll(file, ByteBuffer.wrap(block));
    }

    /** The length that begins a record counts its own digits too. */
    private static byte[] paxRecord(String keyword, String value) {
        String rest = " " + keyword + "=" + value + "\n";
        int restLength = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = restLength;
        while (length != restLength + Integer.toString(length).length()) {
            length = restLength + Integer.toString(length).length();
        }
        return (length + rest).getBytes(StandardCharsets.UTF_8);
    }

    /** Closes the file, and removes it unless it has been given its final name. */
    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
