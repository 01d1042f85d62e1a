package dev.bulla.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import land.oras.ContainerRef;
import land.oras.auth.AuthStore;

/**
 * Reads logins through oras-java: files and helpers in the forms that it reads as docker does. The one class that mentions
 * the library, loaded after a challenge only; what it reads otherwise (passwords with a colon, Docker Hub's key, helpers
 * before entries) is decided by {@link StoredCredentials} beforehand.
 */
final class OrasCredentials {
    /** It waits for helpers without a limit of its own. */
    private static final int LIMIT_SECONDS = 10;

    private OrasCredentials() {}

    /** The login for {@code host} in {@code file}; empty also when the library fails or takes too long. */
    static Optional<Login> find(Path file, String host) {
        CompletableFuture<Optional<Login>> found = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("bulla-credentials").start(() -> found.complete(read(file, host)));
        try {
            return found.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Login> read(Path file, String host) {
        try {
            AuthStore store = AuthStore.newStore(List.of(file));
            AuthStore.Credential credential = store.get(ContainerRef.parse(host + "/any"));
            return credential == null
                    ? Optional.empty()
                    : Optional.of(new Login(credential.username(), credential.password()));
        } catch (RuntimeException e) {
            return Optional.empty(); // its own kind, and others where a file lacks what it takes for granted
        }
    }
}
