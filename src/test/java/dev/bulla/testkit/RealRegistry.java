package dev.bulla.testkit;

import dev.bulla.testkit.real.RegistryFinder;
import dev.bulla.testkit.real.RegistryRunner;
import dev.bulla.testkit.real.RegistrySettings;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A real distribution registry on a loopback port: plain HTTP, deletes enabled, no referrers API. It comes from
 * Testcontainers {@code registry:2}, from {@code docker-registry} on the PATH or from its Debian package, whichever is
 * there first; the choice is printed once, and where none is possible the test fails.
 */
public final class RealRegistry implements AutoCloseable {

    /** The user of {@link #withBasicAuth()}. */
    public static final String USER = RegistrySettings.USER;

    /** The password of {@link #USER}. */
    public static final String PASSWORD = RegistrySettings.PASSWORD;

    private static @Nullable RealRegistry shared;

    private final RegistryRunner runner;
    private final Path storage;

    private RealRegistry(RegistryFinder.Started started) {
        this.runner = started.runner();
        this.storage = started.settings().storage();
    }

    /**
     * The one registry that all tests of this virtual machine share, without authentication. Tests use repositories of
     * their own in it, and never stop or close it.
     */
    public static synchronized RealRegistry shared() {
        RealRegistry known = shared;
        if (known == null) {
            RealRegistry created = fresh();
            Runtime.getRuntime().addShutdownHook(new Thread(created::close, "close-registry"));
            shared = created;
            return created;
        }
        return known;
    }

    /** A registry of its own with empty storage, without authentication; the caller closes it. */
    public static RealRegistry fresh() {
        return new RealRegistry(RegistryFinder.start(false));
    }

    /** As {@link #fresh()}, but every request must carry {@link #USER} and {@link #PASSWORD}. */
    public static RealRegistry withBasicAuth() {
        return new RealRegistry(RegistryFinder.start(true));
    }

    /** {@code 127.0.0.1:PORT}, as it stands before the repository in a reference. */
    public String host() {
        return base().getAuthority();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI base() {
        return runner.base();
    }

    /** The folder the registry stores into: {@code docker/registry/v2/blobs} and {@code …/repositories} below it. */
    public Path storageRoot() {
        return storage;
    }

    /** What runs, in one line. */
    public String description() {
        return runner.description();
    }

    /** Closes the port and keeps the content; {@link #start()} opens the same port again. */
    public void stop() {
        runner.stop();
    }

    /** Starts a stopped registry; returns once it answers. */
    public void start() {
        runner.start();
    }

    /** Runs {@code garbage-collect}: blobs that no manifest names are deleted. */
    public void collectGarbage() {
        runner.collectGarbage(false);
    }

    /** Runs {@code garbage-collect --delete-untagged}: manifests without a tag are deleted too. */
    public void collectGarbageAndUntagged() {
        runner.collectGarbage(true);
    }

    /** Stops the registry and deletes its content. */
    @Override
    public void close() {
        runner.close();
    }
}
