package dev.bulla.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a registry keeps its things, and whether it asks for a password.
 *
 * @param home a folder of this registry alone; holds {@code storage}, {@code config.yml} and {@code htpasswd}
 * @param basicAuth whether every request needs {@link #USER} and {@link #PASSWORD}
 */
public record RegistrySettings(Path home, boolean basicAuth) {

    /** The only user of a registry with basic authentication. */
    public static final String USER = "tester";

    /** The password of {@link #USER}; the space is on purpose. */
    public static final String PASSWORD = "open sesame";

    /** {@link #PASSWORD} as the registry wants it: bcrypt, cost 4, the lowest there is. */
    private static final String PASSWORD_HASH = "$2y$04$./CgKyPTXlcGkYo5xL1s9uP2fIM/mqzHmYRfe9Zi7nFVwe.64vYvW";

    /** The folder that the registry stores blobs and manifests in. */
    public Path storage() {
        return home.resolve("storage");
    }

    Path configuration() {
        return home.resolve("config.yml");
    }

    Path passwords() {
        return home.resolve("htpasswd");
    }

    /** Writes the configuration for a registry that sees its files here. */
    void write(String address) {
        write(address, storage().toString(), passwords().toString());
    }

    /** Writes the configuration for a registry that sees its files under other names. */
    void write(String address, String storageAsSeen, String passwordsAsSeen) {
        try {
            // The collector fails over a storage that has never held a repository.
            Files.createDirectories(storage().resolve("docker/registry/v2/repositories"));
            Files.createDirectories(storage().resolve("docker/registry/v2/blobs"));
            Files.writeString(passwords(), USER + ":" + PASSWORD_HASH + "\n");
            Files.writeString(configuration(), yaml(address, storageAsSeen, passwordsAsSeen));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String yaml(String address, String storageAsSeen, String passwordsAsSeen) {
        List<String> lines = new ArrayList<>(List.of(
                "version: 0.1",
                "log: {level: info, formatter: text, accesslog: {disabled: true}}",
                "storage:",
                "  filesystem: {rootdirectory: " + quoted(storageAsSeen) + "}",
                "  delete: {enabled: true}",
                "  maintenance: {uploadpurging: {enabled: false}}",
                "http: {addr: " + quoted(address) + ", secret: kept-over-restarts}"));
        if (basicAuth) {
            lines.add("auth: {htpasswd: {realm: bulla, path: " + quoted(passwordsAsSeen) + "}}");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
