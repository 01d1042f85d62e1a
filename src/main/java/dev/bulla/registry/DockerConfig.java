package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A credentials file as docker and podman write it: {@code auths}, {@code credHelpers}, {@code credsStore}.
 *
 * @param path where it is
 * @param document its content, the empty object when there is no such file
 */
record DockerConfig(Path path, Json.Obj document) {
    /** Docker Hub's entries stand under the address of its first API, in files and in helpers. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final String HUB = "docker.io";

    /** Files with hundreds of registries stay below. */
    private static final int MAX_BYTES = 1 << 20;

    /** What the file says about a registry. */
    sealed interface Entry {
        /** A program {@code docker-credential-NAME} knows the login, under {@code key}. */
        record Helper(String name, String key) implements Entry {}

        /** The login itself. */
        record Plain(Login login) implements Entry {}

        /** A refresh token, which needs an exchange that is not supported. */
        record IdentityToken() implements Entry {}
    }

    /** Reads the file. */
    static DockerConfig read(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new StorageException(path + " has more than " + MAX_BYTES + " bytes");
            }
            Bytes content = Bytes.adopt(Files.readAllBytes(path));
            return new DockerConfig(path, JsonReader.with(JsonLimits.manifest()).readObject(content));
        } catch (NoSuchFileException e) {
            return new DockerConfig(path, Json.Obj.empty());
        } catch (IOException e) {
            throw new StorageException("cannot read " + path + ": " + e.getMessage(), e);
        } catch (JsonException e) {
            throw new UsageException("credentials file " + path + " is not what it should be: " + e.getMessage());
        }
    }

    /** What there is for {@code host}: its helper, then the helper for all, then the file's own entry. */
    Optional<Entry> find(String host) {
        Optional<Entry> helper = helper(host).map(name -> new Entry.Helper(name, serverKey(host)));
        return helper.or(() -> store().map(name -> new Entry.Helper(name, serverKey(host))))
                .or(() -> entry(host));
    }

    /** The helper that alone is asked for {@code host}. */
    Optional<String> helper(String host) {
        Json.Obj helpers = object("credHelpers");
        return keys(host).stream().flatMap(key -> text(helpers, key).stream()).findFirst();
    }

    /** The helper for all registries. */
    Optional<String> store() {
        return text(document, "credsStore");
    }

    private Optional<Entry> entry(String host) {
        Json.Obj auths = object("auths");
        for (String key : keys(host)) {
            if (auths.get(key).orElse(new Json.Null()) instanceof Json.Obj members) {
                Optional<Entry> entry = entry(members);
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> entry(Json.Obj members) {
        if (text(members, "identitytoken").isPresent()) {
            return Optional.of(new Entry.IdentityToken());
        }
        Optional<String> auth = text(members, "auth");
        if (auth.isPresent()) {
            return Optional.of(new Entry.Plain(decoded(auth.get())));
        }
        return text(members, "username")
                .flatMap(user -> text(members, "password").map(word -> new Entry.Plain(new Login(user, word))));
    }

    /** The pair is split at the first colon: passwords may contain more of them (RFC 7617 section 2). */
    private Login decoded(String auth) {
        try {
            String pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new Login(
                        pair.substring(0, colon), pair.substring(colon + 1).replace("\0", ""));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new UsageException("credentials file " + path + " has a malformed entry in auths");
    }

    /** The spellings under which tools file a registry. */
    static List<String> keys(String host) {
        List<String> keys = new ArrayList<>();
        keys.add(host);
        if (host.equals(HUB)) {
            keys.addAll(List.of(HUB_KEY, "index.docker.io", "registry-1.docker.io"));
        }
        keys.addAll(List.of("https://" + host, "https://" + host + "/", "http://" + host));
        keys.addAll(List.of("https://" + host + "/v1/", "https://" + host + "/v2/", host + "/"));
        return keys;
    }

    /** The spelling to file and to ask helpers under. */
    static String serverKey(String host) {
        return host.equals(HUB) ? HUB_KEY : host;
    }

    /** True when the entry under {@code auths} is of the one form that every reader of such files knows. */
    boolean hasPlainAuth(String host) {
        return text(
                        object("auths").get(host).orElse(new Json.Null()) instanceof Json.Obj members
                                ? members
                                : Json.Obj.empty(),
                        "auth")
                .isPresent();
    }

    /** True when there are entries at all: where a helper keeps the logins there need be none. */
    boolean hasEntries() {
        return document.get("auths").orElse(new Json.Null()) instanceof Json.Obj;
    }

    Json.Obj object(String name) {
        return document.get(name).orElse(new Json.Null()) instanceof Json.Obj members ? members : Json.Obj.empty();
    }

    private static Optional<String> text(Json.Obj object, String name) {
        return object.get(name).orElse(new Json.Null()) instanceof Json.Text text
                        && !text.value().isEmpty()
                ? Optional.of(text.value())
                : Optional.empty();
    }
}
