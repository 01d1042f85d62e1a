package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.GraphLimits;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * A tar file that holds a layout, open for reading. What it holds stays the same while it is open, even when another file
 * takes its name.
 */
final class TarArchive implements AutoCloseable {
    /** The member that holds tags and attachments. */
    static final String INDEX = "index.json";

    private final Path path;
    private final FileChannel file;
    private final BasicFileAttributes stamp;
    private final Map<String, TarMember> members;

    private TarArchive(Path path, FileChannel file, BasicFileAttributes stamp, Map<String, TarMember> members) {
        this.path = path;
        this.file = file;
        this.stamp = stamp;
        this.members = members;
    }

    /**
     * Opens {@code path} and finds its members.
     *
     * @throws NotFoundException when it holds no layout
     * @throws RejectedException as {@link TarRules#members} and {@link LayoutMarker#check}
     */
    static TarArchive open(Path path, Object place) {
        try {
            BasicFileAttributes stamp = Files.readAttributes(path, BasicFileAttributes.class);
            if (!stamp.isRegularFile()) {
                throw new RejectedException(ReasonCode.MALFORMED, place + " is no tar file");
            }
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            boolean usable = false;
            try {
                TarArchive archive = new TarArchive(path, file, stamp, TarRules.members(file, place));
                archive.checkIsLayout(place);
                usable = true;
                return archive;
            } finally {
                if (!usable) {
                    file.close();
                }
            }
        } catch (IOException e) {
            throw Disk.failed("reading", path, e);
        }
    }

    private void checkIsLayout(Object place) throws IOException {
        Bytes marker = small(LayoutMarker.NAME, LayoutMarker.MAX_BYTES)
                .orElseThrow(() -> new NotFoundException(
                        place + " is no image layout: there is no " + LayoutMarker.NAME + " in it"));
        LayoutMarker.check(marker, place + " " + LayoutMarker.NAME);
    }

    /** The index it holds. */
    LayoutIndex index(Object place) {
        try {
            Bytes raw = small(INDEX, GraphLimits.MAX_MANIFEST_BYTES)
                    .orElseThrow(() -> new RejectedException(ReasonCode.MALFORMED, INDEX + " is missing in " + place));
            return LayoutIndex.parse(raw, place + " " + INDEX);
        } catch (IOException e) {
            throw Disk.failed("reading", path, e);
        }
    }

    /** Its regular files by name. */
    Map<String, TarMember> members() {
        return members;
    }

    /** The file that {@code member} is. */
    InputStream open(TarMember member) throws IOException {
        return member.sparse() ? expanded(member) : new ChannelSlice(file, member.offset(), member.size());
    }

    /** How many bytes {@link #open(TarMember)} gives. */
    long length(TarMember member) throws IOException {
        if (!member.sparse()) {
            return member.size();
        }
        try (TarFile archive = new TarFile(path)) {
            return sparse(archive, member).getRealSize();
        }
    }

    /** True while the file of this name is the one that was opened. */
    boolean isCurrent() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() == stamp.size()
                && now.lastModifiedTime().equals(stamp.lastModifiedTime())
                && String.valueOf(now.fileKey()).equals(String.valueOf(stamp.fileKey()));
    }

    private Optional<Bytes> small(String name, int limit) throws IOException {
        TarMember member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        try (InputStream in = open(member)) {
            return Optional.of(Small.read(in, limit, path + " " + name));
        }
    }

    /** Sparse members are rare; the library that knows their three forms reads the headers again, which were bounded before. */
    private InputStream expanded(TarMember member) throws IOException {
        TarFile archive = new TarFile(path);
        boolean open = false;
        try {
            InputStream in = new FilterInputStream(archive.getInputStream(sparse(archive, member))) {
                @Override
                public void close() throws IOException {
                    archive.close();
                }
            };
            open = true;
            return in;
        } finally {
            if (!open) {
                archive.close();
            }
        }
    }

    private TarArchiveEntry sparse(TarFile archive, TarMember member) throws IOException {
        if (!isCurrent()) {
            throw new IOException("the file was replaced");
        }
        return archive.getEntries().stream()
                .filter(entry -> entry.isSparse()
                        && (entry.getName().equals(member.name())
                                || entry.getName().equals("./" + member.name())))
                .findFirst()
                .orElseThrow(() -> new IOException("sparse member " + member.name() + " cannot be read"));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
