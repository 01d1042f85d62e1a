package dev.bulla.testkit.loopback;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One answer before it is sent; immutable, each {@code with…} gives another one. */
public final class Answer {

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Delivery delivery;

    private Answer(int status, Map<String, List<String>> headers, byte[] body, Delivery delivery) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.delivery = delivery;
    }

    /** How the body reaches the client. */
    public enum Delivery {
        /** At once, with its length. */
        WHOLE,
        /** Again and again, without a length and without an end. */
        ENDLESS,
        /** A byte now and then, fifty in a second. */
        TRICKLE,
        /** Its length, and then nothing. */
        STALLED,
        /** Half of it, and the connection is closed. */
        CUT
    }

    /** An answer without headers and body. */
    public static Answer of(int status) {
        return new Answer(status, byName(), new byte[0], Delivery.WHOLE);
    }

    /** A JSON document. */
    public static Answer json(int status, Object document) {
        return of(status)
                .with("Content-Type", "application/json")
                .withBody(MiniJson.write(document).getBytes(StandardCharsets.UTF_8));
    }

    /** An error as distribution-spec "Error Codes" has it. */
    public static Answer error(int status, String code, String message) {
        return json(status, Map.of("errors", List.of(Map.of("code", code, "message", message))));
    }

    /** A page for people where a program expects JSON. */
    public static Answer html(int status) {
        return of(status)
                .with("Content-Type", "text/html; charset=utf-8")
                .withBody("<!DOCTYPE html><html><body><h1>Hello</h1></body></html>".getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a header, in place of an earlier value. */
    public Answer with(String name, String value) {
        return with(name, List.of(value));
    }

    /** Adds a value to a header. */
    public Answer adding(String name, String value) {
        List<String> before = headers.getOrDefault(name, List.of());
        return with(name, Stream.concat(before.stream(), Stream.of(value)).toList());
    }

    private Answer with(String name, List<String> values) {
        Map<String, List<String>> changed = byName();
        changed.putAll(headers);
        changed.put(name, values);
        return new Answer(status, changed, body, delivery);
    }

    /** Takes a header away. */
    public Answer without(String name) {
        Map<String, List<String>> changed = byName();
        changed.putAll(headers);
        changed.remove(name);
        return new Answer(status, changed, body, delivery);
    }

    /** The same head with another body. */
    public Answer withBody(byte[] content) {
        return new Answer(status, headers, content.clone(), delivery);
    }

    /** The same answer, which comes in this way. */
    public Answer delivered(Delivery way) {
        return new Answer(status, headers, body, way);
    }

    private static Map<String, List<String>> byName() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /** The status. */
    public int status() {
        return status;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The body. */
    public byte[] body() {
        return body.clone();
    }

    Delivery delivery() {
        return delivery;
    }

    int bodyLength() {
        return body.length;
    }
}
