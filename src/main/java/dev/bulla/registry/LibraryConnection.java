package dev.bulla.registry;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.ConnectionFactory;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.net.HttpURLConnection;
import java.net.URL;

/**
 * Gives the library one connection that is open already. Its own view of the address is not used: it decodes and encodes
 * again, and the addresses that registries hand out for uploads are opaque.
 */
record LibraryConnection(HttpURLConnection connection) implements ConnectionFactory {
    HttpTransport transport() {
        return new NetHttpTransport.Builder().setConnectionFactory(this).build();
    }

    @Override
    public HttpURLConnection openConnection(URL ignored) {
        return connection;
    }
}
