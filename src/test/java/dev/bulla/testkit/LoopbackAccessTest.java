package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.loopback.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How the loopback registry asks for credentials, and what it gives for them. */
class LoopbackAccessTest {

    private static final Pattern TOKEN = Pattern.compile("\"(?:access_)?token\":\"([^\"]+)\"");
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    @AutoClose
    private final LoopbackRegistry registry = LoopbackRegistry.start();

    private final String digest = registry.content().putBlob("some/app", CONTENT);

    @Test
    void basicAuthenticationNeedsTheRightPassword() {
        registry.access().basic().user("tester", "right");

        assertThat(get().status()).isEqualTo(401);
        assertThat(get().header("WWW-Authenticate")).hasValue("Basic realm=\"loopback\"");
        assertThat(get("Authorization", basic("tester", "wrong")).status()).isEqualTo(401);
        assertThat(get("Authorization", basic("tester", "right")).status()).isEqualTo(200);
    }

    @Test
    void aTokenIsAskedForWithRealmServiceAndScope() {
        registry.access().token();

        assertThat(get().header("WWW-Authenticate"))
                .hasValue("Bearer realm=\"" + registry.base()
                        + "/token\",service=\"loopback\",scope=\"repository:some/app:pull\"");
    }

    @Test
    void aTokenReachesAsFarAsItsScopes() {
        registry.access().token().user("tester", "right");
        String pull = token("repository:some/app:pull");

        assertThat(get("Authorization", "Bearer " + pull).status()).isEqualTo(200);
        Answer post = send("POST", "some/app", "blobs/uploads/", "Authorization", "Bearer " + pull);
        assertThat(post.status()).isEqualTo(401);
        assertThat(post.header("WWW-Authenticate").orElse(""))
                .contains("scope=\"repository:some/app:pull,push\"")
                .contains("error=\"insufficient_scope\"");
    }

    @Test
    void aMountAcrossRepositoriesNeedsBothScopes() {
        registry.access().token().user("tester", "right");
        String path = "blobs/uploads/?mount=" + digest + "&from=some/app";

        Answer asked = send("POST", "other/app", path);
        assertThat(asked.header("WWW-Authenticate").orElse(""))
                .contains("scope=\"repository:other/app:pull,push repository:some/app:pull\"");
        String one = token("repository:other/app:pull,push");
        assertThat(send("POST", "other/app", path, "Authorization", "Bearer " + one)
                        .status())
                .isEqualTo(401);
        String both = token("repository:other/app:pull,push&scope=repository:some/app:pull");
        assertThat(send("POST", "other/app", path, "Authorization", "Bearer " + both)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aForbiddenActionIsLeftOutOfTheToken() {
        registry.access().token().user("tester", "right").forbid("tester", "repository:some/app:push");

        String token = token("repository:some/app:pull,push");

        assertThat(get("Authorization", "Bearer " + token).status()).isEqualTo(200);
        assertThat(send("POST", "some/app", "blobs/uploads/", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anExpiredTokenIsInvalid() {
        registry.access().token().user("tester", "right");
        String token = token("repository:some/app:pull");

        registry.tokens().expireTokens();

        Answer answer = get("Authorization", "Bearer " + token);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @Test
    void anonymousTokensAreForReadingIfAtAll() {
        registry.access().token();
        URI service = registry.base().resolve("/token?service=loopback&scope=repository:some/app:pull,push");
        assertThat(PlainHttp.send("GET", service).status()).isEqualTo(401);

        registry.access().anonymousPull(true).tokenMember("access_token");
        String token = tokenIn(PlainHttp.send("GET", service));

        assertThat(get("Authorization", "Bearer " + token).status()).isEqualTo(200);
        assertThat(send("POST", "some/app", "blobs/uploads/", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theRealmMayBeAtAnotherOriginAndTheChallengeWrittenOtherwise() {
        registry.access()
                .token()
                .user("tester", "right")
                .realm(registry.storageBase() + "/token")
                .challenge(text -> text.replace(",", ", "));

        assertThat(get().header("WWW-Authenticate").orElse(""))
                .contains("realm=\"" + registry.storageBase() + "/token\", service=");
        URI service = registry.storageBase().resolve("/token?scope=repository:some/app:pull");
        String token = tokenIn(PlainHttp.send("GET", service, "Authorization", basic("tester", "right")));
        assertThat(get("Authorization", "Bearer " + token).status()).isEqualTo(200);
        assertThat(registry.storageLog().entries()).hasSize(1);
        assertThat(registry.log().count(Kind.TOKEN)).isZero();
    }

    private String token(String scopes) {
        URI service = registry.base().resolve("/token?service=loopback&scope=" + scopes);
        return tokenIn(PlainHttp.send("GET", service, "Authorization", basic("tester", "right")));
    }

    private static String tokenIn(Answer answer) {
        Matcher matcher = TOKEN.matcher(answer.text());
        assertThat(matcher.find()).as(answer.text()).isTrue();
        return matcher.group(1);
    }

    private Answer get(String... headers) {
        return send("GET", "some/app", "blobs/" + digest, headers);
    }

    private Answer send(String method, String repository, String path, String... headers) {
        return new RawRegistry(registry.base(), repository).send(method, path, headers);
    }

    private static String basic(String user, String password) {
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
