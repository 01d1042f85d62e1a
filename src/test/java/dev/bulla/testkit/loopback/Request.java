package dev.bulla.testkit.loopback;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request as received: header names in lower case, the body whole. */
public final class Request {

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers = new TreeMap<>();
    private final byte[] body;

    Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body.clone();
    }

    /** The method in capitals. */
    public String method() {
        return method;
    }

    /** The path without the query. */
    public String path() {
        return uri.getPath();
    }

    /** Host and port that it is for: those of the address where a proxy is asked, else those of its header. */
    public String host() {
        return Optional.ofNullable(uri.getAuthority()).or(() -> header("host")).orElse("");
    }

    /** Path and query. */
    String pathAndQuery() {
        return uri.getRawPath()
                + Optional.ofNullable(uri.getRawQuery())
                        .map(query -> "?" + query)
                        .orElse("");
    }

    /** Path and query as they stood in the request line. */
    public String target() {
        return uri.toString();
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst();
    }

    /** All values of a query parameter, decoded. */
    public List<String> parameters(String name) {
        List<String> values = new ArrayList<>();
        String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key).equals(name)) {
                values.add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    /** What it asks for. */
    public Kind kind() {
        return Route.of(this).kind();
    }

    /** The repository that it is about; empty where there is none. */
    public String repository() {
        return Route.of(this).repository();
    }

    /** The digest, tag or upload at the end of its path; empty where there is none. */
    public String reference() {
        return Route.of(this).last();
    }

    /** The same request for the other reference. */
    public Request instead(String reference) {
        String path = target();
        int at = path.indexOf(reference());
        return new Request(
                method,
                URI.create(path.substring(0, at)
                        + reference
                        + path.substring(at + reference().length())),
                headers,
                body);
    }

    /** The body; empty if there was none. */
    public byte[] body() {
        return body.clone();
    }

    /** All headers, names in lower case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    int bodyLength() {
        return body.length;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target();
    }
}
