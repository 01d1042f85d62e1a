package dev.bulla.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the one connection of an exchange, through the right proxy and with the right roots, and can cut it from another
 * thread. What sends no body goes straight over it: the HTTP library on top of the same connection adds 120 classes and
 * reflection over them to a short run (ADR 0023), and nothing that a question needs.
 */
final class JdkLink implements Link {
    private final URI address;
    private final Proxies proxies;
    private final Optional<SSLSocketFactory> sockets;
    private final AtomicReference<@Nullable HttpURLConnection> open = new AtomicReference<>();

    JdkLink(URI address, Proxies proxies, Optional<SSLSocketFactory> sockets) {
        this.address = address;
        this.proxies = proxies;
        this.sockets = sockets;
    }

    @Override
    public Reply send(Call call, Exchange exchange) throws IOException {
        HttpURLConnection connection = connection();
        return call.body().isPresent()
                ? LibraryRequest.send(new LibraryConnection(connection).transport(), call, exchange)
                : ask(connection, call, exchange);
    }

    private HttpURLConnection connection() throws IOException {
        URLConnection connection = address.toURL().openConnection(proxies.forTarget(address));
        if (!(connection instanceof HttpURLConnection http)) {
            throw new IOException("not an HTTP address");
        }
        if (http instanceof HttpsURLConnection https && sockets.isPresent()) {
            https.setSSLSocketFactory(sockets.get());
        }
        http.setUseCaches(false);
        open.set(http);
        return http;
    }

    private static Reply ask(HttpURLConnection connection, Call call, Exchange exchange) throws IOException {
        connection.setRequestMethod(call.method());
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(exchange.connectMillis());
        connection.setReadTimeout(exchange.readMillis(call));
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", Wire.USER_AGENT);
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), header.getValue());
        }
        if (call.method().equals("POST") || call.method().equals("PUT")) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(0);
            connection.getOutputStream().close();
        }
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer does not begin as one of HTTP does");
        }
        return new Reply(status, headers(connection), content(connection, call));
    }

    /** A connection that broke after the status line shows here: there is no body then, whatever was announced. */
    private static Optional<InputStream> content(HttpURLConnection connection, Call call) {
        if (call.method().equals("HEAD")) {
            return Optional.empty();
        }
        try {
            return Optional.of(connection.getInputStream());
        } catch (IOException e) {
            return Optional.ofNullable(connection.getErrorStream());
        }
    }

    private static Headers headers(HttpURLConnection connection) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> field :
                connection.getHeaderFields().entrySet()) {
            if (field.getKey() != null) { // the status line is listed without a name
                fields.put(field.getKey(), field.getValue());
            }
        }
        return new Headers(fields);
    }

    @Override
    public void release(boolean whole) {
        if (!whole) {
            cut();
        }
    }

    @Override
    public void cut() {
        HttpURLConnection connection = open.get();
        if (connection != null) {
            connection.disconnect();
        }
    }
}
