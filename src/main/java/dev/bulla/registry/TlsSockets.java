package dev.bulla.registry;

import dev.bulla.crypto.TlsRoots;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** The sockets that believe the configured roots, made at the first need; one factory, so connections are reused. */
final class TlsSockets {
    private final Roots roots;
    private Optional<SSLSocketFactory> made = Optional.empty();

    TlsSockets(Roots roots) {
        this.roots = roots;
    }

    /** The factory for {@code target}, or empty when the platform's own serves. */
    Optional<SSLSocketFactory> forTarget(URI target) {
        return Hosts.isHttps(target) ? custom() : Optional.empty();
    }

    private synchronized Optional<SSLSocketFactory> custom() {
        if (made.isEmpty() && roots.pem().isPresent()) {
            made = Optional.of(TlsRoots.sockets(roots.pem().get(), roots.system()));
        }
        return made;
    }

    /** The factory for {@code target}'s TLS, the platform's own when none is configured. */
    SSLSocketFactory required() {
        return custom().orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }
}
