package dev.bulla.registry;

import com.google.common.net.InternetDomainName;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a token service may be sent a registry's credentials. The registry names it, and a registry may lie
 * (threats T20): only its own host, its own registrable domain by the public suffix list, or a configured host is
 * believed.
 */
final class RealmCheck {
    private RealmCheck() {}

    static boolean mayReceiveCredentials(URI realm, URI registry, Set<String> configured) {
        boolean secret = Hosts.isHttps(realm) || Hosts.isLoopback(Hosts.name(realm)) || !Hosts.isHttps(registry);
        if (!secret || realm.getUserInfo() != null) {
            return false;
        }
        String host = Hosts.name(realm);
        String own = Hosts.name(registry);
        return host.equals(own)
                || (Hosts.isLoopback(host) && Hosts.isLoopback(own))
                || configured.contains(host)
                || sameRegistrableDomain(host, own);
    }

    private static boolean sameRegistrableDomain(String one, String other) {
        Optional<String> domain = registrable(one);
        return domain.isPresent() && domain.equals(registrable(other));
    }

    /** Empty for addresses and for names under no public suffix, which share a domain with nobody. */
    private static Optional<String> registrable(String host) {
        if (!InternetDomainName.isValid(host)) {
            return Optional.empty();
        }
        InternetDomainName name = InternetDomainName.from(host);
        return name.isUnderPublicSuffix() ? Optional.of(name.topPrivateDomain().toString()) : Optional.empty();
    }
}
