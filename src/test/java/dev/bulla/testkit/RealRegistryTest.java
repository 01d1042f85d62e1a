package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real registry of the tests: that it can be had, stopped, started and cleaned. */
class RealRegistryTest {

    private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = "sha256:290f493c44f5d63d06b374d0a5abd292fae38b92cab2fae5efefe1b0e9347f56";

    @Test
    void theSharedRegistryAnswersAndIsOne() {
        RealRegistry registry = RealRegistry.shared();

        assertThat(PlainHttp.send("GET", registry.base().resolve("/v2/")).status())
                .isEqualTo(200);
        assertThat(RealRegistry.shared()).isSameAs(registry);
        assertThat(registry.host()).matches("127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void eachFreshRegistryHasItsOwnPortAndItsOwnEmptyStorage() {
        try (RealRegistry first = RealRegistry.fresh();
                RealRegistry second = RealRegistry.fresh()) {
            pushBlob(first);

            assertThat(first.host()).isNotEqualTo(second.host());
            assertThat(headBlob(first)).isEqualTo(200);
            assertThat(headBlob(second)).isEqualTo(404);
        }
    }

    @Test
    void aStoppedRegistryRefusesConnectionsAndComesBackOnItsPortWithItsContent() {
        try (RealRegistry registry = RealRegistry.fresh()) {
            pushBlob(registry);
            URI before = registry.base();

            registry.stop();
            assertThatThrownBy(() -> headBlob(registry)).isInstanceOf(UncheckedIOException.class);

            registry.start();
            assertThat(registry.base()).isEqualTo(before);
            assertThat(headBlob(registry)).isEqualTo(200);
        }
    }

    @Test
    void aRegistryWithBasicAuthenticationAsksForThePassword() {
        try (RealRegistry registry = RealRegistry.withBasicAuth()) {
            URI base = registry.base().resolve("/v2/");

            PlainHttp.Answer anonymous = PlainHttp.send("GET", base);
            assertThat(anonymous.status()).isEqualTo(401);
            assertThat(anonymous.header("WWW-Authenticate"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
            assertThat(PlainHttp.send("GET", base, "Authorization", basic(RealRegistry.PASSWORD))
                            .status())
                    .isEqualTo(200);
            assertThat(PlainHttp.send("GET", base, "Authorization", basic("wrong"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void garbageCollectionRemovesWhatNoManifestNames() throws IOException {
        try (RealRegistry registry = RealRegistry.fresh()) {
            pushBlob(registry);
            assertThat(storedBlobs(registry)).isEqualTo(1);

            registry.collectGarbage();

            assertThat(storedBlobs(registry)).isZero();
        }
    }

    @Test
    void garbageCollectionOfAnEmptyRegistryDoesNothing() {
        try (RealRegistry registry = RealRegistry.fresh()) {
            registry.collectGarbage();

            assertThat(PlainHttp.send("GET", registry.base().resolve("/v2/")).status())
                    .isEqualTo(200);
        }
    }

    private static void pushBlob(RealRegistry registry) {
        URI uploads = registry.base().resolve("/v2/some/repository/blobs/uploads/");
        String location = PlainHttp.send("POST", uploads).header("Location").orElseThrow(AssertionError::new);
        PlainHttp.Answer put = PlainHttp.send("PUT", URI.create(location + "&digest=" + DIGEST), CONTENT);
        assertThat(put.status()).isEqualTo(201);
    }

    private static int headBlob(RealRegistry registry) {
        return PlainHttp.send("HEAD", registry.base().resolve("/v2/some/repository/blobs/" + DIGEST))
                .status();
    }

    private static long storedBlobs(RealRegistry registry) throws IOException {
        try (Stream<Path> walk = Files.walk(registry.storageRoot().resolve("docker/registry/v2/blobs"))) {
            return walk.filter(file -> file.endsWith("data")).count();
        }
    }

    private static String basic(String password) {
        String pair = RealRegistry.USER + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
