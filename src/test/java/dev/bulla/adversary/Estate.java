package dev.bulla.adversary;

import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.HostileProxy;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.Request;
import dev.bulla.testkit.loopback.RequestLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A proxy behind which lie {@code registry.example} with its login, {@code storage.example} and {@code thief.example}; it
 * sees every request, whoever it is for.
 */
final class Estate implements AutoCloseable {
    static final String REGISTRY = "registry.example";
    static final String STORAGE = "storage.example";
    static final String THIEF = "thief.example";
    static final String USER = "tester";
    static final String PASSWORD = "Se:cret-of-the-tester";
    static final String IDENTITY = "identity-token-of-the-tester";

    final LoopbackRegistry registry = LoopbackRegistry.start();
    final HostileProxy proxy = HostileProxy.before(registry.base());

    /** Where a registry tries to have the login sent. */
    enum Way {
        /** Nowhere: a basic login. */
        BASIC(true),
        /** Nowhere: a token for the login. */
        TOKEN(true),
        /** Nowhere: an identity token, which is not supported. */
        IDENTITY_TOKEN(false),
        /** Downloads come from a storage elsewhere. */
        STORAGE(true),
        /** The same, and the storage asks for a login too. */
        STORAGE_THAT_ASKS(true),
        /** The token service is somebody else's. */
        FOREIGN_REALM(false),
        /** The registry's own token service leads to somebody else's. */
        REALM_THAT_LEADS_AWAY(false),
        /** Uploads are to go elsewhere. */
        FOREIGN_UPLOAD(false),
        /** Manifests are elsewhere. */
        FOREIGN_MANIFEST(false),
        /** Further pages are elsewhere. */
        FOREIGN_PAGES(false),
        /** Errors repeat the login. */
        ECHO(false),
        /** Warnings and addresses repeat the login. */
        ECHO_IN_HEADERS(true);

        private final boolean works;

        Way(boolean works) {
            this.works = works;
        }

        /** Whether an upload and a download succeed. */
        boolean works() {
            return works;
        }
    }

    Estate(Way way) {
        registry.access().user(USER, PASSWORD);
        if (way == Way.TOKEN || way == Way.REALM_THAT_LEADS_AWAY || way == Way.FOREIGN_REALM) {
            registry.access().token();
        } else {
            registry.access().basic();
        }
        if (way == Way.FOREIGN_REALM) {
            registry.access().realm("http://" + THIEF + "/token");
        }
        proxy.between(middleman(way));
    }

    private Middleman middleman(Way way) {
        return (request, registry) -> {
            if (!request.host().equals(REGISTRY)) {
                return way == Way.STORAGE && request.host().equals(STORAGE)
                        ? stored(request)
                        : asking(Answer.error(401, "UNAUTHORIZED", "who are you?"));
            }
            return switch (way) {
                case STORAGE, STORAGE_THAT_ASKS -> sent(request, registry, 307, STORAGE, on(Kind.BLOB_GET));
                case REALM_THAT_LEADS_AWAY -> sent(request, registry, 307, THIEF, on(Kind.TOKEN));
                case FOREIGN_MANIFEST -> sent(request, registry, 307, THIEF, on(Kind.MANIFEST_GET));
                case FOREIGN_UPLOAD -> sent(request, registry, 202, THIEF, on(Kind.UPLOAD_START));
                case FOREIGN_PAGES -> paged(request, registry.answer(request));
                case ECHO ->
                    isLoggedIn(request) && request.kind() == Kind.MANIFEST_GET
                            ? Answer.error(403, said(request), said(request))
                            : registry.answer(request);
                case ECHO_IN_HEADERS ->
                    isLoggedIn(request)
                            ? registry.answer(request).adding("Warning", "299 - \"" + said(request) + "\"")
                            : registry.answer(request);
                case BASIC, TOKEN, IDENTITY_TOKEN, FOREIGN_REALM -> registry.answer(request);
            };
        };
    }

    private static boolean isLoggedIn(Request request) {
        return request.header("Authorization").isPresent();
    }

    private static String said(Request request) {
        String header = request.header("Authorization").orElse("");
        String credentials = header.substring(header.indexOf(' ') + 1);
        String decoded = header.startsWith("Basic ")
                ? new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8)
                : credentials;
        return "you said " + header + ", that is " + decoded;
    }

    private static Predicate<Request> on(Kind kind) {
        return request -> request.kind() == kind;
    }

    private static Answer sent(
            Request request, Middleman.Registry registry, int status, String host, Predicate<Request> which) {
        return which.test(request) && (isLoggedIn(request) || request.kind() == Kind.TOKEN)
                ? Answer.of(status).with("Location", "http://" + host + request.path() + "?signature=of-the-storage")
                : registry.answer(request);
    }

    private static Answer paged(Request request, Answer answer) {
        return request.kind() == Kind.REFERRERS || request.kind() == Kind.TAGS
                ? answer.with("Link", "<http://" + THIEF + request.path() + ">; rel=\"next\"")
                : answer;
    }

    private static Answer asking(Answer answer) {
        return answer.with("WWW-Authenticate", "Basic realm=\"" + THIEF + "\"");
    }

    private Answer stored(Request request) {
        return registry.content()
                .blob(request.repository(), request.reference())
                .map(content -> Answer.of(200).withBody(content))
                .orElseGet(() -> Answer.html(404));
    }

    /** What nobody but the registry may learn. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, IDENTITY, basic()));
        for (int i = 1; i <= registry.tokens().tokensGiven(); i++) {
            secrets.add("opaque-of-loopback-" + i);
        }
        return secrets;
    }

    /** The login as it stands in a header, and in files. */
    static String basic() {
        return Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    /** Everything that a request says apart from its {@code Authorization}. */
    static String open(RequestLog.Entry entry) {
        StringBuilder text = new StringBuilder(entry.target());
        for (Map.Entry<String, List<String>> header : entry.request().headers().entrySet()) {
            if (!header.getKey().equals("authorization")) {
                text.append('\n').append(header);
            }
        }
        return text.append('\n')
                .append(new String(entry.request().body(), StandardCharsets.ISO_8859_1))
                .toString();
    }

    @Override
    public void close() {
        proxy.close();
        registry.close();
    }
}
