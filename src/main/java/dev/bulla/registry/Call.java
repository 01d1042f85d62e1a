package dev.bulla.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param method in upper case
 * @param address absolute
 * @param headers by name as written
 * @param body what is sent, if anything
 */
record Call(String method, URI address, Map<String, String> headers, Optional<Body> body) {
    static Call of(String method, URI address) {
        return new Call(method, address, Map.of(), Optional.empty());
    }

    Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, address, more, body);
    }

    Call without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new Call(method, address, fewer, body);
    }

    Call at(URI other) {
        return new Call(method, other, headers, body);
    }

    Call sending(Body content) {
        return new Call(method, address, headers, Optional.of(content));
    }

    boolean isGet() {
        return method.equals("GET");
    }

    /** For messages: method and address without query. */
    @Override
    public String toString() {
        return method + " " + Hosts.shown(address);
    }
}
