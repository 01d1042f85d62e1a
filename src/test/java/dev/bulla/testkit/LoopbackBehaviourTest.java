package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.loopback.Behaviour.DigestHeader;
import dev.bulla.testkit.loopback.Behaviour.Refusal;
import dev.bulla.testkit.loopback.Digests;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the loopback registry can be told to do otherwise than most registries. */
class LoopbackBehaviourTest {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    @AutoClose
    private final LoopbackRegistry registry = LoopbackRegistry.start();

    private final RawRegistry repository = new RawRegistry(registry.base(), "some/app");

    @Test
    void aChunkOutOfOrderIsRefusedWith416() {
        assertThat(chunk(repository.openUpload(), 6, 10).status()).isEqualTo(416);
        assertThat(chunk(repository.openUpload(), 0, 6).status()).isEqualTo(202);
    }

    @Test
    void aChunkBelowTheMinimumMustBeTheLast() {
        registry.behaviour().chunkMinLength(6);
        Answer opened = repository.send("POST", "blobs/uploads/");
        assertThat(opened.header("OCI-Chunk-Min-Length")).hasValue("6");

        Answer first = chunk(repository.location(opened), 0, 4);
        assertThat(first.status()).isEqualTo(202);
        assertThat(chunk(repository.location(first), 4, 10).status()).isEqualTo(416);
        assertThat(registry.openUploads()).isEqualTo(1);
    }

