package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Stores and forgets logins where other tools find them: in the credential helper that the file names, else in the file
 * itself, which is replaced atomically and readable by its owner only.
 */
public final class LoginFile {
    private final Path file;
    private final Optional<Path> helpers;

    private LoginFile(Path file, Optional<Path> helpers) {
        this.file = file;
        this.helpers = helpers;
    }

    /** The file at {@code path}, which need not exist. */
    public static LoginFile at(Path path) {
        return new LoginFile(path, Optional.empty());
    }

    LoginFile withHelpersIn(Path folder) {
        return new LoginFile(file, Optional.of(folder));
    }

    /**
     * Stores a login.
     *
     * @param host lower-case host with optional port
     * @return where it is now, for people
     * @throws StorageException when it cannot be stored
     */
    public String store(String host, Login login) {
        DockerConfig config = DockerConfig.read(file);
        Optional<String> helper = config.helper(host).or(config::store);
        if (helper.isPresent()) {
            Json.Obj input = Json.Obj.empty()
                    .with("ServerURL", Json.text(DockerConfig.serverKey(host)))
                    .with("Username", Json.text(login.username()))
                    .with("Secret", Json.text(login.password()));
            run(helper.get(), "store", JcsWriter.write(input));
            return "docker-credential-" + helper.get();
        }
        String auth = login.basic().substring("Basic ".length());
        Json.Obj entry = Json.Obj.empty().with("auth", Json.text(auth));
        replace(config, config.object("auths").with(DockerConfig.serverKey(host), entry));
        return file.toString();
    }

    /**
     * Forgets the login for a registry, in the helper and in the file.
     *
     * @return false when there was none
     */
    public boolean erase(String host) {
        DockerConfig config = DockerConfig.read(file);
        if (config.find(host).isEmpty()) {
            return false;
        }
        config.helper(host).or(config::store).ifPresent(helper -> {
            run(helper, "erase", Bytes.utf8(DockerConfig.serverKey(host)));
        });
        Json.Obj auths = config.object("auths");
        Json.Obj fewer = auths;
        for (String key : DockerConfig.keys(host)) {
            fewer = fewer.without(key);
        }
        if (!fewer.equals(auths)) {
            replace(config, fewer);
        }
        return true;
    }

    private void run(String helper, String verb, Bytes input) {
        CredentialHelper.Outcome outcome = new CredentialHelper(helper, helpers).run(verb, input);
        if (!outcome.isSuccess()) {
            throw new StorageException("docker-credential-" + helper + " " + verb + " failed: " + outcome.complaint());
        }
    }

    private void replace(DockerConfig config, Json.Obj auths) {
        Bytes content = JcsWriter.write(config.document().with("auths", auths));
        try {
            Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
            Path folder = target.getParent();
            if (folder == null) {
                throw new StorageException("cannot store the login at " + file);
            }
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, ".config", ".new", ownerOnly());
            try {
                write(temporary, content);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new StorageException("cannot store the login in " + file + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path temporary, Bytes content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, Set.of(StandardOpenOption.WRITE))) {
            var buffer = content.asReadOnlyBuffer();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }
}
