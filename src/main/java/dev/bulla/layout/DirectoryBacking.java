package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Place;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layout as a directory. A file comes into being under a temporary name beside the others and is renamed when it is
 * whole; the index is replaced under a lock, after everything it points at is on the disk.
 */
final class DirectoryBacking implements Backing {
    private static final String INDEX = "index.json";
    private static final String BLOBS = "blobs";
    private static final String LOCK = "index.json.lock";

    private final Place.LayoutPlace place;
    private final Path root;
    private final LayoutFiles files;
    private final boolean writing;
    private volatile @Nullable Parsed latest;
    private volatile boolean swept;

    /** What the index file held when it was last read. */
    private record Parsed(Bytes raw, LayoutIndex index) {}

    private DirectoryBacking(Place.LayoutPlace place, boolean writing) {
        this.place = place;
        this.root = place.path().toAbsolutePath();
        this.files = new LayoutFiles(root);
        this.writing = writing;
    }

    /** An existing layout. */
    static DirectoryBacking reading(Place.LayoutPlace place) {
        DirectoryBacking backing = new DirectoryBacking(place, false);
        if (!backing.exists()) {
            throw new NotFoundException(place + " is no image layout: there is no " + LayoutMarker.NAME + " in it");
        }
        return backing;
    }

    /** A layout that comes into being with the first write. */
    static DirectoryBacking writing(Place.LayoutPlace place) {
        DirectoryBacking backing = new DirectoryBacking(place, true);
        backing.exists();
        return backing;
    }

    /** True when the marker is there and of the version that is understood. */
    private boolean exists() {
        Optional<Bytes> marker = files.small(LayoutMarker.NAME, LayoutMarker.MAX_BYTES);
        marker.ifPresent(raw -> LayoutMarker.check(raw, root.resolve(LayoutMarker.NAME)));
        return marker.isPresent();
    }

    @Override
    public LayoutIndex index() {
        Optional<Bytes> raw = files.small(INDEX, GraphLimits.MAX_MANIFEST_BYTES);
        if (raw.isEmpty()) {
            if (writing && !exists()) {
                return LayoutIndex.empty();
            }
            throw new RejectedException(ReasonCode.MALFORMED, root.resolve(INDEX) + " is missing");
        }
        Parsed known = latest;
        if (known == null || !known.raw().equals(raw.get())) {
            known = new Parsed(
                    raw.get(), LayoutIndex.parse(raw.get(), root.resolve(INDEX).toString()));
            latest = known;
        }
        return known.index();
    }

    @Override
    public Optional<InputStream> open(Digest digest) throws IOException {
        Optional<Path> file = files.existing(blobName(digest));
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.newInputStream(file.get(), LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public void put(Descriptor expected, Content content) {
        Path target = root.resolve(blobName(expected.digest()));
        try {
            if (isWhole(expected)) {
                return;
            }
            makeReady(expected.digest().algorithm());
            Path temporary = temporary();
            try {
                try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    Transfer.verified(expected, content, Channels.newOutputStream(out));
                    out.force(true);
                }
                Disk.moveInto(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw Disk.failed("writing", target, e);
        }
    }

    private boolean isWhole(Descriptor expected) throws IOException {
        Optional<InputStream> there = open(expected.digest());
        return there.isPresent() && Transfer.isContent(expected, there.get(), place.toString());
    }

    @Override
    public boolean link(Descriptor blob, Place.LayoutPlace from) {
        if (from.tar()) {
            return false;
        }
        DirectoryBacking other = new DirectoryBacking(from, false);
        Path target = root.resolve(blobName(blob.digest()));
        try {
            Optional<Path> theirs = other.files.existing(blobName(blob.digest()));
            if (theirs.isEmpty()) {
                return false;
            }
            makeReady(blob.digest().algorithm());
            Path temporary = temporary();
            try {
                Files.delete(temporary);
                Files.createLink(temporary, theirs.get());
                InputStream linked = Files.newInputStream(temporary, LinkOption.NOFOLLOW_LINKS);
                if (!Transfer.isContent(blob, linked, from.toString())) {
                    return false;
                }
                Disk.moveInto(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
            return true;
        } catch (UnsupportedOperationException | IOException e) {
            return false; // another file system, or one without links: the content is transferred instead
        }
    }

    @Override
    public void change(UnaryOperator<LayoutIndex> change) {
        makeReady();
        try {
            WriterLock.holding(root.resolve(LOCK), place, () -> {
                LayoutIndex before = index();
                LayoutIndex after = change.apply(before);
                if (after != before) {
                    replaceIndex(after.toBytes());
                }
            });
        } catch (IOException e) {
            throw Disk.failed("writing", root.resolve(INDEX), e);
        }
    }

    private void replaceIndex(Bytes bytes) throws IOException {
        Disk.forceDirectory(root.resolve(BLOBS));
        for (HashFunction algorithm : HashFunction.values()) {
            Disk.forceDirectory(root.resolve(directoryName(algorithm)));
        }
        Disk.replace(root.resolve(INDEX), bytes);
        if (!files.small(INDEX, GraphLimits.MAX_MANIFEST_BYTES).equals(Optional.of(bytes))) {
            throw new StorageException(root.resolve(INDEX) + " does not hold what was written to it");
        }
    }

    @Override
    public void remove(Digest digest) {
        Path file = root.resolve(blobName(digest));
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Disk.failed("deleting", file, e);
        }
    }

    @Override
    public void close() {
        latest = null;
    }

    private Path temporary() throws IOException {
        Path temporary = Disk.temporary(root);
        if (!swept) {
            swept = true;
            Disk.sweep(root, temporary);
        }
        return temporary;
    }

    private void makeReady(HashFunction algorithm) throws IOException {
        makeReady();
        files.directory(BLOBS);
        files.directory(directoryName(algorithm));
    }

    /** Makes an empty layout where there is none: the marker comes last, so a reader sees none or a whole one. */
    private void makeReady() {
        if (exists()) {
            return;
        }
        try {
            Files.createDirectories(root);
            refuseForeignDirectory();
            WriterLock.holding(root.resolve(LOCK), place, this::makeEmpty);
        } catch (IOException e) {
            throw Disk.failed("making the image layout", root, e);
        }
    }

    private void makeEmpty() throws IOException {
        if (exists()) {
            return;
        }
        files.directory(BLOBS);
        files.directory(directoryName(HashFunction.SHA256));
        if (files.small(INDEX, GraphLimits.MAX_MANIFEST_BYTES).isEmpty()) {
            Disk.replace(root.resolve(INDEX), LayoutIndex.empty().toBytes());
        }
        Disk.replace(root.resolve(LayoutMarker.NAME), LayoutMarker.BYTES);
    }

    /** A mistyped path must not fill somebody's directory with blobs. */
    private void refuseForeignDirectory() throws IOException {
        List<String> ours = List.of(INDEX, LOCK, BLOBS, LayoutMarker.NAME);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root)) {
            for (Path file : found) {
                if (!Disk.isTemporary(file) && !ours.contains(String.valueOf(file.getFileName()))) {
                    throw new StorageException(
                            root + " is neither an image layout nor empty, nothing was written",
                            "name a new or an empty directory");
                }
            }
        }
    }

    private static String directoryName(HashFunction algorithm) {
        return BLOBS + "/" + algorithm.wireName();
    }

    /** A digest has a fixed alphabet and length, so its name is a path below the layout and nothing else. */
    private static String blobName(Digest digest) {
        return directoryName(digest.algorithm()) + "/" + digest.hex();
    }
}