    @Test
    void tagsAreListedInOrderAndInPages() {
        for (String tag : new String[] {"c", "a", "b"}) {
            repository.pushImage(tag, "{}");
        }
        registry.behaviour().tagPageSize(2);

        Answer first = repository.send("GET", "tags/list");

        assertThat(first.text()).isEqualTo("{\"name\":\"some/app\",\"tags\":[\"a\",\"b\"]}");
        assertThat(first.header("Link")).hasValue("</v2/some/app/tags/list?last=b&n=2>; rel=\"next\"");
        Answer second = repository.send("GET", "tags/list?last=b&n=2");
        assertThat(second.text()).contains("[\"c\"]");
        assertThat(second.header("Link")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void anImmutableTagTakesTheSameManifestOnly(int status) {
        byte[] first = repository.pushImage("v1", "{\"a\":1}");
        byte[] second = repository.pushImage("v2", "{\"a\":2}");
        registry.behaviour().immutableTags(status);

        assertThat(repository.putManifest("v1", RawRegistry.MANIFEST, second).status())
                .isEqualTo(status);
        assertThat(repository.putManifest("v1", RawRegistry.MANIFEST, first).status())
                .isEqualTo(201);
    }

    @Test
    void switchedOffDeletesAndMountsAreAnsweredAsRegistriesDo() {
        String digest = repository.pushBlob(CONTENT);
        registry.behaviour().deletes(false).mounts(false);

        assertThat(repository.send("DELETE", "blobs/" + digest).status()).isEqualTo(405);
        Answer mount = new RawRegistry(registry.base(), "other/app")
                .send("POST", "blobs/uploads/?mount=" + digest + "&from=some/app");
        assertThat(mount.status()).isEqualTo(202);
        assertThat(mount.header("Location")).isPresent();
    }

    @Test
    void redirectedBlobsComeFromTheSecondOriginWhichSeesWhatItIsSent() {
        String digest = repository.pushBlob(CONTENT);
        registry.behaviour().redirectBlobs(307);

        Answer redirect = repository.send("GET", "blobs/" + digest, "Authorization", "Bearer x");
        assertThat(redirect.status()).isEqualTo(307);
        URI target = repository.location(redirect);
        assertThat(target.getAuthority()).isEqualTo(registry.storageBase().getAuthority());
        assertThat(PlainHttp.send("GET", target, "X-Probe", "yes").bytes()).isEqualTo(CONTENT);
        assertThat(registry.storageLog().entries().get(0).header("X-Probe")).hasValue("yes");
    }

    @Test
    void theDigestHeaderCanLieOrBeAbsent() {
        String digest = repository.pushBlob(CONTENT);

        registry.behaviour().digestHeader(DigestHeader.FALSE);
        Answer lie = repository.send("GET", "blobs/" + digest);
        registry.behaviour().digestHeader(DigestHeader.ABSENT);
        Answer silent = repository.send("GET", "blobs/" + digest);

        assertThat(lie.header("Docker-Content-Digest")).isPresent().isNotEqualTo(Optional.of(digest));
        assertThat(silent.header("Docker-Content-Digest")).isEmpty();
    }

    @Test
    void sha512IsTakenUnlessSwitchedOff() {
        String digest = Digests.sha512(CONTENT);
        assertThat(repository
                        .endUpload(repository.openUpload(), CONTENT, digest)
                        .status())
                .isEqualTo(201);
        assertThat(repository.send("GET", "blobs/" + digest).bytes()).isEqualTo(CONTENT);

        registry.behaviour().sha512(false);
        assertThat(repository
                        .endUpload(repository.openUpload(), CONTENT, digest)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aLostTagWriteIsAnsweredAsIfItHadHappened() {
        byte[] first = repository.pushImage("tag", "{\"a\":1}");
        registry.behaviour().lostTagWrites(1);

        byte[] second = repository.pushImage("tag", "{\"a\":2}");

        assertThat(repository.manifest("tag").bytes()).isEqualTo(first);
        assertThat(repository.manifest(RawRegistry.digest(second)).bytes()).isEqualTo(second);
    }

    @Test
    void aStaleReadShowsTheTagAsItWas() {
        byte[] first = repository.pushImage("tag", "{\"a\":1}");
        byte[] second = repository.pushImage("tag", "{\"a\":2}");
        registry.behaviour().staleTagReads(1);

        assertThat(repository.manifest("tag").bytes()).isEqualTo(first);
        assertThat(repository.manifest("tag").bytes()).isEqualTo(second);
    }

    @Test
    void conditionalPutsAreIgnoredUnlessSwitchedOn() {
        byte[] image = repository.pushImage("tag", "{}");
        byte[] other = repository.pushImage("other", "{\"a\":2}");
        URI tag = repository.at("manifests/tag");
        String[] stale = {"Content-Type", RawRegistry.MANIFEST, "If-Match", "\"sha256:old\""};

        assertThat(PlainHttp.send("PUT", tag, image, stale).status()).isEqualTo(201);
        registry.behaviour().conditionalPuts(true);
        assertThat(PlainHttp.send("PUT", tag, other, stale).status()).isEqualTo(412);
        String[] fresh = {"Content-Type", RawRegistry.MANIFEST, "If-Match", "\"" + RawRegistry.digest(image) + "\""};
        assertThat(PlainHttp.send("PUT", tag, other, fresh).status()).isEqualTo(201);
    }

    @Test
    void manifestsCanBeRefusedConvertedOrTooLarge() {
        byte[] image = repository.pushImage("tag", "{}");

        registry.behaviour().convertsManifests(true);
        assertThat(repository.manifest("tag").bytes()).hasSize(image.length + 1);
        registry.behaviour().refusing(Refusal.INDEX);
        byte[] index = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
        assertThat(repository.putManifest("index", RawRegistry.INDEX, index).status())
                .isEqualTo(400);
        registry.behaviour().maxManifestBytes(10);
        assertThat(repository.putManifest("tag", RawRegistry.MANIFEST, image).status())
                .isEqualTo(413);
    }

    @Test
    void warningsComeWithEveryAnswer() {
        registry.behaviour().warnings("one", "two").relativeLocations(true);

        Answer opened = repository.send("POST", "blobs/uploads/");

        assertThat(opened.headers("Warning")).containsExactly("299 - \"one\"", "299 - \"two\"");
        assertThat(opened.header("Location").orElse("")).startsWith("/v2/");
    }

    private static Answer chunk(URI upload, int from, int to) {
        byte[] bytes = Arrays.copyOfRange(CONTENT, from, to);
        return PlainHttp.send("PATCH", upload, bytes, "Content-Range", from + "-" + (to - 1));
    }
}
