package dev.bulla.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v5.Apache5HttpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.socket.PlainConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.io.CloseMode;

/** One exchange over the library's other transport, for the one method that {@link JdkLink} cannot send. */
final class ApacheLink implements Link {
    private final URI address;
    private final Proxies proxies;
    private final BasicHttpClientConnectionManager connection;

    ApacheLink(URI address, Proxies proxies, TlsSockets sockets) {
        this.address = address;
        this.proxies = proxies;
        this.connection = new BasicHttpClientConnectionManager(factories(address, sockets));
    }

    private static Registry<ConnectionSocketFactory> factories(URI address, TlsSockets sockets) {
        RegistryBuilder<ConnectionSocketFactory> factories = RegistryBuilder.create();
        factories.register("http", PlainConnectionSocketFactory.getSocketFactory());
        if (Hosts.isHttps(address)) {
            factories.register(
                    "https",
                    new SSLConnectionSocketFactory(sockets.required(), HttpsSupport.getDefaultHostnameVerifier()));
        }
        return factories.build();
    }

    @Override
    public Reply send(Call call, Exchange exchange) throws IOException {
        return LibraryRequest.send(transport(), call, exchange);
    }

    private HttpTransport transport() {
        HttpClientBuilder client = HttpClients.custom()
                .setConnectionManager(connection)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addRequestInterceptorFirst((request, entity, context) -> exactTarget(request));
        Proxy proxy = proxies.forTarget(address);
        if (proxy.address() instanceof InetSocketAddress at) {
            client.setProxy(new HttpHost("http", at.getHostString(), at.getPort()));
        }
        return new Apache5HttpTransport(client.build());
    }

    /** Addresses that registries hand out for uploads are opaque: nothing in them is decoded and encoded again. */
    private void exactTarget(HttpRequest request) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        request.setPath(address.getRawPath() + query);
    }

    /** The connection serves one exchange only. */
    @Override
    public void release(boolean whole) {
        cut();
    }

    @Override
    public void cut() {
        connection.close(CloseMode.IMMEDIATE);
    }
}
