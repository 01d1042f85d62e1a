package dev.bulla.registry;

import dev.bulla.registry.OpenConnection.Peer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One question, {@code GET} or {@code HEAD}, straight over a connection (RFC 9112). The platform's own client takes 25 ms
 * of a short run before its first request has left, and cannot open connections before it (ADR 0024); what sends a body or
 * goes through a proxy is its business still ({@link JdkLink}).
 */
final class SocketLink implements Link {
    private final URI address;
    private final Optional<SSLSocketFactory> sockets;
    private final Peer peer;
    private final AtomicReference<@Nullable Socket> wire = new AtomicReference<>();
    private Optional<OpenConnection> connection = Optional.empty();
    private boolean lasting;
    private volatile boolean cut;

    SocketLink(URI address, Optional<SSLSocketFactory> sockets) {
        this.address = address;
        this.sockets = sockets;
        this.peer = Peer.of(address, sockets);
    }

    /** True for what this link can send: a question without a body, with no proxy in between. */
    static boolean suits(Call call, Proxies proxies) {
        return (call.isGet() || call.method().equals("HEAD"))
                && call.body().isEmpty()
                && proxies.isDirect(call.address());
    }

    /**
     * {@inheritDoc} A kept connection that the server has closed in the meantime is no answer: the question is asked once
     * more on a new one, since it changes nothing (RFC 9110 section 9.2.2).
     */
    @Override
    public Reply send(Call call, Exchange exchange) throws IOException {
        byte[] request = request(call);
        Optional<OpenConnection> kept = IdleConnections.ofThisProcess().take(peer, exchange.connectMillis());
        if (kept.isPresent() && !isSilent(kept.get())) {
            OpenConnection.cut(kept.get().wire()); // what came before the question is no answer to it
        } else if (kept.isPresent()) {
            try {
                return ask(kept.get(), request, call, exchange);
            } catch (IOException e) {
                OpenConnection.cut(kept.get().wire());
                if (cut || e instanceof SocketTimeoutException) {
                    throw e;
                }
            }
        }
        OpenConnection fresh = OpenConnection.to(address, sockets, exchange.connectMillis(), this::begun);
        return ask(fresh, request, call, exchange);
    }

    /** A connection that is cut before it is known is cut as soon as it is. */
    private void begun(Socket socket) {
        wire.set(socket);
        if (cut) {
            OpenConnection.cut(socket);
        }
    }

    /** Asks over a connection and waits for the head of the answer. */
    Reply ask(OpenConnection open, byte[] request, Call call, Exchange exchange) throws IOException {
        begun(open.wire());
        connection = Optional.of(open);
        open.top().setSoTimeout(exchange.readMillis(call));
        open.out().write(request);
        open.out().flush();
        AnswerHead head = AnswerHead.read(open.in());
        boolean toHead = call.method().equals("HEAD");
        lasting = head.leavesConnection(toHead);
        return new Reply(head.status(), head.headers(), head.content(open.in(), toHead));
    }

    private byte[] request(Call call) throws IOException {
        StringBuilder text = new StringBuilder(512);
        text.append(call.method()).append(' ').append(target()).append(" HTTP/1.1\r\n");
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        field(text, "Host", Hosts.name(address) + port);
        field(text, "User-Agent", Wire.USER_AGENT);
        field(text, "Accept-Encoding", "identity");
        if (!call.headers().containsKey("Accept")) {
            field(text, "Accept", "*/*");
        }
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            field(text, header.getKey(), header.getValue());
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Path and query as they stand in the address (RFC 9112 section 3.2.1). */
    private String target() {
        String whole = address.toASCIIString();
        int end = whole.indexOf('#') < 0 ? whole.length() : whole.indexOf('#');
        int begin = whole.indexOf("://") + 3;
        while (begin < end && whole.charAt(begin) != '/' && whole.charAt(begin) != '?') {
            begin++;
        }
        String target = whole.substring(begin, end);
        return target.startsWith("/") ? target : "/" + target;
    }

    /** A value with an end of line in it would be taken for the next field. */
    private static void field(StringBuilder text, String name, String value) throws IOException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                throw new IOException("a value of " + name + " cannot be sent: it has characters that end a line");
            }
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void release(boolean whole) {
        if (whole && lasting && !cut && connection.isPresent() && isSilent(connection.get())) {
            IdleConnections.ofThisProcess().give(peer, connection.get());
        } else {
            cut();
        }
    }

    /** A server that says what it was not asked would be heard as the answer to the next question. */
    private static boolean isSilent(OpenConnection open) {
        try {
            return open.in().available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void cut() {
        cut = true;
        Socket socket = wire.get();
        if (socket != null) {
            OpenConnection.cut(socket);
        }
    }
}
