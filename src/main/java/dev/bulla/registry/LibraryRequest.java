package dev.bulla.registry;

import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request with a body, sent by the HTTP library: no retry, no redirect, no credentials of its own, nothing unpacked. The
 * only class that speaks to it, so that nobody pays for loading it who sends nothing.
 */
final class LibraryRequest {
    private LibraryRequest() {}

    static Reply send(HttpTransport transport, Call call, Exchange exchange) throws IOException {
        try {
            HttpResponse response = request(transport, call, exchange).execute();
            InputStream content = call.method().equals("HEAD") ? null : response.getContent();
            return new Reply(response.getStatusCode(), headers(response.getHeaders()), Optional.ofNullable(content));
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            // the library's header parser throws these for fields that are not what they should be
            throw new IOException("the answer has malformed header fields", e);
        }
    }

    private static HttpRequest request(HttpTransport transport, Call call, Exchange exchange) throws IOException {
        HttpRequest request = transport
                .createRequestFactory()
                .buildRequest(call.method(), new GenericUrl(Hosts.origin(call.address())), content(call, exchange));
        HttpHeaders headers = new HttpHeaders();
        headers.setAcceptEncoding("identity");
        headers.setUserAgent(Wire.USER_AGENT);
        call.headers().forEach(headers::set);
        return request.setHeaders(headers)
                .setFollowRedirects(false)
                .setThrowExceptionOnExecuteError(false)
                .setNumberOfRetries(0)
                .setSuppressUserAgentSuffix(true)
                .setLoggingEnabled(false)
                .setResponseReturnRawInputStream(true)
                .setConnectTimeout(exchange.connectMillis())
                .setReadTimeout(exchange.readMillis(call));
    }

    private static @Nullable HttpContent content(Call call, Exchange exchange) {
        if (call.body().isPresent()) {
            return new Sent(call.body().get(), exchange);
        }
        boolean empty = call.method().equals("POST") || call.method().equals("PUT");
        return empty ? new EmptyContent() : null;
    }

    private static Headers headers(HttpHeaders received) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String name : new ArrayList<>(received.keySet())) {
            fields.put(name, received.getHeaderStringValues(name));
        }
        return new Headers(fields);
    }

    /** The body of a request as the library wants it. */
    private record Sent(Body body, Exchange exchange) implements HttpContent {
        @Override
        public long getLength() {
            return body.length();
        }

        @Override
        public String getType() {
            return body.type();
        }

        @Override
        public boolean retrySupported() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writer().writeTo(exchange.counting(out));
            exchange.sent();
        }
    }
}
