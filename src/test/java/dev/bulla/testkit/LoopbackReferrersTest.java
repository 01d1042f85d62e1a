package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Api;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Filter;
import dev.bulla.testkit.loopback.ReferrersBehaviour.Links;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The referrers API of the loopback registry (distribution-spec 1.1 "Listing Referrers") and its many faults. */
class LoopbackReferrersTest {

    private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"next\"");
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String SUBJECT = RawRegistry.digest(EMPTY);

    @AutoClose
    private final LoopbackRegistry registry = LoopbackRegistry.start();

    private final RawRegistry repository = new RawRegistry(registry.base(), "some/app");

    @Test
    void anUnknownSubjectHasAnEmptyList() {
        Answer list = list("");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).hasValue(RawRegistry.INDEX);
        assertThat(list.text()).contains("\"manifests\":[]");
    }

    @Test
    void aPushedReferrerIsConfirmedAndListedWithTypeAndAnnotations() {
        Answer put = attach("application/vnd.example.a", 1);

        assertThat(put.header("OCI-Subject")).hasValue(SUBJECT);
        assertThat(list("").text())
                .contains("\"artifactType\":\"application/vnd.example.a\"")
                .contains("\"annotations\":{\"number\":\"1\"}");
    }

    @Test
    void aFilterIsAppliedAndSaidToBe() {
        attach("application/vnd.example.a", 1);
        attach("application/vnd.example.b", 2);

        Answer filtered = list("?artifactType=application/vnd.example.b");

        assertThat(filtered.header("OCI-Filters-Applied")).hasValue("artifactType");
        assertThat(filtered.text()).contains("example.b").doesNotContain("example.a");
    }

    @Test
    void aFilterCanBeIgnoredHonestlyOrNot() {
        attach("application/vnd.example.a", 1);
        attach("application/vnd.example.b", 2);

        registry.referrers().filter(Filter.IGNORED);
        Answer ignored = list("?artifactType=application/vnd.example.b");
        registry.referrers().filter(Filter.FALSELY_CLAIMED);
        Answer claimed = list("?artifactType=application/vnd.example.b");

        assertThat(ignored.header("OCI-Filters-Applied")).isEmpty();
        assertThat(claimed.header("OCI-Filters-Applied")).hasValue("artifactType");
        assertThat(digests(ignored)).hasSize(2);
        assertThat(digests(claimed)).hasSize(2);
    }

    @Test
    void pagesTogetherHoldEachReferrerOnce() {
        for (int i = 0; i < 5; i++) {
            attach("application/vnd.example.a", i);
        }
        registry.referrers().pageSize(2);

        List<String> all = new ArrayList<>();
        Optional<URI> next = Optional.of(repository.at("referrers/" + SUBJECT));
        int pages = 0;
        while (next.isPresent()) {
            Answer page = PlainHttp.send("GET", next.get());
            all.addAll(digests(page));
            next = link(page).map(registry.base()::resolve);
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(all).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void linksCanGoRoundForEverOrToAnotherOrigin() {
        attach("application/vnd.example.a", 1);

        registry.referrers().links(Links.ENDLESS);
        assertThat(link(list(""))).hasValue("/v2/some/app/referrers/" + SUBJECT + "?after=0");
        registry.referrers().links(Links.FOREIGN);
        assertThat(link(list("")))
                .hasValueSatisfying(address ->
                        assertThat(address).startsWith(registry.storageBase().toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404, application/json",
        "METHOD_NOT_ALLOWED, 405, ''",
        "NOT_IMPLEMENTED, 501, application/json",
        "BAD_REQUEST, 400, application/json",
        "HTML_NOT_FOUND, 404, text/html; charset=utf-8",
        "HTML_OK, 200, text/html; charset=utf-8",
        "REDIRECT_TO_HTML, 303, ''"
    })
    void aMissingApiHasManyFaces(Api api, int status, String contentType) {
        registry.referrers().api(api);

        Answer list = list("");

        assertThat(list.status()).isEqualTo(status);
        assertThat(list.header("Content-Type").orElse("")).isEqualTo(contentType);
    }

    @Test
    void theSubjectHeaderSaysNothingAboutTheApi() {
        registry.referrers().api(Api.NOT_FOUND);
        assertThat(attach("application/vnd.example.a", 1).header("OCI-Subject")).isPresent();

        registry.referrers().api(Api.SUPPORTED).subjectHeader(false);
        assertThat(attach("application/vnd.example.a", 2).header("OCI-Subject")).isEmpty();
    }

    @Test
    void aReferrerCanBeHiddenLateOrBare() {
        attach("application/vnd.example.a", 1);
        registry.referrers().lag(1);
        attach("application/vnd.example.a", 2);

        assertThat(digests(list(""))).hasSize(1);
        List<String> both = digests(list(""));
        assertThat(both).hasSize(2);
        registry.referrers().hide(both.get(0)).barren(true);
        assertThat(digests(list(""))).containsExactly(both.get(1));
        assertThat(list("").text()).doesNotContain("artifactType").doesNotContain("annotations");
    }

    @Test
    void aDeletedReferrerIsListedNoMore() {
        attach("application/vnd.example.a", 1);
        String digest = digests(list("")).get(0);

        repository.send("DELETE", "manifests/" + digest);

        assertThat(digests(list(""))).isEmpty();
    }

    private Answer list(String query) {
        return repository.send("GET", "referrers/" + SUBJECT + query);
    }

    private static List<String> digests(Answer list) {
        return DIGEST.matcher(list.text())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Optional<String> link(Answer answer) {
        return answer.header("Link").map(LINK::matcher).filter(Matcher::matches).map(match -> match.group(1));
    }

    private Answer attach(String artifactType, int number) {
        repository.pushBlob(EMPTY);
        String config = RawRegistry.descriptor("application/vnd.oci.empty.v1+json", EMPTY);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + RawRegistry.MANIFEST + "\",\"artifactType\":\""
                        + artifactType + "\",\"config\":" + config + ",\"layers\":[" + config + "],\"subject\":"
                        + RawRegistry.descriptor(RawRegistry.MANIFEST, EMPTY) + ",\"annotations\":{\"number\":\""
                        + number
                        + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        return repository.putManifest(RawRegistry.digest(manifest), RawRegistry.MANIFEST, manifest);
    }
}
