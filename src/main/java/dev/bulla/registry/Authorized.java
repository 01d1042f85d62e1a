package dev.bulla.registry;

import dev.bulla.oci.Rounds;
import dev.bulla.outcome.DeniedException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers a registry's challenges: basic, or bearer with a token for the scopes of the request. Credentials are looked up
 * after the first challenge only, and go to the registry's own origin (and its token service, {@link RealmCheck}); a
 * request that has been redirected elsewhere carries none.
 */
final class Authorized {
    private final URI registry;
    private final String host;
    private final Sender sender;
    private final CredentialSource credentials;
    private final Tokens tokens;
    private final AtomicReference<@Nullable Optional<Login>> login = new AtomicReference<>();
    private volatile boolean basic;

    Authorized(URI registry, String host, Sender sender, RegistryOptions options) {
        this.registry = registry;
        this.host = host;
        this.sender = sender;
        this.credentials = options.credentials();
        this.tokens = new Tokens(sender, options.http(), options.tokenHosts());
    }

    /** Sends with a right to {@code scopes}. */
    Sender to(Scopes scopes) {
        return (call, operation) -> send(call, operation, scopes);
    }

    private Answer send(Call call, Operation operation, Scopes scopes) {
        if (!Hosts.sameOrigin(call.address(), registry)) {
            return sender.send(call.without("Authorization"), operation);
        }
        int known = Rounds.known();
        Optional<String> held = held(scopes);
        Answer answer = sender.send(with(call, held), operation);
        if (answer.status() != 401) {
            return answer;
        }
        List<Challenge> challenges = Challenge.parse(answer.headers().all("WWW-Authenticate"));
        Optional<String> fresh = respond(challenges, scopes, operation);
        if (fresh.isEmpty() || fresh.equals(held)) {
            return answer;
        }
        answer.close();
        Rounds.backTo(known);
        return sender.send(with(call, fresh), operation);
    }

    private static Call with(Call call, Optional<String> authorization) {
        return authorization.isPresent() ? call.with("Authorization", authorization.get()) : call;
    }

    private Optional<String> held(Scopes scopes) {
        if (basic) {
            return login().map(Login::basic);
        }
        return tokens.held(scopes).map(token -> "Bearer " + token);
    }

    /** What to send instead, or empty when nothing can be. */
    private Optional<String> respond(List<Challenge> challenges, Scopes scopes, Operation operation) {
        Optional<Challenge> bearer = Challenge.find(challenges, "bearer");
        if (bearer.isPresent()) {
            return Optional.of("Bearer " + tokens.fetch(bearer.get(), scopes, login(), registry, operation));
        }
        if (Challenge.find(challenges, "basic").isPresent()) {
            Optional<Login> found = login();
            basic = found.isPresent();
            return found.map(Login::basic);
        }
        if (challenges.isEmpty()) {
            return Optional.empty();
        }
        throw new DeniedException("registry " + host + " asks for "
                + Shown.text(challenges.getFirst().scheme()) + " authentication, which is not supported");
    }

    private Optional<Login> login() {
        Optional<Login> known = login.get();
        if (known == null) {
            known = credentials.find(host);
            login.set(known);
        }
        return known;
    }
}
