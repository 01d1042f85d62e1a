package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.DeniedException;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.RequestLog.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told which credentials (threats T20, P35; registries.md section 7.2). */
@Timeout(60)
class AccessTest {
    private static final Login TESTER = new Login("tester", "se:cret");

    private final LoopbackRegistry registry = LoopbackRegistry.start();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void credentialsAreLookedUpAfterAChallengeOnly() {
        AtomicInteger lookups = new AtomicInteger();
        CredentialSource counting = host -> {
            lookups.incrementAndGet();
            return java.util.Optional.of(TESTER);
        };
        try (RegistryStore store = store(counting)) {
            assertThat(store.manifest(new Tag("v1"))).isEmpty();
            assertThat(lookups).hasValue(0);
            registry.access().basic().user("tester", "se:cret");
            store.manifest(new Tag("v1"));
            store.manifest(new Tag("v2"));
            assertThat(lookups).hasValue(1);
        }
    }

    @Test
    void aBasicChallengeIsAnsweredWithTheLogin() {
        registry.access().basic().user("tester", "se:cret");
        try (RegistryStore store = store(CredentialSource.given(TESTER))) {
            push(store);
        }
        try (RegistryStore store = store(CredentialSource.anonymous())) {
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> store.manifest(new Tag("v1")))
                    .satisfies(e -> assertThat(e.hints()).anyMatch(hint -> hint.contains("bulla login")));
        }
        try (RegistryStore store = store(CredentialSource.given(new Login("tester", "wrong")))) {
            assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> store.manifest(new Tag("v1")));
        }
    }

    @Test
    void aRealRegistryWithAPasswordFileIsServed() {
        try (RealRegistry real = RealRegistry.withBasicAuth()) {
            RegistryOptions options = RegistryOptions.standard(TestSettings.quick())
                    .withCredentials(CredentialSource.given(new Login(RealRegistry.USER, RealRegistry.PASSWORD)));
            try (RegistryStore store = RegistryStore.open(new Place.RegistryPlace(real.host(), "auth"), options)) {
                push(store);
            }
        }
    }

    @Test
    void tokensAreAskedForOncePerScopeAndReused() {
        registry.access().token().user("tester", "se:cret");
        try (RegistryStore store = store(CredentialSource.given(TESTER))) {
            push(store);
            push(store);
            assertThat(store.manifest(new Tag("none"))).isEmpty();
        }
        List<String> scopes =
                registry.log().of(Kind.TOKEN).stream().map(Entry::target).toList();
        assertThat(scopes).doesNotHaveDuplicates();
        assertThat(scopes).anyMatch(target -> target.contains("pull%2Cpush"));
    }

    @Test
    void anonymousTokensAreFetchedWithoutCredentials() {
        registry.access().token().anonymousPull(true);
        try (RegistryStore store = store(CredentialSource.anonymous())) {
            assertThat(store.manifest(new Tag("none"))).isEmpty();
        }
        assertThat(registry.log().of(Kind.TOKEN))
                .allMatch(e -> e.header("Authorization").isEmpty());
    }

    @Test
    void aMountAsksForBothRepositories() {
        registry.access().token().user("tester", "se:cret");
        Descriptor blob = Sample.blob("mounted");
        try (RegistryStore from = store("auth/from", CredentialSource.given(TESTER));
                RegistryStore to = store("auth/to", CredentialSource.given(TESTER))) {
            from.pushBlob(blob, Content.of(Bytes.utf8("mounted")));
            assertThat(to.mountBlob(blob, from.place())).isTrue();
        }
        assertThat(registry.log().of(Kind.TOKEN))
                .anyMatch(e -> e.target().contains("scope=repository%3Aauth%2Fto%3Apull%2Cpush")
                        && e.target().contains("scope=repository%3Aauth%2Ffrom%3Apull"));
    }

    @Attack("P35")
    @Test
    void twoIdentitiesShareNoToken() {
        registry.access().token().user("tester", "se:cret").user("guest", "guest");
        registry.access().forbid("guest", "repository:auth/app:push");
        try (RegistryStore one = store(CredentialSource.given(TESTER));
                RegistryStore other = store(CredentialSource.given(new Login("guest", "guest")))) {
            push(one);
            assertThatExceptionOfType(DeniedException.class)
                    .isThrownBy(() -> other.pushBlob(Sample.blob("x"), Content.of(Bytes.utf8("x"))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer scope=\"s\",service=registry , realm=\"%s\"",
                "Negotiate abc==, Basic realm=\"x\", bearer  realm = \"%s\" ,error=\"invalid_token\"",
                "BEARER Realm=\"%s\",x=\"a \\\" , b\""
            })
    void challengesAreReadInAnyForm(String form) {
        registry.access().token().user("tester", "se:cret");
        String realm = registry.base() + "/token";
        registry.access().challenge(standard -> String.format(java.util.Locale.ROOT, form, realm));
        try (RegistryStore store = store(CredentialSource.given(TESTER))) {
            push(store);
        }
    }

    @Test
    void aTokenMayBeCalledAccessToken() {
        registry.access().token().user("tester", "se:cret").tokenMember("access_token");
        try (RegistryStore store = store(CredentialSource.given(TESTER))) {
            push(store);
        }
    }

    @Attack({"T20", "O20"})
    @Test
    void aForeignRealmGetsNoCredentials() {
        List<String> received = new ArrayList<>();
        try (ScriptedServer thief = new ScriptedServer((request, out) -> {
            received.add(request.header("authorization"));
            ScriptedServer.reply(out, 200, "{\"token\":\"t\"}", "Content-Type", "application/json");
        })) {
            registry.access()
                    .token()
                    .realm("http://thief.example:" + thief.address("/").getPort() + "/token");
            try (RegistryStore store = store(CredentialSource.given(TESTER))) {
                assertThatExceptionOfType(DeniedException.class)
                        .isThrownBy(() -> store.manifest(new Tag("v1")))
                        .withMessageContaining("thief.example");
            }
        }
        assertThat(received).isEmpty();
    }

    @Attack({"T20", "O20"})
    @Test
    void aRedirectToAnotherOriginCarriesNoCredentials() {
        Descriptor blob = Sample.blob("redirected");
        registry.access().basic().user("tester", "se:cret");
        registry.behaviour().redirectBlobs(307);
        try (RegistryStore store = store(CredentialSource.given(TESTER))) {
            store.pushBlob(blob, Content.of(Bytes.utf8("redirected")));
            assertThat(store.blobBytes(blob, 100)).isEqualTo(Bytes.utf8("redirected"));
        }
        assertThat(registry.storageLog().entries())
                .isNotEmpty()
                .allMatch(entry -> entry.header("Authorization").isEmpty());
    }

    @Attack("T20")
    @Test
    void neitherPasswordsNorTokensReachTheTraceOrMessages() {
        registry.access().token().user("tester", "se:cret");
        List<String> lines = new ArrayList<>();
        RegistryOptions options = RegistryOptions.standard(TestSettings.quick().withTrace(lines::add))
                .withCredentials(CredentialSource.given(TESTER));
        try (RegistryStore store = RegistryStore.open(place("auth/app"), options)) {
            push(store);
        }
        String basic = TESTER.basic().substring("Basic ".length());
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("se:cret") || line.contains(basic));
        assertThat(lines).noneMatch(line -> line.contains("Bearer") || line.contains("scope="));
        assertThat(TESTER.toString()).doesNotContain("se:cret");
    }

    @Test
    void aLoginIsCheckedBeforeItIsStored() {
        RegistryOptions right =
                RegistryOptions.standard(TestSettings.quick()).withCredentials(CredentialSource.given(TESTER));
        RegistryOptions wrong = right.withCredentials(CredentialSource.given(new Login("tester", "wrong")));
        assertThat(LoginCheck.accepts(registry.host(), right)).isFalse();
        registry.access().basic().user("tester", "se:cret");
        assertThat(LoginCheck.accepts(registry.host(), right)).isTrue();
        assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> LoginCheck.accepts(registry.host(), wrong));
        registry.access().token();
        assertThat(LoginCheck.accepts(registry.host(), right)).isTrue();
        assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> LoginCheck.accepts(registry.host(), wrong));
    }

    @Attack("O19")
    @Test
    void whatIsMissingBehind403IsADenial() {
        registry.behaviour().missingStatus(403);
        Descriptor none = Sample.blob("none");
        try (RegistryStore store = store(CredentialSource.anonymous())) {
            assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> store.manifest(new Tag("none")));
            assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> store.manifest(none.digest()));
            assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> store.hasManifest(none.digest()));
            assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> store.blobBytes(none, 100));
            assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> store.hasBlob(none));
        }
    }

    private static void push(RegistryStore store) {
        Manifest image = Sample.image(store, "layer");
        store.pushManifest(image);
        store.tag(image, new Tag("v1"));
        assertThat(store.manifest(new Tag("v1"))).contains(image);
    }

    private RegistryStore store(CredentialSource credentials) {
        return store("auth/app", credentials);
    }

    private RegistryStore store(String repository, CredentialSource credentials) {
        return RegistryStore.open(
                place(repository),
                RegistryOptions.standard(TestSettings.quick()).withCredentials(credentials));
    }

    private Place.RegistryPlace place(String repository) {
        return new Place.RegistryPlace(registry.host(), repository);
    }
}
