package dev.bulla.inspect;

import dev.bulla.bytes.HashFunction;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Records the files in a tar or tgz archive as artifacts; nothing is written. Names are refused as artifact names are,
 * twice the same name, links, devices and sparse files always.
 */
final class TarRecorder {
    private TarRecorder() {}

    /** Hashes by entry name. */
    static Map<String, Map<String, String>> record(Path archive, FolderLimits limits) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                InputStream tar = new Counted(unzipped(file), limits.maxBytes());
                TarArchiveInputStream entries = new TarArchiveInputStream(tar, StandardCharsets.UTF_8.name())) {
            return record(entries, limits);
        } catch (IOException e) {
            throw new RejectedException(ReasonCode.MALFORMED, "archive cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, Map<String, String>> record(TarArchiveInputStream entries, FolderLimits limits)
            throws IOException {
        Map<String, Map<String, String>> recorded = new HashMap<>();
        int count = 0;
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (++count > limits.maxFiles()) {
                throw new RejectedException(
                        ReasonCode.LIMIT_EXCEEDED, "archive has more than " + limits.maxFiles() + " entries");
            }
            if (entry.isDirectory()) {
                continue;
            }
            if (!isPlain(entry)) {
                throw refused(entry, "is neither a plain file nor a folder");
            }
            String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
            if (recorded.put(
                            name,
                            Map.of("sha256", HashFunction.SHA256.hash(entries).hex()))
                    != null) {
                throw refused(entry, "is there twice");
            }
        }
        if (count == 0) {
            throw new RejectedException(ReasonCode.MALFORMED, "archive cannot be read: it holds no entry");
        }
        return recorded;
    }

    /** By the type flag: the library calls everything a file that is no folder. */
    private static boolean isPlain(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM) && !entry.isSparse();
    }

    private static InputStream unzipped(InputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return gzip ? new GZIPInputStream(file) : file;
    }

    private static RejectedException refused(TarArchiveEntry entry, String why) {
        return new RejectedException(ReasonCode.MALFORMED, "archive entry '" + entry.getName() + "' " + why);
    }

    /** Ends with a refusal when more comes out of a small archive than is read. */
    private static final class Counted extends FilterInputStream {
        private long left;

        Counted(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            took(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            took(Math.max(read, 0));
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            took(skipped);
            return skipped;
        }

        private void took(long count) {
            left -= count;
            if (left < 0) {
                throw new RejectedException(ReasonCode.LIMIT_EXCEEDED, "archive holds more bytes than are read");
            }
        }
    }
}
