package dev.bulla.registry;

import java.net.URI;
import java.util.Optional;

/**
 * Connections that are opened before it is known what will be asked over them, so that names are looked up and hands shaken
 * while a run still reads its files. Nothing is sent but what TLS needs; whoever asks first takes them.
 */
public final class ConnectionsAhead {
    private ConnectionsAhead() {}

    /**
     * Begins to connect to a registry, without waiting for it; what goes wrong is told to whoever asks it. Where a proxy
     * stands in between, roots of its own are believed, or TLS is missing, nothing is opened.
     *
     * @param host host with optional port
     * @param count how many connections, at most 8
     */
    public static void open(String host, HttpSettings settings, int count) {
        URI address = Repository.base(host, settings);
        if (settings.roots().pem().isEmpty() && settings.proxies().isDirect(address)) {
            int millis = Exchange.millis(settings.timeouts().connect());
            IdleConnections.ofThisProcess().open(address, Optional.empty(), count, millis);
        }
    }
}
