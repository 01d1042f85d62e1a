package dev.bulla.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.loopback.Fault;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.RequestLog;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The faults of the loopback registry: each happens as often as asked for and no oftener. */
class LoopbackFaultsTest {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    @AutoClose
    private final LoopbackRegistry registry = LoopbackRegistry.start();

    private final RawRegistry repository = new RawRegistry(registry.base(), "some/app");
    private final String digest = repository.pushBlob(CONTENT);

    @Test
    void tooManyRequestsIsAnsweredTheFirstTimesOnly() {
        registry.faults().on(Kind.BLOB_GET).times(2).tooManyRequests("7");

        Answer first = get();
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.header("Retry-After")).hasValue("7");
        assertThat(get().status()).isEqualTo(429);
        assertThat(get().status()).isEqualTo(200);
        assertThat(repository.send("HEAD", "blobs/" + digest).status()).isEqualTo(200);
    }

    @Test
    void aFaultCanWaitForALaterRequest() {
        registry.faults().on(Kind.BLOB_GET).after(1).status(503);

        assertThat(List.of(get().status(), get().status(), get().status())).containsExactly(200, 503, 200);
    }

    @Test
    void aRequestAnsweredByAFaultIsNotCarriedOut() {
        registry.faults().on(Kind.BLOB_DELETE).status(500);

        assertThat(repository.send("DELETE", "blobs/" + digest).status()).isEqualTo(500);
        assertThat(get().status()).isEqualTo(200);
    }

    @Test
    void aBodyCutShortBreaksTheConnection() {
        registry.faults().on(Kind.BLOB_GET).cutAt(4);

        assertThatThrownBy(this::get).isInstanceOf(UncheckedIOException.class);
        assertThat(get().bytes()).isEqualTo(CONTENT);
    }

    @Test
    void aDroppedRequestIsCarriedOutWithoutAnAnswer() {
        registry.faults().on(Kind.BLOB_DELETE).drop();

        assertThatThrownBy(() -> repository.send("DELETE", "blobs/" + digest)).isInstanceOf(UncheckedIOException.class);
        assertThat(get().status()).isEqualTo(404);
    }

    @Test
    void aSwappedByteLeavesTheLength() {
        registry.faults().on(Kind.BLOB_GET).swapByte(0);

        assertThat(get().text()).isEqualTo("1123456789");
    }

    @Test
    void aPageComesInPlaceOfJson() {
        registry.faults().on(Kind.PING).html();

        Answer page = PlainHttp.send("GET", registry.base().resolve("/v2/"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
    }

    @Test
    void aHeldRequestWaitsUntilItsGateIsOpened() throws InterruptedException {
        Fault.Gate gate = registry.faults().on(Kind.BLOB_GET).hold();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(this::get);

        gate.awaitArrival();
        assertThat(registry.log().count(Kind.BLOB_GET)).isZero();
        gate.open();

        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void theLogHoldsRequestsWithHeadersAndStatus() {
        registry.log().clear();
        repository.send("GET", "blobs/" + digest, "X-Probe", "yes");
        repository.send("GET", "tags/list?n=3");

        List<RequestLog.Entry> entries = registry.log().entries();
        assertThat(entries.get(0).kind()).isEqualTo(Kind.BLOB_GET);
        assertThat(entries.get(0).header("x-probe")).hasValue("yes");
        assertThat(entries)
                .hasToString(
                        "[GET /v2/some/app/blobs/" + digest + " -> 200, " + "GET /v2/some/app/tags/list?n=3 -> 200]");
    }

    private Answer get() {
        return repository.send("GET", "blobs/" + digest);
    }
}
