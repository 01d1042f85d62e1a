package dev.bulla.cnab;

import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a tar that are files and directories with plain relative names, each once, and refuses an archive
 * with anything else (threat T18).
 */
final class StrictTar {
    /** A file of the archive: its name without a leading {@code ./}, and its length. */
    record File(String name, long size) {}

    private final ArchiveGuard guard;
    private final ArchiveLimits limits;
    private final Reader reader;
    private final Set<String> names = new HashSet<>();

    StrictTar(ArchiveGuard guard, ArchiveLimits limits) {
        this.guard = guard;
        this.limits = limits;
        this.reader = new Reader(guard);
    }

    /** Tells a real end of archive from a file that just stops. */
    private static final class Reader extends TarArchiveInputStream {
        private final ArchiveGuard below;

        Reader(ArchiveGuard guard) {
            super(guard, StandardCharsets.UTF_8.name());
            this.below = guard;
        }

        @Override
        protected boolean isEOFRecord(byte @Nullable [] record) {
            if (record == null) {
                throw malformed("the archive ends before its end");
            }
            boolean end = super.isEOFRecord(record);
            if (end) {
                below.expectEnd();
            }
            return end;
        }
    }

    /** The next file; empty at the end of the archive, which has then been read to its last byte. */
    Optional<File> next() throws IOException {
        while (true) {
            guard.expectHeader();
            TarArchiveEntry entry = reader.getNextEntry();
            if (entry == null) {
                drain();
                return Optional.empty();
            }
            guard.expectContent();
            Optional<File> file = accept(entry);
            if (file.isPresent()) {
                return file;
            }
        }
    }

    /** Content of the file last returned. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        return reader.read(buffer, offset, length);
    }

    private void drain() throws IOException {
        byte[] scratch = new byte[8192];
        while (guard.read(scratch, 0, scratch.length) >= 0) {
            // the guard refuses what is not padding; the end also checks the sum of a gzip
        }
    }

    private Optional<File> accept(TarArchiveEntry entry) {
        String name = plainName(entry);
        if (!entry.isCheckSumOK()) {
            throw malformed("the header of " + Quoted.of(name) + " is damaged");
        }
        boolean directory = entry.isDirectory();
        byte type = entry.getLinkFlag();
        boolean plain = type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM;
        if (entry.isSparse() || !(directory || plain)) {
            throw malformed(Quoted.of(name) + " is neither a plain file nor a directory");
        }
        if (names.size() >= limits.maxEntries()) {
            throw limit("has more than " + limits.maxEntries() + " entries");
        }
        if (!names.add(name)) {
            throw malformed(Quoted.of(name) + " is there twice");
        }
        if (entry.getSize() > limits.maxEntryBytes()) {
            throw limit("has an entry " + Quoted.of(name) + " of " + entry.getSize() + " bytes, at most "
                    + limits.maxEntryBytes() + " are read");
        }
        if (directory && entry.getSize() != 0) {
            throw malformed("directory " + Quoted.of(name) + " has content");
        }
        return directory ? Optional.empty() : Optional.of(new File(name, entry.getSize()));
    }

    /** Entry names are compared, never used as paths; whoever extracts the same archive elsewhere is not so lucky. */
    private static String plainName(TarArchiveEntry entry) {
        String name = entry.getName();
        if (name.length() > ArchiveLimits.MAX_NAME) {
            throw limit("has an entry with a name of more than " + ArchiveLimits.MAX_NAME + " characters");
        }
        String rest = name.startsWith("./") ? name.substring(2) : name;
        String path = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        boolean root = path.isEmpty() && name.equals("./");
        if (!root && !isPlain(path)) {
            throw malformed("entry name " + Quoted.of(name) + " is not a plain relative path");
        }
        return path;
    }

    private static boolean isPlain(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return path.codePoints().noneMatch(c -> c == '\\' || c == 0xFFFD || Quoted.steers(c));
    }

    static RejectedException malformed(String what) {
        return new RejectedException(ReasonCode.MALFORMED, "thick bundle: " + what);
    }

    static RejectedException limit(String what) {
        return new RejectedException(ReasonCode.LIMIT_EXCEEDED, "thick bundle " + what);
    }
}
