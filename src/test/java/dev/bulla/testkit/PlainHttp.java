package dev.bulla.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Requests a test makes by itself, past all code under test: no redirects followed, no retries, no credentials. */
public final class PlainHttp {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private PlainHttp() {}

    /** What came back, headers by any spelling. */
    public record Answer(int status, HttpResponse<byte[]> response) {

        /** The first value of a header. */
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** All values of a header. */
        public List<String> headers(String name) {
            return response.headers().allValues(name);
        }

        /** The body as received. */
        public byte[] bytes() {
            return response.body();
        }

        /** The body as UTF-8. */
        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Sends a request without a body.
     *
     * @param headers names and values in turn
     */
    public static Answer send(String method, URI uri, String... headers) {
        return send(method, uri, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /** Sends a request with a body of known length. */
    public static Answer send(String method, URI uri, byte[] body, String... headers) {
        return send(method, uri, HttpRequest.BodyPublishers.ofByteArray(body), headers);
    }

    private static Answer send(String method, URI uri, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
