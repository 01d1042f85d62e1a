package dev.bulla.testkit.loopback;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The requests answered so far, oldest first. */
public final class RequestLog {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    RequestLog() {}

    /**
     * One request and how it was answered.
     *
     * @param status the status sent, 0 if the connection was closed without one
     * @param bodyLength how many bytes the request's body had
     * @param answerLength how many bytes the body of the answer had
     */
    public record Entry(
            Kind kind, String method, String target, int status, int bodyLength, int answerLength, Request request) {

        /** The first value of a request header. */
        public Optional<String> header(String name) {
            return request.header(name);
        }

        @Override
        public String toString() {
            return method + " " + target + " -> " + status;
        }
    }

    /** All entries. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The entries of one kind. */
    public List<Entry> of(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** How many requests of a kind were answered. */
    public int count(Kind kind) {
        return of(kind).size();
    }

    /** Forgets all entries. */
    public void clear() {
        entries.clear();
    }

    void add(Kind kind, Request request, int status, int answerLength) {
        entries.add(new Entry(
                kind, request.method(), request.target(), status, request.bodyLength(), answerLength, request));
    }
}
