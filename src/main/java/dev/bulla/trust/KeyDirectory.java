package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Passphrase;
import dev.bulla.crypto.PassphraseSource;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeyFile;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The keys of this machine: {@code <name>.key}, an encrypted secret key that only its owner can read from its first moment
 * on, and {@code <name>.pub} beside it. Wherever a key is named, a path to a key file may stand instead; a name is looked
 * for in this directory only, a text with a separator or an ending is a path. Nothing is ever overwritten.
 */
public final class KeyDirectory {
    /** Longest name of a key; leaves room for endings in every file system. */
    public static final int MAX_NAME = 100;

    private static final String SECRET = ".key";
    private static final String PUBLIC = ".pub";
    private static final String TOKEN = "pkcs11:";

    private final Path directory;

    /** The directory, which need not exist until a key is added. */
    public KeyDirectory(Path directory) {
        this.directory = directory;
    }

    /** Names of all keys, sorted; those of which only the public half is here among them. */
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String fileName = String.valueOf(file.getFileName());
                for (String ending : List.of(SECRET, PUBLIC)) {
                    String name = fileName.substring(0, Math.max(0, fileName.length() - ending.length()));
                    if (fileName.endsWith(ending) && isName(name)) {
                        names.add(name);
                    }
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot list keys in " + directory + ": " + AtomicFile.describe(e), e);
        }
        return List.copyOf(names);
    }

    /** True when the secret half of the key called {@code name} is here. */
    public boolean hasSecret(String name) {
        return Files.exists(directory.resolve(checkedName(name) + SECRET));
    }

    /**
     * Adds a key, encrypted under {@code passphrase}.
     *
     * @return the file of the secret half
     * @throws KeyException when there is a key of this name, or the name is none
     */
    public Path add(String name, LocalSigner signer, Passphrase passphrase) {
        Path here = exclusively(name, folder -> {
            Bytes secret = KeyFiles.write(signer, passphrase);
            AtomicFile.write(folder, name + SECRET, true, secret::writeTo);
            boolean whole = false;
            try {
                AtomicFile.write(folder, name + PUBLIC, false, KeyFiles.write(signer.publicKey())::writeTo);
                whole = true;
            } finally {
                if (!whole) {
                    discard(folder.resolve(name + SECRET));
                }
            }
        });
        return here.resolve(name + SECRET);
    }

    /** A secret half that nobody was told of is of no use, and would be in the way of the next attempt. */
    private static void discard(Path secret) {
        try {
            Files.deleteIfExists(secret);
        } catch (IOException e) {
            // the failure before this one is told
        }
    }

    /**
     * Adds the public half of somebody else's key.
     *
     * @throws KeyException when there is a key of this name, or the name is none
     */
    public Path addPublic(String name, PublicKey key) {
        Bytes content = KeyFiles.write(key);
        Path here = exclusively(name, folder -> AtomicFile.write(folder, name + PUBLIC, false, content::writeTo));
        return here.resolve(name + PUBLIC);
    }

    /**
     * The signer that {@code nameOrPath} names.
     *
     * @param passphrases asked only when the file is encrypted
     * @throws KeyException when there is none, or its file cannot be used
     */
    public LocalSigner signer(String nameOrPath, PassphraseSource passphrases) {
        Path file = isPath(nameOrPath) ? path(nameOrPath) : directory.resolve(nameOrPath + SECRET);
        byte[] content = read(file, nameOrPath);
        try {
            return KeyFiles.readSecret(content, nameOrPath, passphrases);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * The public half of the key that {@code nameOrPath} names; no passphrase is ever needed. For the path of a secret
     * key the file beside it that ends in {@code .pub} is read.
     *
     * @throws KeyException when there is none, or its file cannot be used
     */
    public PublicKeyFile publicKey(String nameOrPath) {
        Path file = isPath(nameOrPath) ? besideSecret(path(nameOrPath)) : directory.resolve(nameOrPath + PUBLIC);
        return KeyFiles.readPublic(Bytes.adopt(read(file, nameOrPath)), nameOrPath);
    }

    /**
     * The file of the secret half as it is, encrypted, for a backup.
     *
     * @throws KeyException when there is none of this name
     */
    public Bytes encryptedFile(String name) {
        return Bytes.adopt(read(directory.resolve(checkedName(name) + SECRET), name));
    }

    private static Path besideSecret(Path file) {
        String name = String.valueOf(file.getFileName());
        Path beside = name.endsWith(SECRET)
                ? file.resolveSibling(name.substring(0, name.length() - SECRET.length()) + PUBLIC)
                : file;
        return Files.exists(beside) ? beside : file;
    }

    /** Runs {@code addition} while nobody else adds a key, and only if there is none of this name. */
    private Path exclusively(String name, Consumer<Path> addition) {
        checkedName(name);
        Path here = AtomicFile.realDirectory(directory);
        DirectoryLock lock = DirectoryLock.on(here);
        try {
            refuseExisting(here, name);
            addition.accept(here);
        } finally {
            lock.close();
        }
        return here;
    }

    private static void refuseExisting(Path here, String name) {
        for (String ending : List.of(SECRET, PUBLIC)) {
            if (Files.exists(here.resolve(name + ending))) {
                throw new KeyException(
                        "key " + name + ": there is one already; nothing was overwritten",
                        "choose another name, or remove " + here.resolve(name + ending) + " yourself");
            }
        }
    }

    /** Reads at most one byte more than a key file may have, whatever the file is. */
    private byte[] read(Path file, String asked) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(KeyFiles.MAX_FILE + 1);
        } catch (NoSuchFileException e) {
            throw new KeyException("key " + asked + ": no such key (" + file + ")", e, known());
        } catch (AccessDeniedException e) {
            throw new KeyException("key " + asked + ": not allowed to read " + file, e);
        } catch (IOException e) {
            throw new KeyException("key " + asked + ": cannot read " + file + ": " + AtomicFile.describe(e), e);
        }
    }

    private String known() {
        Collection<String> names = names();
        return names.isEmpty() ? "make one with `bulla key new NAME`" : "known keys: " + String.join(", ", names);
    }

    private static boolean isPath(String nameOrPath) {
        if (nameOrPath.startsWith(TOKEN)) {
            throw new KeyException("key " + nameOrPath + ": tokens (pkcs11:) are not supported yet");
        }
        return !isName(nameOrPath);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new KeyException("key: neither a name nor a path", e);
        }
    }

    private static String checkedName(String name) {
        if (!isName(name)) {
            throw new KeyException(
                    "a key's name has 1 to " + MAX_NAME + " letters, digits, _ or -, beginning with a letter or digit");
        }
        return name;
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && (i == 0 || (c != '_' && c != '-'))) {
                return false;
            }
        }
        return true;
    }
}
