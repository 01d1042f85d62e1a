package dev.bulla.testkit.loopback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Asks for credentials, and gives tokens for them. */
public final class Gatekeeper {

    private static final String BEARER = "Bearer ";
    private static final int LIFETIME_SECONDS = 300;

    private final Access access;
    private final Supplier<String> base;
    private final Map<String, Set<String>> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    Gatekeeper(Access access, Supplier<String> base) {
        this.access = access;
        this.base = base;
    }

    /** All tokens given so far stop to be valid. */
    public void expireTokens() {
        tokens.clear();
    }

    /** How many tokens have been given. */
    public int tokensGiven() {
        return last.get();
    }

    /** The answer that keeps a request out; nothing if it may pass. */
    Optional<Answer> refusal(Request request, Route route) {
        return switch (access.mode) {
            case OPEN -> Optional.empty();
            case BASIC -> basic(request);
            case TOKEN -> token(request, route);
        };
    }

    private Optional<Answer> basic(Request request) {
        Optional<String> user = access.userOf(request.header("Authorization"));
        if (user.isPresent() && !user.get().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                unauthorized(401).with("WWW-Authenticate", access.challenge.apply("Basic realm=\"loopback\"")));
    }

    private Optional<Answer> token(Request request, Route route) {
        Map<String, String> scopes = needed(request, route);
        Optional<String> given = request.header("Authorization")
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()));
        Optional<Set<String>> granted = given.map(tokens::get);
        if (granted.isPresent()) {
            boolean enough = granted.get().containsAll(actions(scopes));
            return enough
                    ? Optional.empty()
                    : Optional.of(challenged(access.insufficientStatus, scopes, "insufficient_scope"));
        }
        return Optional.of(challenged(401, scopes, given.isPresent() ? "invalid_token" : ""));
    }

    private Answer challenged(int status, Map<String, String> scopes, String error) {
        StringBuilder challenge = new StringBuilder("Bearer realm=\"")
                .append(access.realm.orElseGet(() -> base.get() + "/token"))
                .append("\",service=\"")
                .append(access.service)
                .append('"');
        if (!scopes.isEmpty()) {
            List<String> texts = new ArrayList<>();
            scopes.forEach((repository, actions) -> texts.add("repository:" + repository + ":" + actions));
            challenge.append(",scope=\"").append(String.join(" ", texts)).append('"');
        }
        if (!error.isEmpty()) {
            challenge.append(",error=\"").append(error).append('"');
        }
        return unauthorized(status).with("WWW-Authenticate", access.challenge.apply(challenge.toString()));
    }

    private static Answer unauthorized(int status) {
        return Answer.error(status, status == 403 ? "DENIED" : "UNAUTHORIZED", "authentication required");
    }

    /** Repository to actions; a mount needs to read the other repository as well. */
    private static Map<String, String> needed(Request request, Route route) {
        Map<String, String> scopes = new LinkedHashMap<>();
        if (!route.repository().isEmpty()) {
            scopes.put(
                    route.repository(),
                    switch (request.method()) {
                        case "GET", "HEAD" -> "pull";
                        case "DELETE" -> "delete";
                        default -> "pull,push";
                    });
            if (route.kind() == Kind.MOUNT) {
                request.parameter("from").ifPresent(from -> scopes.putIfAbsent(from, "pull"));
            }
        }
        return scopes;
    }

    private static Set<String> actions(Map<String, String> scopes) {
        Set<String> actions = new TreeSet<>();
        scopes.forEach((repository, list) -> {
            for (String action : list.split(",", -1)) {
                actions.add("repository:" + repository + ":" + action);
            }
        });
        return actions;
    }

    /** The token service, {@code GET realm?service=…&scope=…}; it grants of what is asked what the user may have. */
    Answer serveToken(Request request) {
        if (!request.method().equals("GET")) {
            return Answer.error(405, "UNSUPPORTED", "only GET");
        }
        Optional<String> user = access.userOf(request.header("Authorization"));
        boolean anonymous = user.filter(String::isEmpty).isPresent();
        if (user.isEmpty() || (anonymous && !access.anonymousPull)) {
            return unauthorized(401).with("WWW-Authenticate", "Basic realm=\"loopback tokens\"");
        }
        Set<String> granted = new TreeSet<>();
        for (String parameter : request.parameters("scope")) {
            for (String scope : parameter.split(" ", -1)) {
                int colon = scope.lastIndexOf(':');
                for (String action : scope.substring(colon + 1).split(",", -1)) {
                    String one = scope.substring(0, Math.max(0, colon)) + ":" + action;
                    if (access.mayHave(user.get(), one)) {
                        granted.add(one);
                    }
                }
            }
        }
        String token = "opaque-of-loopback-" + last.incrementAndGet();
        tokens.put(token, granted);
        return Answer.json(200, Map.of(access.tokenMember, token, "expires_in", LIFETIME_SECONDS));
    }
}
