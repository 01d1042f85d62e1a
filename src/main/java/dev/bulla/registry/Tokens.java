package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bearer tokens of one registry for one identity (distribution token specification). Held per client, never per virtual
 * machine: two identities share nothing (threats P35).
 */
final class Tokens {
    /** Tokens are a few kilobytes; the answer has little besides. */
    private static final int MAX_ANSWER = 256 << 10;

    /** The specification's default life in seconds when the service names none. */
    private static final long DEFAULT_LIFE = 60;

    private static final long MAX_LIFE = 86_400;

    private final Sender sender;
    private final HttpSettings settings;
    private final Set<String> tokenHosts;
    private final Map<Scopes, Token> cache = new ConcurrentHashMap<>();

    private record Token(String value, long until) {}

    Tokens(Sender sender, HttpSettings settings, Set<String> tokenHosts) {
        this.sender = sender;
        this.settings = settings;
        this.tokenHosts = tokenHosts;
    }

    /** The token held for these scopes, while it has a fifth of its life left. */
    Optional<String> held(Scopes scopes) {
        Token token = cache.get(scopes);
        return token == null || settings.pacing().nanos() - token.until > 0
                ? Optional.empty()
                : Optional.of(token.value);
    }

    /** Asks the service that {@code challenge} names, with the login if there is one. */
    String fetch(Challenge challenge, Scopes scopes, Optional<Login> login, URI registry, Operation operation) {
        URI realm = challenge
                .parameter("realm")
                .flatMap(Hosts::uri)
                .filter(uri -> Hosts.isHttps(uri) || Hosts.isHttp(uri))
                .filter(uri -> !Hosts.name(uri).isEmpty())
                .orElseThrow(() -> new DeniedException(
                        "registry " + Hosts.shown(registry) + " asks for a token and names no service for it"));
        if (login.isPresent() && !RealmCheck.mayReceiveCredentials(realm, registry, tokenHosts)) {
            throw new DeniedException(
                    "registry " + Hosts.origin(registry) + " wants its credentials sent to " + Hosts.shown(realm)
                            + ", which is not its own; nothing was sent",
                    "if that token service is really the registry's, it must be allowed by name");
        }
        Call call = Call.of("GET", withQuery(realm, challenge, scopes)).with("Accept", "application/json");
        Call asked = login.isPresent() ? call.with("Authorization", login.get().basic()) : call;
        try (Answer answer = sender.send(asked, operation)) {
            Token token = read(answer, registry);
            cache.put(scopes, token);
            return token.value;
        }
    }

    private static URI withQuery(URI realm, Challenge challenge, Scopes scopes) {
        StringBuilder query = new StringBuilder();
        if (realm.getRawQuery() != null) {
            query.append(realm.getRawQuery()).append('&');
        }
        challenge
                .parameter("service")
                .ifPresent(service ->
                        query.append("service=").append(encoded(service)).append('&'));
        scopes.items()
                .forEach(item -> query.append("scope=").append(encoded(item)).append('&'));
        String path = realm.getRawPath() == null ? "" : realm.getRawPath();
        String text =
                Hosts.origin(realm) + path + (query.isEmpty() ? "" : "?" + query.substring(0, query.length() - 1));
        return URI.create(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Token read(Answer answer, URI registry) {
        Call call = answer.call();
        if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
            throw new DeniedException(
                    "token service " + Hosts.shown(call.address()) + " of " + Hosts.origin(registry) + " refused: "
                            + answer.status(),
                    "check the login with `bulla login " + registry.getAuthority() + "`");
        }
        if (answer.status() != 200) {
            throw new UnreachableException(call + ": unexpected status " + answer.status());
        }
        try {
            Bytes document = answer.upTo(MAX_ANSWER);
            Json.Obj members = JsonReader.with(JsonLimits.manifest()).readObject(document);
            return token(Fields.of(members, ""), call);
        } catch (IOException e) {
            throw Failures.unreachable(call, e);
        } catch (JsonException e) {
            throw new UnreachableException(call + ": the token service's answer is unusable: " + e.getMessage());
        }
    }

    private Token token(Fields members, Call call) {
        String value = members.optionalText("token")
                .filter(text -> !text.isEmpty())
                .or(() -> members.optionalText("access_token"))
                .orElse("");
        if (value.isEmpty() || !value.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new UnreachableException(call + ": the token service's answer has no usable token");
        }
        boolean named = members.object()
                .get("expires_in")
                .filter(Json.Whole.class::isInstance)
                .isPresent();
        long life = named ? members.whole("expires_in", 0, Long.MAX_VALUE) : DEFAULT_LIFE;
        long usable = Math.min(life, MAX_LIFE) * 800_000_000L;
        return new Token(value, settings.pacing().nanos() + usable);
    }
}
