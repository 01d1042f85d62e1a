package dev.bulla.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.ConnectionFactory;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the one connection of an exchange, through the right proxy and with the right roots, and can cut it from another
 * thread. The library's own view of the address is not used: it decodes and encodes again, and the addresses that
 * registries hand out for uploads are opaque.
 */
final class JdkLink implements Link, ConnectionFactory {
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
    public HttpTransport transport() {
        return new NetHttpTransport.Builder().setConnectionFactory(this).build();
    }

    @Override
    public HttpURLConnection openConnection(URL ignored) throws IOException {
        URLConnection connection = address.toURL().openConnection(proxies.forTarget(address));
        if (!(connection instanceof HttpURLConnection http)) {
            throw new IOException("not an HTTP address");
        }
        if (http instanceof HttpsURLConnection https) {
            sockets.ifPresent(https::setSSLSocketFactory);
        }
        http.setUseCaches(false);
        open.set(http);
        return http;
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
