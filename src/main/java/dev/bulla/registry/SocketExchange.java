package dev.bulla.registry;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 request and its answer over a socket of its own, through TLS and a proxy where needed (RFC 9112). */
final class SocketExchange implements Closeable {
    private final URI address;
    private boolean absoluteForm;
    private volatile @Nullable Socket socket;

    SocketExchange(URI address) {
        this.address = address;
    }

    void connect(Proxy proxy, TlsSockets tls, int connectMillis, int readMillis) throws IOException {
        boolean direct = proxy.type() == Proxy.Type.DIRECT;
        Socket plain = new Socket();
        socket = plain;
        plain.setSoTimeout(readMillis);
        plain.setTcpNoDelay(true);
        plain.connect(direct ? target() : resolved((InetSocketAddress) proxy.address()), connectMillis);
        absoluteForm = !direct && !Hosts.isHttps(address);
        if (Hosts.isHttps(address)) {
            if (!direct) {
                tunnel(plain);
            }
            socket = secured(plain, tls);
        }
    }

    private InetSocketAddress target() throws UnknownHostException {
        return resolved(InetSocketAddress.createUnresolved(Hosts.name(address), Hosts.port(address)));
    }

    private static InetSocketAddress resolved(InetSocketAddress name) throws UnknownHostException {
        InetSocketAddress found = new InetSocketAddress(name.getHostString(), name.getPort());
        if (found.isUnresolved()) {
            throw new UnknownHostException(name.getHostString());
        }
        return found;
    }

    private void tunnel(Socket plain) throws IOException {
        String authority = Hosts.name(address) + ":" + Hosts.port(address);
        OutputStream out = plain.getOutputStream();
        out.write(("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        RawAnswer answer = RawAnswer.head(plain.getInputStream());
        if (answer.status() != 200) {
            throw new IOException("the proxy answered " + answer.status());
        }
    }

    private SSLSocket secured(Socket plain, TlsSockets tls) throws IOException {
        String host = Hosts.name(address);
        SSLSocket secure = (SSLSocket) tls.required().createSocket(plain, host, Hosts.port(address), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** Sends a request whose headers name the length of its body, and reads the answer's head. */
    RawAnswer send(String method, Map<String, String> headers, Body.Writer body) throws IOException {
        Socket connection = connected();
        OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 1 << 16);
        InputStream in = new BufferedInputStream(connection.getInputStream());
        out.write(head(method, headers).getBytes(StandardCharsets.US_ASCII));
        try {
            body.writeTo(out);
            out.flush();
        } catch (IOException e) {
            return refusedEarly(in, e);
        }
        return RawAnswer.read(in);
    }

    /** A server may answer and close before it has read everything; its answer says more than the broken pipe. */
    private static RawAnswer refusedEarly(InputStream in, IOException cause) throws IOException {
        try {
            return RawAnswer.read(in);
        } catch (IOException unreadable) {
            cause.addSuppressed(unreadable);
            throw cause;
        }
    }

    private String head(String method, Map<String, String> headers) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        String origin = absoluteForm ? "http://" + Hosts.name(address) + ":" + Hosts.port(address) : "";
        StringBuilder head = new StringBuilder(method + " " + origin + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(hostField()).append("\r\nConnection: close\r\n");
        headers.forEach((name, value) ->
                head.append(oneLine(name)).append(": ").append(oneLine(value)).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private String hostField() {
        return address.getPort() < 0 ? Hosts.name(address) : Hosts.name(address) + ":" + address.getPort();
    }

    private static String oneLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    private Socket connected() throws IOException {
        Socket connection = socket;
        if (connection == null) {
            throw new IOException("not connected");
        }
        return connection;
    }

    @Override
    public void close() {
        Socket connection = socket;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // nothing is left to lose
            }
        }
    }
}
