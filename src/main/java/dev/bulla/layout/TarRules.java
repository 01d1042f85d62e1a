package dev.bulla.layout;

import dev.bulla.bytes.Hex;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveSparseEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Which tar files are read, and where their members lie. Headers are read once, data is passed over; no name becomes a path.
 * Refused are names that leave the archive or occur twice, links, devices, everything compressed, and an archive without
 * its end (threats T18, P10).
 */
final class TarRules {
    /** Ten thousand objects are the most an artifact has; directories and a few artifacts more fit as well. */
    static final int MAX_MEMBERS = 65_536;

    /** A long name and a few times; a header beyond is made to fill the memory. */
    private static final int MAX_EXTENSION_BYTES = 64 * 1024;

    /** Far beyond the 141 characters of the longest name in a layout. */
    private static final int MAX_NAME = 1024;

    private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;

    /** First bytes of compressed files, and what to call them. */
    private static final Map<String, String> COMPRESSED =
            Map.of("1f8b", "gzip", "28b52ffd", "zstd", "425a68", "bzip2", "fd377a585a00", "xz");

    private final ZipEncoding utf8 = ZipEncodingHelper.getZipEncoding("UTF-8");
    private final FileChannel file;
    private final Object place;
    private final Map<String, TarMember> members = new LinkedHashMap<>();
    private int headers;

    private TarRules(FileChannel file, Object place) {
        this.file = file;
        this.place = place;
    }

    /**
     * The regular files of an archive by name, in their order.
     *
     * @param place the archive, for messages
     * @throws RejectedException {@code MALFORMED} or {@code LIMIT_EXCEEDED}
     * @throws IOException when the file cannot be read
     */
    static Map<String, TarMember> members(FileChannel file, Object place) throws IOException {
        TarRules rules = new TarRules(file, place);
        rules.refuseCompressed();
        try {
            rules.walk();
        } catch (IllegalArgumentException e) {
            throw rules.malformed("has a header that cannot be read");
        }
        return rules.members;
    }

    private void refuseCompressed() throws IOException {
        byte[] start = new byte[6];
        file.read(ByteBuffer.wrap(start), 0);
        String hex = Hex.encode(start);
        for (Map.Entry<String, String> form : COMPRESSED.entrySet()) {
            if (hex.startsWith(form.getKey())) {
                throw malformed("is compressed with " + form.getValue() + "; decompress it first");
            }
        }
    }

    private void walk() throws IOException {
        TarExtension extension = TarExtension.NONE;
        long at = 0;
        byte[] block = block(at);
        while (!isZero(block)) {
            countHeader();
            TarArchiveEntry header = header(block);
            long data = at + BLOCK;
            long size = size(header, extension);
            if (header.getLinkFlag() == TarConstants.LF_GNUTYPE_SPARSE) {
                data = afterSparseMaps(header, data);
            }
            if (size > file.size() - data) {
                throw malformed("ends inside a member");
            }
            if (TarExtension.isExtension(header)) {
                extension = extension.with(header, content(data, size), this::malformed);
            } else {
                add(header, extension, data, size);
                extension = TarExtension.NONE;
            }
            at = data + (size + BLOCK - 1) / BLOCK * BLOCK;
            block = block(at);
        }
        if (!extension.equals(TarExtension.NONE)) {
            throw malformed("ends after an extended header");
        }
    }

    private TarArchiveEntry header(byte[] block) {
        try {
            TarArchiveEntry header = new TarArchiveEntry(block, utf8);
            if (header.isCheckSumOK()) {
                return header;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw malformed("has a header that cannot be read");
        }
        throw malformed("is no tar file, or a header of it is damaged");
    }

    private long size(TarArchiveEntry header, TarExtension extension) {
        long size = TarExtension.isExtension(header)
                ? header.getSize()
                : extension.size().orElse(header.getSize());
        if (size < 0) {
            throw malformed("has a member of impossible size");
        }
        return size;
    }

    private void add(TarArchiveEntry header, TarExtension extension, long data, long size) {
        String raw = extension.name().orElse(header.getName());
        String name = normal(raw);
        if (header.getLinkFlag() == TarConstants.LF_DIR || raw.endsWith("/")) {
            if (size != 0) {
                throw malformed("has a directory with content: " + shown(raw));
            }
            return;
        }
        switch (header.getLinkFlag()) {
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE -> {}
            case TarConstants.LF_LINK, TarConstants.LF_SYMLINK -> throw malformed("has a link: " + shown(name));
            default -> throw malformed("has a member that is neither a file nor a directory: " + shown(name));
        }
        boolean sparse = extension.sparse() || header.getLinkFlag() == TarConstants.LF_GNUTYPE_SPARSE;
        if (name.isEmpty() || members.put(name, new TarMember(name, data, size, sparse)) != null) {
            throw malformed("has two members of one name: " + shown(name));
        }
        if (members.size() > MAX_MEMBERS) {
            throw limit("has more than " + MAX_MEMBERS + " members");
        }
    }

    /** One leading {@code ./} goes; what then is no plain relative name is refused, even though no name becomes a path. */
    private String normal(String raw) {
        String name = raw.startsWith("./") ? raw.substring(2) : raw;
        if (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.length() > MAX_NAME) {
            throw limit("has a name longer than " + MAX_NAME + " characters");
        }
        for (String part : name.split("/", -1)) {
            boolean root = name.isEmpty() && !raw.isEmpty() && !raw.equals("/");
            if ((part.isEmpty() && !root) || part.equals("..") || part.equals(".") || part.indexOf('\\') >= 0) {
                throw malformed("has a member whose name leaves the archive or is no plain name: " + shown(raw));
            }
        }
        return name;
    }

    private long afterSparseMaps(TarArchiveEntry header, long at) throws IOException {
        boolean more = header.isExtended();
        long next = at;
        while (more) {
            countHeader();
            more = new TarArchiveSparseEntry(block(next)).isExtended();
            next += BLOCK;
        }
        return next;
    }

    private void countHeader() {
        if (++headers > 4 * MAX_MEMBERS) {
            throw limit("has more than " + 4 * MAX_MEMBERS + " headers");
        }
    }

    private byte[] content(long at, long size) throws IOException {
        if (size > MAX_EXTENSION_BYTES) {
            throw limit("has an extended header of more than " + MAX_EXTENSION_BYTES + " bytes");
        }
        return read(at, (int) size);
    }

    private byte[] block(long at) throws IOException {
        return read(at, BLOCK);
    }

    private byte[] read(long at, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw malformed("ends before its end mark");
            }
        }
        return bytes.array();
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String name) {
        byte[] ascii = name.substring(0, Math.min(name.length(), 120)).getBytes(StandardCharsets.US_ASCII);
        StringBuilder safe = new StringBuilder("'");
        for (byte b : ascii) {
            safe.append(b < 0x20 || b == 0x7F ? '?' : (char) b);
        }
        return safe.append('\'').toString();
    }

    private RejectedException malformed(String what) {
        return new RejectedException(ReasonCode.MALFORMED, place + " " + what);
    }

    private RejectedException limit(String what) {
        return new RejectedException(ReasonCode.LIMIT_EXCEEDED, place + " " + what);
    }
}
