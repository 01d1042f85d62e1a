package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Pinned roots on this machine (cli.md section 5, tuf.md 9): {@code map.json}, and for each root of trust a directory named
 * by its identity with the rollback memory. The memory belongs to the root, not to a place: copies of one repository share
 * it, and removing a pin does not take it away.
 */
public final class PinDirectory {
    private static final String MAP = "map.json";

    /** Thousands of pins are a quarter of it. */
    private static final int MAX_MAP_BYTES = 4 << 20;

    private static final String HEAD = "head.cache";

    /** As large as a manifest may be. */
    private static final int MAX_HEAD_BYTES = 4 << 20;

    private static final int IDENTITY_DIGITS = 64;

    private final Path directory;

    /** The directory; made when something is written. */
    public PinDirectory(Path directory) {
        this.directory = directory;
    }

    /** Where it is. */
    public Path path() {
        return directory;
    }

    /**
     * All pins, by namespace.
     *
     * @throws StorageException when the map cannot be read
     */
    public List<Pin> pins() {
        Path file = directory.resolve(MAP);
        if (!AtomicFile.isThere(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(MAX_MAP_BYTES + 1);
            if (content.length > MAX_MAP_BYTES) {
                throw new StorageException(file + " has more than " + MAX_MAP_BYTES + " bytes");
            }
            return PinFile.read(Bytes.adopt(content));
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + AtomicFile.describe(e), e);
        } catch (JsonException e) {
            throw new StorageException(
                    "cannot read " + file + ": " + e.getMessage(), e, "pin the roots again, or repair the file");
        }
    }

    /** Changes the pins while nobody else does; the new map replaces the old one in one step. */
    public List<Pin> change(UnaryOperator<List<Pin>> change) {
        Path real = AtomicFile.realDirectory(directory);
        try (DirectoryLock held = DirectoryLock.on(real)) {
            List<Pin> changed = new ArrayList<>(change.apply(pins()));
            changed.sort((one, other) ->
                    one.namespace().toString().compareTo(other.namespace().toString()));
            if (changed.size() > PinFile.MAX_PINS) {
                throw new StorageException(held.directory() + " holds " + PinFile.MAX_PINS + " pins; no more are kept");
            }
            AtomicFile.write(real, MAP, true, PinFile.write(changed)::writeTo);
            return changed;
        }
    }

    /** The pin of exactly this namespace. */
    public Optional<Pin> of(Namespace namespace) {
        Namespace wanted = spelled(namespace);
        return pins().stream().filter(pin -> pin.namespace().equals(wanted)).findFirst();
    }

    /** The pin that covers the artifacts of {@code place}: that of the narrowest pinned namespace around it. */
    public Optional<Pin> covering(Place place) {
        List<Pin> pins = pins();
        for (Namespace namespace : Namespace.enclosing(spelled(place))) {
            for (Pin pin : pins) {
                if (pin.namespace().equals(namespace)) {
                    return Optional.of(pin);
                }
            }
        }
        return Optional.empty();
    }

    /** The one spelling of a place here: an image layout by its whole path. */
    public static Place spelled(Place place) {
        return place instanceof Place.LayoutPlace layout
                ? new Place.LayoutPlace(layout.path().toAbsolutePath().normalize(), layout.tar())
                : place;
    }

    /** The one spelling of a namespace here. */
    public static Namespace spelled(Namespace namespace) {
        return namespace instanceof Namespace.InLayout layout ? Namespace.of(spelled(layout.place())) : namespace;
    }

    /** True when there is a memory for this root. */
    public boolean remembers(String root) {
        return Files.isDirectory(directory.resolve(checked(root)), LinkOption.NOFOLLOW_LINKS);
    }

    /** The rollback memory of a root; one user at a time, and the caller closes it. */
    public RoleDirectory memory(String root) {
        AtomicFile.realDirectory(directory);
        return RoleDirectory.openOwn(directory.resolve(checked(root)));
    }

    /**
     * The head manifest of a root's repository that was verified last and is large: a cache, good for nothing but not
     * fetching it again.
     */
    public Optional<Bytes> head(String root) {
        return RoleDirectory.readFile(directory.resolve(checked(root)).resolve(HEAD), MAX_HEAD_BYTES);
    }

    /** Keeps the head manifest for {@link #head}. */
    public void keepHead(String root, Bytes head) {
        AtomicFile.writeCache(AtomicFile.realDirectory(directory.resolve(checked(root))), HEAD, head::writeTo);
    }

    /** The identities of all roots that there is a memory for. */
    public List<String> remembered() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> Hex.isLower(name, IDENTITY_DIGITS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageException("cannot list " + directory + ": " + AtomicFile.describe(e), e);
        }
    }

    private static String checked(String root) {
        if (!Hex.isLower(root, IDENTITY_DIGITS)) {
            throw new IllegalArgumentException("root identity is not a sha256");
        }
        return root;
    }
}
