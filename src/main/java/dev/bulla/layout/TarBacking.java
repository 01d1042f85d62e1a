package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layout as a tar file. New content is appended to a temporary archive beside it, so every byte is written once; closing
 * adds what the old file holds and the new index, and renames. Nothing of this happens unless the index was changed.
 */
final class TarBacking implements Backing {
    private final Place.LayoutPlace place;
    private final Path target;
    private final @Nullable TarArchive old;
    private final @Nullable WriterLock lock;
    private final ReentrantLock appending = new ReentrantLock();
    private final Map<String, TarMember> fresh = new ConcurrentHashMap<>();
    private final Set<String> removed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable TarAppender work;
    private volatile LayoutIndex index;
    private @Nullable Bytes changedTo;
    private boolean holdsRemoved;

    private TarBacking(Place.LayoutPlace place, Path target, @Nullable TarArchive old, @Nullable WriterLock lock) {
        this.place = place;
        this.target = target;
        this.old = old;
        this.lock = lock;
        this.index = old == null ? LayoutIndex.empty() : old.index(place);
    }

    /** An existing archive. */
    static TarBacking reading(Place.LayoutPlace place) {
        if (!Files.exists(place.path())) {
            throw new NotFoundException("there is no " + place);
        }
        return opened(place, place.path(), null);
    }

    /** An archive that comes into being, or is replaced, when it is closed. */
    static TarBacking writing(Place.LayoutPlace place) {
        Path target = finalName(place.path());
        WriterLock lock = WriterLock.acquire(target.resolveSibling("." + target.getFileName() + ".lock"), place);
        boolean usable = false;
        try {
            TarBacking backing =
                    Files.exists(target) ? opened(place, target, lock) : new TarBacking(place, target, null, lock);
            usable = true;
            return backing;
        } finally {
            if (!usable) {
                lock.close();
            }
        }
    }

    private static TarBacking opened(Place.LayoutPlace place, Path target, @Nullable WriterLock lock) {
        TarArchive archive = TarArchive.open(target, place);
        boolean usable = false;
        try {
            TarBacking backing = new TarBacking(place, target, archive, lock);
            usable = true;
            return backing;
        } finally {
            if (!usable) {
                closeQuietly(archive);
            }
        }
    }

    /** Where the archive really is: a link to it stays a link. */
    private static Path finalName(Path path) {
        try {
            Files.createDirectories(Disk.directoryOf(path));
            return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        } catch (IOException e) {
            throw Disk.failed("writing", path, e);
        }
    }

    @Override
    public LayoutIndex index() {
        return index;
    }

    @Override
    public Optional<InputStream> open(Digest digest) throws IOException {
        String name = memberName(digest);
        TarAppender appended = work;
        TarMember member = fresh.get(name);
        if (member != null && appended != null) {
            return Optional.of(new ChannelSlice(appended.file(), member.offset(), member.size()));
        }
        TarMember kept =
                old == null || removed.contains(name) ? null : old.members().get(name);
        return kept == null || old == null ? Optional.empty() : Optional.of(old.open(kept));
    }

    @Override
    public void put(Descriptor expected, Content content) {
        String name = memberName(expected.digest());
        appending.lock();
        try {
            if (!isWhole(expected)) {
                fresh.put(name, work().append(name, expected.size(), out -> Transfer.verified(expected, content, out)));
            }
        } catch (IOException e) {
            throw Disk.failed("writing", target, e);
        } finally {
            appending.unlock();
        }
    }

    private boolean isWhole(Descriptor expected) throws IOException {
        Optional<InputStream> there = open(expected.digest());
        return there.isPresent() && Transfer.isContent(expected, there.get(), place.toString());
    }

    private TarAppender work() throws IOException {
        TarAppender known = work;
        if (known == null) {
            known = TarAppender.in(Disk.directoryOf(target));
            work = known;
        }
        return known;
    }

    @Override
    public boolean link(Descriptor blob, Place.LayoutPlace from) {
        return false;
    }

    @Override
    public void change(UnaryOperator<LayoutIndex> change) {
        appending.lock();
        try {
            LayoutIndex after = change.apply(index);
            if (after != index) {
                changedTo = after.toBytes();
                index = after;
            }
        } finally {
            appending.unlock();
        }
    }

    @Override
    public void remove(Digest digest) {
        appending.lock();
        try {
            removed.add(memberName(digest));
            holdsRemoved |= fresh.remove(memberName(digest)) != null;
        } finally {
            appending.unlock();
        }
    }

    @Override
    public void close() {
        appending.lock();
        try {
            if (changedTo != null) {
                publish(changedTo);
            }
        } catch (IOException e) {
            throw Disk.failed("writing", target, e);
        } finally {
            release();
            appending.unlock();
        }
    }

    private void publish(Bytes newIndex) throws IOException {
        if (old == null ? Files.exists(target) : !old.isCurrent()) {
            throw new ConflictException(place + " was replaced by another program meanwhile; it was left as it is");
        }
        TarAppender archive = holdsRemoved ? withoutRemoved(work()) : work();
        if (old == null) {
            archive.append(LayoutMarker.NAME, LayoutMarker.BYTES.length(), LayoutMarker.BYTES::writeTo);
        } else {
            carryOver(old, archive);
        }
        archive.append(TarArchive.INDEX, newIndex.length(), newIndex::writeTo);
        archive.finish();
        Disk.moveInPlaceOf(archive.path(), target);
        Disk.forceDirectory(Disk.directoryOf(target));
    }

    /** What was appended and then deleted must not be in the archive: the rest is written once more. */
    private TarAppender withoutRemoved(TarAppender full) throws IOException {
        TarAppender rest = TarAppender.in(Disk.directoryOf(target));
        work = rest;
        try (full) {
            List<TarMember> inOrder = new ArrayList<>(fresh.values());
            inOrder.sort(Comparator.comparingLong(TarMember::offset));
            for (TarMember member : inOrder) {
                InputStream in = new ChannelSlice(full.file(), member.offset(), member.size());
                rest.append(member.name(), member.size(), out -> Transfer.copy(in, out));
            }
        }
        return rest;
    }

    private void carryOver(TarArchive from, TarAppender archive) throws IOException {
        for (TarMember member : from.members().values()) {
            String name = member.name();
            if (!fresh.containsKey(name) && !removed.contains(name) && !name.equals(TarArchive.INDEX)) {
                try (InputStream in = from.open(member)) {
                    archive.append(name, from.length(member), out -> Transfer.copy(in, out));
                }
            }
        }
    }

    private void release() {
        try {
            closeQuietly(work);
            closeQuietly(old);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            // everything that matters was forced to the disk before
        }
    }

    private static String memberName(Digest digest) {
        return "blobs/" + digest.algorithm().wireName() + "/" + digest.hex();
    }
}
