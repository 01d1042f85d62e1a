package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.PlainHttp.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What the registry of the test kit and a real one do alike (distribution-spec 1.1): whoever tests against the one may
 * rely on the other.
 */
abstract class RegistryContractTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final String name = "contract/r" + NUMBER.incrementAndGet();

    abstract URI base();

    final RawRegistry repository() {
        return new RawRegistry(base(), name);
    }

    @Test
    void versionCheckIsAnsweredWith200() {
        assertThat(PlainHttp.send("GET", base().resolve("/v2/")).status()).isEqualTo(200);
    }

    @Test
    void aBlobPushedInOnePieceIsReadBackByteForByte() {
        String digest = repository().pushBlob(CONTENT);

        Answer head = repository().send("HEAD", "blobs/" + digest);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).hasValue("10");
        Answer get = repository().send("GET", "blobs/" + digest);
        assertThat(get.bytes()).isEqualTo(CONTENT);
        assertThat(get.header("Docker-Content-Digest")).hasValue(digest);
    }

    @Test
    void aBlobPushedInChunksIsReadBackByteForByte() {
        URI upload = repository().openUpload();
        Answer first = chunk(upload, Arrays.copyOfRange(CONTENT, 0, 6), "0-5");
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Range")).hasValue("0-5");
        Answer second = chunk(repository().location(first), Arrays.copyOfRange(CONTENT, 6, 10), "6-9");
        assertThat(second.header("Range")).hasValue("0-9");

        String digest = RawRegistry.digest(CONTENT);
        Answer end = repository().endUpload(repository().location(second), new byte[0], digest);

        assertThat(end.status()).isEqualTo(201);
        assertThat(repository().send("GET", "blobs/" + digest).bytes()).isEqualTo(CONTENT);
    }

    @Test
    void anOpenUploadTellsItsStateAndCanBeCancelled() {
        URI upload = repository().openUpload();

        assertThat(PlainHttp.send("GET", upload).status()).isEqualTo(204);
        assertThat(PlainHttp.send("DELETE", upload).status()).isEqualTo(204);
        assertThat(PlainHttp.send("GET", upload).status()).isEqualTo(404);
    }

    @Test
    void aBlobThatIsNotWhatItsDigestSaysIsRefusedAndNotStored() {
        String other = RawRegistry.digest("other".getBytes(StandardCharsets.UTF_8));

        Answer answer = repository().endUpload(repository().openUpload(), CONTENT, other);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("DIGEST_INVALID");
        assertThat(repository().send("HEAD", "blobs/" + other).status()).isEqualTo(404);
    }

    @Test
    void partOfABlobIsReadByRange() {
        String digest = repository().pushBlob(CONTENT);

        Answer part = repository().send("GET", "blobs/" + digest, "Range", "bytes=4-");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("456789");
        assertThat(part.header("Content-Range")).hasValue("bytes 4-9/10");
    }

    @Test
    void aBlobIsMountedFromAnotherRepository() {
        String digest = new RawRegistry(base(), name + "/source").pushBlob(CONTENT);

        Answer mounted = repository().send("POST", "blobs/uploads/?mount=" + digest + "&from=" + name + "/source");

        assertThat(mounted.status()).isEqualTo(201);
        assertThat(repository().send("GET", "blobs/" + digest).bytes()).isEqualTo(CONTENT);
    }

    @Test
    void aMountOfWhatIsNotThereOpensAnUpload() {
        String digest = RawRegistry.digest(CONTENT);

        Answer answer = repository().send("POST", "blobs/uploads/?mount=" + digest + "&from=" + name + "/nowhere");

        assertThat(answer.status()).isEqualTo(202);
        Answer end = repository().endUpload(repository().location(answer), CONTENT, digest);
        assertThat(end.status()).isEqualTo(201);
    }

    @Test
    void whatIsNotThereIsAnsweredWith404AndAnErrorDocument() {
        String digest = RawRegistry.digest(CONTENT);
        repository().pushImage("present", "{}");

        Answer blob = repository().send("GET", "blobs/" + digest);
        assertThat(blob.status()).isEqualTo(404);
        assertThat(blob.text()).contains("\"errors\"").contains("BLOB_UNKNOWN");
        Answer manifest = repository().manifest("absent");
        assertThat(manifest.status()).isEqualTo(404);
        assertThat(manifest.text()).contains("\"errors\"").contains("MANIFEST_UNKNOWN");
    }

    @Test
    void aManifestIsReadByTagAndByDigestByteForByte() {
        byte[] manifest = repository().pushImage("one", "{\"a\":1}");

        for (String reference : new String[] {"one", RawRegistry.digest(manifest)}) {
            Answer get = repository().manifest(reference);
            assertThat(get.bytes()).isEqualTo(manifest);
            assertThat(get.header("Content-Type")).hasValue(RawRegistry.MANIFEST);
            assertThat(get.header("Docker-Content-Digest")).hasValue(RawRegistry.digest(manifest));
            Answer head = repository().send("HEAD", "manifests/" + reference, "Accept", RawRegistry.MANIFEST);
            assertThat(head.header("Content-Length")).hasValue(Integer.toString(manifest.length));
        }
    }

    @Test
    void aTagMovesToTheManifestPutLast() {
        repository().pushImage("moving", "{\"a\":1}");
        byte[] second = repository().pushImage("moving", "{\"a\":2}");

        assertThat(repository().manifest("moving").bytes()).isEqualTo(second);
    }

    @Test
    void aManifestWithoutItsBlobsIsRefused() {
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + RawRegistry.MANIFEST + "\",\"config\":"
                        + RawRegistry.descriptor("application/vnd.example.config", CONTENT) + ",\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8);

        Answer answer = repository().putManifest("broken", RawRegistry.MANIFEST, manifest);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).contains("MANIFEST_BLOB_UNKNOWN");
        assertThat(repository().manifest("broken").status()).isEqualTo(404);
    }

    @Test
    void anIndexWithoutItsChildrenIsRefusedAndWithThemTaken() {
        byte[] child = repository().pushImage("child", "{}");
        byte[] whole = index(RawRegistry.descriptor(RawRegistry.MANIFEST, child));
        byte[] sparse = index(RawRegistry.descriptor(RawRegistry.MANIFEST, CONTENT));

        assertThat(repository().putManifest("whole", RawRegistry.INDEX, whole).status())
                .isEqualTo(201);
        assertThat(repository().putManifest("sparse", RawRegistry.INDEX, sparse).status())
                .isEqualTo(400);
    }

    @Test
    void aManifestWhoseSubjectIsNotThereIsTaken() {
        String config = RawRegistry.descriptor("application/vnd.oci.empty.v1+json", CONTENT);
        repository().pushBlob(CONTENT);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + RawRegistry.MANIFEST
                        + "\",\"artifactType\":\"application/vnd.example\",\"config\":" + config + ",\"layers\":["
                        + config
                        + "],\"subject\":" + RawRegistry.descriptor(RawRegistry.MANIFEST, new byte[3]) + "}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(repository()
                        .putManifest(RawRegistry.digest(manifest), RawRegistry.MANIFEST, manifest)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aManifestUnderAnotherDigestIsRefused() {
        byte[] manifest = repository().pushImage("one", "{}");

        Answer answer = repository().putManifest(RawRegistry.digest(CONTENT), RawRegistry.MANIFEST, manifest);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("DIGEST_INVALID");
    }

    @Test
    void aDeletedManifestTakesItsTagsWithIt() {
        byte[] manifest = repository().pushImage("gone", "{}");
        repository().pushImage("kept", "{\"a\":1}");

        Answer deleted = repository().send("DELETE", "manifests/" + RawRegistry.digest(manifest));

        assertThat(deleted.status()).isEqualTo(202);
        assertThat(repository().manifest("gone").status()).isEqualTo(404);
        assertThat(repository().manifest("kept").status()).isEqualTo(200);
    }

    @Test
    void aDeletedBlobIsGone() {
        String digest = repository().pushBlob(CONTENT);

        assertThat(repository().send("DELETE", "blobs/" + digest).status()).isEqualTo(202);
        assertThat(repository().send("HEAD", "blobs/" + digest).status()).isEqualTo(404);
    }

    @Test
    void allTagsAreListed() {
        repository().pushImage("b", "{}");
        repository().pushImage("a", "{}");

        Answer tags = repository().send("GET", "tags/list");

        assertThat(tags.text()).contains("\"name\":\"" + name + "\"").contains("\"a\"", "\"b\"");
    }

    private static byte[] index(String... descriptors) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + RawRegistry.INDEX + "\",\"manifests\":["
                        + String.join(",", descriptors) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Answer chunk(URI upload, byte[] bytes, String range) {
        return PlainHttp.send(
                "PATCH", upload, bytes, "Content-Type", "application/octet-stream", "Content-Range", range);
    }
}
