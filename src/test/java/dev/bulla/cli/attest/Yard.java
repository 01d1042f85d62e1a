package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder in which evidence is made, with the keys of those who make it. */
final class Yard {
    private final Path folder;

    Yard(Path folder) {
        this.folder = folder;
    }

    /** Puts a key into the key directory. */
    Yard key(String name, LocalSigner signer) {
        write(".config/bulla/keys/" + name + ".key", TestKeys.plainFile(signer));
        return write(".config/bulla/keys/" + name + ".pub", KeyFiles.write(signer.publicKey()));
    }

    /** The file of a public key. */
    static String publicKey(String name) {
        return ".config/bulla/keys/" + name + ".pub";
    }

    Yard write(String name, String text) {
        return write(name, Bytes.utf8(text));
    }

    private Yard write(String name, Bytes content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent() == null ? folder : file.getParent());
            Files.write(file, content.toByteArray());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bytes read(String name) {
        try {
            return Bytes.adopt(Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    void delete(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Run run(String... words) {
        return TestWorld.in(folder).run(words);
    }

    /** Runs what must end well; its answer without the line end. */
    String done(String... words) {
        Run run = run(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out().strip();
    }

    /** The answer of what must end well, as a document. */
    Fields answer(String... words) {
        String[] all =
                Stream.concat(Stream.of(words), Stream.of("--format", "json")).toArray(String[]::new);
        return Fields.of(JsonReader.with(JsonLimits.signed(1 << 20)).read(Bytes.utf8(done(all))), "");
    }

    /** The link in a file that the program named. */
    Link link(String file) {
        return UnverifiedDocument.read(Bytes.adopt(bytes(Path.of(file)))).link();
    }

    List<KeyId> signers(String file) {
        return UnverifiedDocument.read(Bytes.adopt(bytes(Path.of(file)))).claimedSigners();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
