package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.fuzz.FuzzTarget;
import dev.bulla.testkit.SimulatedPublisher;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Headers that a registry sends: challenges, dates, addresses. Read or passed over; and no realm of another owner is given
 * credentials, however it is spelled (T20).
 */
public final class HeadersTarget implements FuzzTarget {
    private static final URI REGISTRY = URI.create("https://registry.example/v2/");

    @Override
    public void look(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        for (Challenge challenge : Challenge.parse(List.of(text))) {
            if (challenge.scheme().isEmpty()) {
                throw new AssertionError("a challenge without a scheme");
            }
            challenge.parameter("realm").flatMap(Hosts::uri).ifPresent(HeadersTarget::foreign);
        }
        Hosts.uri(text).ifPresent(HeadersTarget::foreign);
        Optional<Duration> wait = RetryAfter.read(
                new Headers(Map.of("Retry-After", List.of(text))), InstantSource.fixed(SimulatedPublisher.NOW));
        if (wait.isPresent() && wait.get().isNegative()) {
            throw new AssertionError("a wait of " + wait.get());
        }
    }

    /** What a plain reading of the host says must hold for whatever is let through. */
    private static void foreign(URI realm) {
        if (RealmCheck.mayReceiveCredentials(realm, REGISTRY, Set.of())) {
            String host = String.valueOf(realm.getHost()).toLowerCase(Locale.ROOT);
            boolean own = host.equals("registry.example") || host.endsWith(".registry.example");
            if (!own || !"https".equalsIgnoreCase(realm.getScheme())) {
                throw new AssertionError("credentials for registry.example would go to " + realm);
            }
        }
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.utf8(
                        "Bearer realm=\"https://registry.example/token\",service=\"r\",scope=\"repository:a/b:pull\""),
                Bytes.utf8("Basic realm=x, Bearer realm=\"https://auth.registry.example:443/t\\\"q\""),
                Bytes.utf8("Bearer realm=\"https://registry.example@evil.example/token\""),
                Bytes.utf8("https://registry.example.evil.example/"),
                Bytes.utf8("https://evilregistry.example\\@registry.example/"),
                Bytes.utf8("120"),
                Bytes.utf8("Mon, 01 Jun 2026 12:00:30 GMT"));
    }
}
