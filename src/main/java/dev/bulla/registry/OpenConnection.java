package dev.bulla.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a server, on which one exchange after the other takes place.
 *
 * @param wire the connection itself; closing it ends whatever waits for it, below any TLS
 * @param top what is spoken on: {@code wire}, or TLS on it
 * @param in bytes from the server
 * @param out bytes to the server
 */
record OpenConnection(Socket wire, Socket top, InputStream in, OutputStream out) {
    /**
     * Where a connection leads, and whose certificates it believes.
     *
     * @param origin scheme, host and port
     * @param sockets the factory that makes its TLS; empty for the platform's own
     */
    record Peer(String origin, Optional<SSLSocketFactory> sockets) {
        static Peer of(URI address, Optional<SSLSocketFactory> sockets) {
            String scheme = Hosts.isHttps(address) ? "https://" : "http://";
            return new Peer(scheme + Hosts.name(address) + ":" + Hosts.port(address), sockets);
        }
    }

    /**
     * Connects, past any proxy, and shakes hands where TLS is spoken; the certificate must be one for the host of
     * {@code address} (RFC 9110 section 4.3.4).
     *
     * @param millis the most that connecting may take, and then each step of the handshake
     * @param begun gets the connection before anything waits for it, so that it can be cut
     * @throws IOException when nobody answers, or somebody who cannot show who he is
     */
    static OpenConnection to(URI address, Optional<SSLSocketFactory> sockets, int millis, Consumer<Socket> begun)
            throws IOException {
        String host = bare(Hosts.name(address));
        if (host.isEmpty() || !(Hosts.isHttps(address) || Hosts.isHttp(address))) {
            throw new IOException("not an HTTP address");
        }
        Socket wire = new Socket(Proxy.NO_PROXY);
        begun.accept(wire);
        try {
            wire.setTcpNoDelay(true);
            wire.connect(new InetSocketAddress(host, Hosts.port(address)), millis);
            Socket top = Hosts.isHttps(address) ? secured(wire, host, address, sockets, millis) : wire;
            return new OpenConnection(wire, top, new BufferedInputStream(top.getInputStream()), top.getOutputStream());
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private static Socket secured(Socket wire, String host, URI address, Optional<SSLSocketFactory> sockets, int millis)
            throws IOException {
        SSLSocketFactory factory = sockets.orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
        Socket made = factory.createSocket(wire, host, Hosts.port(address), true);
        if (!(made instanceof SSLSocket secure)) {
            throw new IOException("no TLS is to be had");
        }
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // without it any valid certificate would do
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(millis);
        secure.startHandshake();
        return secure;
    }

    /** An address of IPv6 without its brackets. */
    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Closes it without a word to the other side, which may not listen. */
    static void cut(Socket wire) {
        try {
            wire.close();
        } catch (IOException e) {
            // it is of no further use either way
        }
    }
}
