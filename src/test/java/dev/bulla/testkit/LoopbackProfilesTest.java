package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.loopback.HostileProxy;
import dev.bulla.testkit.loopback.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the profiles of the loopback registry do that its other tests do not show. */
class LoopbackProfilesTest {
    /** As distribution 2.8, it keeps the contract of the real one and lacks what that lacks. */
    @Nested
    class AsDistribution extends RegistryContractTest {
        @Override
        URI base() {
            return SHARED.base();
        }

        @Test
        void theDistributionRegistryHasNoReferrersApi() {
            String digest = RawRegistry.digest("subject".getBytes(StandardCharsets.UTF_8));

            assertThat(repository().send("GET", "referrers/" + digest).status()).isEqualTo(404);
        }
    }

    /** A proxy that lets everything pass cannot be told from the real registry behind it. */
    @Nested
    class TheRealRegistryBehindAProxy extends RegistryContractTest {
        @Override
        URI base() {
            return URI.create("http://" + PROXY.host());
        }
    }

    private static final LoopbackRegistry SHARED = RegistryProfile.DISTRIBUTION_2.start();
    private static final HostileProxy PROXY =
            HostileProxy.before(RealRegistry.shared().base());

    @ParameterizedTest
    @EnumSource
    void everyProfileSaysWhetherItListsAttachments(RegistryProfile profile) {
        try (LoopbackRegistry registry = profile.start()) {
            registry.access().open();
            registry.behaviour().limitedEvery(0);
            Answer answer = PlainHttp.send(
                    "GET", registry.base().resolve("/v2/r/referrers/" + RawRegistry.digest(new byte[0])));

            boolean list = answer.status() == 200 && answer.text().startsWith("{");
            assertThat(list).isEqualTo(profile.hasApi());
        }
    }

    @Test
    void eachFourthRequestIsOneTooMany() {
        try (LoopbackRegistry registry = RegistryProfile.LIMITED.start()) {
            for (int i = 1; i <= 8; i++) {
                Answer answer = PlainHttp.send("GET", registry.base().resolve("/v2/"));
                assertThat(answer.status()).isEqualTo(i % 4 == 0 ? 429 : 200);
                assertThat(answer.header("Retry-After").isPresent()).isEqualTo(i % 4 == 0);
            }
        }
    }

    @Test
    void aBlobBeyondTheLimitIsNotTaken() {
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            registry.behaviour().maxBlobBytes(3);
            RawRegistry repository = new RawRegistry(registry.base(), "limited");
            byte[] content = "four".getBytes(StandardCharsets.UTF_8);

            Answer end = repository.endUpload(repository.openUpload(), content, RawRegistry.digest(content));

            assertThat(end.status()).isEqualTo(413);
        }
    }

    @Test
    void aRegistryMayWriteFallbackTagsByItselfAndListWrongTypes() {
        try (LoopbackRegistry registry = RegistryProfile.GOOGLE.start()) {
            RawRegistry repository = new RawRegistry(registry.base(), "google");
            byte[] subject = repository.pushImage("one", "{}");
            byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
            byte[] referrer = ("{\"schemaVersion\":2,\"mediaType\":\"" + RawRegistry.MANIFEST
                            + "\",\"artifactType\":\"application/vnd.example\",\"config\":"
                            + RawRegistry.descriptor("application/vnd.oci.empty.v1+json", config)
                            + ",\"layers\":[],\"subject\":" + RawRegistry.descriptor(RawRegistry.MANIFEST, subject)
                            + "}")
                    .getBytes(StandardCharsets.UTF_8);
            repository.putManifest(RawRegistry.digest(referrer), RawRegistry.MANIFEST, referrer);

            String tag = RawRegistry.digest(subject).replace(':', '-');
            assertThat(repository.manifest(tag).text())
                    .contains(RawRegistry.digest(referrer))
                    .contains("application/vnd.example");
            registry.referrers().wrongTypes(true);
            assertThat(repository
                            .send("GET", "referrers/" + RawRegistry.digest(subject))
                            .text())
                    .contains(RawRegistry.digest(referrer))
                    .doesNotContain("application/vnd.example");
        }
    }

    @Test
    void aMiddlemanSeesRequestsAndDecidesWhatIsAnswered() {
        try (HostileProxy proxy = HostileProxy.before(SHARED.base())) {
            byte[] one = new RawRegistry(SHARED.base(), "between").pushImage("one", "{\"a\":1}");
            byte[] two = new RawRegistry(SHARED.base(), "between").pushImage("two", "{\"a\":2}");
            proxy.between((request, registry) ->
                    registry.answer(request.reference().equals("one") ? request.instead("two") : request));
            RawRegistry repository = new RawRegistry(URI.create("http://" + proxy.host()), "between");

            assertThat(repository.manifest("one").bytes()).isEqualTo(two).isNotEqualTo(one);
            assertThat(proxy.log().of(Kind.MANIFEST_GET)).hasSize(1);
        }
    }
}
