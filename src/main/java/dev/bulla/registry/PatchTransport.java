package dev.bulla.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@code PATCH}, which {@code HttpURLConnection}, and therefore the library's transport, does not know: one request
 * over one socket. Chunked uploads need it (distribution-spec 1.1, "Pushing a blob in chunks") and nothing else uses it.
 */
final class PatchTransport extends HttpTransport {
    private final URI address;
    private final HttpSettings settings;
    private final TlsSockets sockets;
    private final AtomicReference<@Nullable SocketExchange> open = new AtomicReference<>();

    PatchTransport(URI address, HttpSettings settings, TlsSockets sockets) {
        this.address = address;
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    public boolean supportsMethod(String method) {
        return method.equals("PATCH");
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String ignored) {
        return new Patch();
    }

    /** Closes the connection; whoever waits for it fails. */
    void cut() {
        SocketExchange exchange = open.get();
        if (exchange != null) {
            exchange.close();
        }
    }

    private final class Patch extends LowLevelHttpRequest {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private int connectMillis;
        private int readMillis;

        @Override
        public void addHeader(String name, String value) {
            headers.put(name, value);
        }

        @Override
        public void setTimeout(int connect, int read) {
            connectMillis = connect;
            readMillis = read;
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            if (getStreamingContent() == null || getContentLength() < 0) {
                throw new IOException("a chunk of known length is needed");
            }
            addHeader("Content-Length", Long.toString(getContentLength()));
            if (getContentType() != null) {
                addHeader("Content-Type", getContentType());
            }
            try (SocketExchange exchange = new SocketExchange(address)) {
                open.set(exchange);
                exchange.connect(settings.proxies().forTarget(address), sockets, connectMillis, readMillis);
                return new PatchAnswer(exchange.send("PATCH", headers, getStreamingContent()::writeTo));
            }
        }
    }

    /** The answer as the library wants it. */
    private static final class PatchAnswer extends LowLevelHttpResponse {
        private final RawAnswer raw;

        PatchAnswer(RawAnswer raw) {
            this.raw = raw;
        }

        @Override
        public java.io.InputStream getContent() {
            return raw.body();
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public @Nullable String getContentType() {
            return raw.header("content-type");
        }

        @Override
        public String getStatusLine() {
            return raw.statusLine();
        }

        @Override
        public int getStatusCode() {
            return raw.status();
        }

        @Override
        public String getReasonPhrase() {
            return "";
        }

        @Override
        public int getHeaderCount() {
            return raw.fields().size();
        }

        @Override
        public String getHeaderName(int index) {
            return raw.fields().get(index).getKey();
        }

        @Override
        public String getHeaderValue(int index) {
            return raw.fields().get(index).getValue();
        }
    }
}
