package dev.bulla.registry;

import dev.bulla.outcome.UsageException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Proxies in the form of the usual environment variables. Loopback is never proxied.
 *
 * @param https value of {@code HTTPS_PROXY}, empty for none
 * @param http value of {@code HTTP_PROXY}, empty for none
 * @param exceptions items of {@code NO_PROXY}: a host, a domain (with or without a leading dot), either with a port, or
 *     {@code *}
 */
public record Proxies(String https, String http, List<String> exceptions) {
    /** Copies the exceptions. */
    public Proxies {
        exceptions = List.copyOf(exceptions);
    }

    /** No proxy for anything. */
    public static Proxies none() {
        return new Proxies("", "", List.of());
    }

    /** From the values of the three variables; empty text is none. */
    public static Proxies of(String https, String http, String noProxy) {
        List<String> exceptions = List.of(noProxy.split(",", -1)).stream()
                .map(item -> item.strip().toLowerCase(Locale.ROOT))
                .filter(item -> !item.isEmpty())
                .toList();
        return new Proxies(https.strip(), http.strip(), exceptions);
    }

    /** The proxy to ask for {@code target}, or a direct connection. */
    Proxy forTarget(URI target) {
        String proxy = target.getScheme().equals("https") ? https : http;
        if (proxy.isEmpty() || Hosts.isLoopback(Hosts.name(target)) || excepted(target)) {
            return Proxy.NO_PROXY;
        }
        return parse(proxy);
    }

    /** True when {@code target} is reached without a proxy. */
    boolean isDirect(URI target) {
        return forTarget(target).equals(Proxy.NO_PROXY);
    }

    private boolean excepted(URI target) {
        String host = Hosts.name(target);
        String hostAndPort = host + ":" + Hosts.port(target);
        for (String item : exceptions) {
            String domain = item.startsWith(".") ? item.substring(1) : item;
            if (item.equals("*")
                    || host.equals(domain)
                    || hostAndPort.equals(domain)
                    || host.endsWith("." + domain)
                    || hostAndPort.endsWith("." + domain)) {
                return true;
            }
        }
        return false;
    }

    private static Proxy parse(String text) {
        Optional<URI> address = Hosts.uri(text.contains("://") ? text : "http://" + text);
        if (address.isEmpty()
                || address.get().getHost() == null
                || !"http".equalsIgnoreCase(address.get().getScheme())) {
            throw new UsageException("the proxy is not an address of the form http://HOST:PORT");
        }
        if (address.get().getUserInfo() != null) {
            throw new UsageException("proxies that need a user name are not supported");
        }
        int port = address.get().getPort() < 0 ? 80 : address.get().getPort();
        return new Proxy(
                Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(address.get().getHost(), port));
    }
}
