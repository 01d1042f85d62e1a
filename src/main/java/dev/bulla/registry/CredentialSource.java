package dev.bulla.registry;

import java.util.Optional;

/** Where a user name and password come from; asked only after a registry has demanded them. */
@FunctionalInterface
public interface CredentialSource {
    /**
     * The login for a registry.
     *
     * @param host lower-case host with optional port, {@code docker.io} for Docker Hub
     * @throws dev.bulla.outcome.DeniedException when there is one that cannot be used; the message says why
     */
    Optional<Login> find(String host);

    /** Nobody logs in. */
    static CredentialSource anonymous() {
        return host -> Optional.empty();
    }

    /** One login for every registry asked: that of the command line. */
    static CredentialSource given(Login login) {
        return host -> Optional.of(login);
    }

    /** This one, and {@code other} where this one has nothing. */
    default CredentialSource orElse(CredentialSource other) {
        return host -> find(host).or(() -> other.find(host));
    }
}
