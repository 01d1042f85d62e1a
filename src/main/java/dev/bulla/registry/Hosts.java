package dev.bulla.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What can be said about hosts and addresses without asking the network. */
final class Hosts {
    private Hosts() {}

    /** True for {@code localhost}, {@code 127.0.0.0/8} and {@code ::1}, written as they stand: no name is looked up. */
    static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.equals("[::1]") || host.equals("::1")) {
            return true;
        }
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    /** The host of {@code HOST[:PORT]}. */
    static String withoutPort(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
    }

    /** The host of an address in lower case, empty when it has none. */
    static String name(URI address) {
        return address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    }

    /** The port of an address, the scheme's own when none is written. */
    static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return isHttps(address) ? 443 : 80;
    }

    static boolean isHttps(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    static boolean isHttp(URI address) {
        return "http".equalsIgnoreCase(address.getScheme());
    }

    /** True when scheme, host and port agree (RFC 6454 section 5). */
    static boolean sameOrigin(URI one, URI other) {
        return Objects.equals(scheme(one), scheme(other)) && name(one).equals(name(other)) && port(one) == port(other);
    }

    /** Scheme, host and port alone. */
    static String origin(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return scheme(address) + "://" + name(address) + port;
    }

    private static String scheme(URI address) {
        return address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    }

    /** The address that {@code text} is, or empty when it is none. */
    static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The address that {@code reference} means in a document at {@code base} (RFC 3986 section 5.2). */
    static URI resolve(URI base, URI reference) {
        if (!reference.toString().startsWith("?")) {
            return base.resolve(reference);
        }
        // URI.resolve drops the last segment for a reference that is a query alone
        return URI.create(origin(base) + base.getRawPath() + reference);
    }

    /** For messages and traces: without query, fragment and user, which may hold secrets of storage back ends. */
    static String shown(URI address) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?…";
        return Shown.text(origin(address) + path + query);
    }
}
