package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.DeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Logins that other tools have stored: files in docker's form, in order, each with its credential helpers. Nothing is read
 * before a registry demands a login.
 */
public final class StoredCredentials implements CredentialSource {
    private final List<Path> files;
    private final Optional<Path> helpers;

    private StoredCredentials(List<Path> files, Optional<Path> helpers) {
        this.files = List.copyOf(files);
        this.helpers = helpers;
    }

    /**
     * Logins in these files; a file that does not exist holds none.
     *
     * @param files the first that knows a registry decides
     */
    public static StoredCredentials in(List<Path> files) {
        return new StoredCredentials(files, Optional.empty());
    }

    /** The same, with helpers in a folder instead of the PATH. */
    StoredCredentials withHelpersIn(Path folder) {
        return new StoredCredentials(files, Optional.of(folder));
    }

    @Override
    public Optional<Login> find(String host) {
        for (Path file : files) {
            DockerConfig config = DockerConfig.read(file);
            Optional<DockerConfig.Entry> entry = config.find(host);
            if (entry.isPresent()) {
                Optional<Login> login = login(config, host, entry.get());
                if (login.isPresent()) {
                    return login;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Login> login(DockerConfig config, String host, DockerConfig.Entry entry) {
        return switch (entry) {
            case DockerConfig.Entry.IdentityToken token -> throw identityToken(host);
            case DockerConfig.Entry.Plain plain -> Optional.of(plain(config, host, plain.login()));
            case DockerConfig.Entry.Helper helper -> helped(config, host, helper);
        };
    }

    /** oras-java splits a login at every colon and refuses the file when there is more than one. */
    private static Login plain(DockerConfig config, String host, Login login) {
        boolean same = config.hasPlainAuth(host) && login.password().indexOf(':') < 0;
        return same ? OrasCredentials.find(config.path(), host).orElse(login) : login;
    }

    /**
     * oras-java takes an entry of the file before its helper, asks helpers for Docker Hub under another name, and breaks at a
     * file that names helpers and holds no entries.
     */
    private Optional<Login> helped(DockerConfig config, String host, DockerConfig.Entry.Helper helper) {
        CredentialHelper.checked(helper.name());
        boolean same = config.hasEntries()
                && !config.hasPlainAuth(host)
                && helper.key().equals(host)
                && helpers.isEmpty();
        Optional<Login> found = same ? OrasCredentials.find(config.path(), host) : asked(helper);
        if (found.filter(login -> login.username().equals("<token>")).isPresent()) {
            throw identityToken(host);
        }
        return found;
    }

    private Optional<Login> asked(DockerConfig.Entry.Helper helper) {
        CredentialHelper.Outcome outcome =
                new CredentialHelper(helper.name(), helpers).run("get", Bytes.utf8(helper.key()));
        if (!outcome.isSuccess()) {
            return Optional.empty();
        }
        try {
            Fields answer = Fields.of(JsonReader.with(JsonLimits.manifest()).readObject(outcome.output()), "helper");
            return Optional.of(new Login(answer.text("Username"), answer.text("Secret")));
        } catch (JsonException e) {
            throw new DeniedException(
                    "credential helper docker-credential-" + helper.name() + " gave an answer that is not its format");
        }
    }

    private static DeniedException identityToken(String host) {
        return new DeniedException(
                "what is stored for " + host + " is an identity token, which is not supported",
                "log in with a user name and a password or access token: `bulla login " + host + "`");
    }
}
