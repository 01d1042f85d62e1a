package dev.bulla.testkit.loopback;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Who may do what, and how the registry asks for it; may be changed while it runs. */
public final class Access {

    enum Mode {
        OPEN,
        BASIC,
        TOKEN
    }

    volatile Mode mode = Mode.OPEN;
    volatile boolean anonymousPull;
    volatile Optional<String> realm = Optional.empty();
    volatile String service = "loopback";
    volatile String tokenMember = "token";
    volatile int insufficientStatus = 401;
    volatile UnaryOperator<String> challenge = UnaryOperator.identity();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    Access() {}

    /** Nobody is asked for anything: the state at the start. */
    public Access open() {
        mode = Mode.OPEN;
        return this;
    }

    /** Every request needs a user's name and password. */
    public Access basic() {
        mode = Mode.BASIC;
        return this;
    }

    /** Every request needs a token of the token service. */
    public Access token() {
        mode = Mode.TOKEN;
        return this;
    }

    /** Adds a user, who may do everything that is not forbidden. */
    public Access user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /** Whether the token service gives tokens for reading to everybody. */
    public Access anonymousPull(boolean on) {
        anonymousPull = on;
        return this;
    }

    /** Takes one action from one user, for instance {@code "repository:private/app:pull"}; the empty name is anonymous. */
    public Access forbid(String user, String scopeAction) {
        forbidden.add(user + " " + scopeAction);
        return this;
    }

    /** The realm of challenges, in place of {@code /token} of this registry. */
    public Access realm(String address) {
        realm = Optional.of(address);
        return this;
    }

    /** The service of challenges. */
    public Access service(String name) {
        service = name;
        return this;
    }

    /** The member that holds the token: {@code token}, or {@code access_token}. */
    public Access tokenMember(String name) {
        tokenMember = name;
        return this;
    }

    /** The status for a valid token that does not reach: 401, or 403. */
    public Access insufficientStatus(int status) {
        insufficientStatus = status;
        return this;
    }

    /** Rewrites the value of {@code WWW-Authenticate}: another order, more spaces, a second scheme. */
    public Access challenge(UnaryOperator<String> rewriting) {
        challenge = rewriting;
        return this;
    }

    /** The user whose name and password the header holds; the empty name without a header; nothing if they are wrong. */
    Optional<String> userOf(Optional<String> authorization) {
        if (authorization.isEmpty()) {
            return Optional.of("");
        }
        String header = authorization.get();
        if (!header.startsWith("Basic ")) {
            return Optional.empty();
        }
        byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()));
        String text = new String(pair, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        boolean right = colon >= 0 && text.substring(colon + 1).equals(passwords.get(name));
        return right ? Optional.of(name) : Optional.empty();
    }

    boolean mayHave(String user, String scopeAction) {
        boolean general = !user.isEmpty() || (anonymousPull && scopeAction.endsWith(":pull"));
        return general && !forbidden.contains(user + " " + scopeAction);
    }
}
