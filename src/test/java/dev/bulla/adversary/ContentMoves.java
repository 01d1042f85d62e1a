package dev.bulla.adversary;

import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Answer.Delivery;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What can be done with content, headers and statuses. */
final class ContentMoves {
    private static final String DIGEST = "Docker-Content-Digest";

    private ContentMoves() {}

    /** Harmless wherever roles lie. */
    static boolean always(Placement placement) {
        return placement != null;
    }

    /** Nowhere harmless. */
    static boolean never(Placement placement) {
        return placement == null;
    }

    private static Predicate<Request> of(Kind kind) {
        return request -> request.kind() == kind;
    }

    private static Predicate<Request> nth(int number, Predicate<Request> which) {
        AtomicInteger seen = new AtomicInteger();
        return request -> which.test(request) && seen.incrementAndGet() == number;
    }

    private static Predicate<Request> content() {
        return of(Kind.MANIFEST_GET).or(of(Kind.BLOB_GET));
    }

    private static Answer swapped(Answer answer) {
        byte[] body = answer.body();
        if (body.length > 0) {
            body[body.length / 2] ^= 1;
        }
        return answer.withBody(body);
    }

    private static UnaryOperator<Answer> resized(int by) {
        return answer -> answer.withBody(Arrays.copyOf(answer.body(), Math.max(0, answer.body().length + by)));
    }

    private static Move status(Kind kind, int status) {
        return new Move(
                kind + " is " + status,
                (request, registry) -> request.kind() == kind
                        ? Answer.error(status, "DENIED", "no").with("Retry-After", "1")
                        : registry.answer(request),
                ContentMoves::never);
    }

    /** All of them, made anew, since some count. */
    static List<Move> all() {
        List<Move> all = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            all.add(Move.changing(
                    "a byte of content " + number + " is another",
                    ContentMoves::never,
                    nth(number, content()),
                    ContentMoves::swapped));
            all.add(Move.changing(
                    "content " + number + " is truncated", ContentMoves::never, nth(number, content()), resized(-1)));
            all.add(Move.changing(
                    "content " + number + " is padded", ContentMoves::never, nth(number, content()), resized(1)));
            all.add(Move.changing(
                    "content " + number + " breaks off",
                    ContentMoves::never,
                    nth(number, content()),
                    answer -> answer.delivered(Delivery.CUT)));
            all.add(Move.changing(
                    "content " + number + " does not end",
                    ContentMoves::never,
                    nth(number, content()),
                    answer -> answer.delivered(Delivery.ENDLESS)));
        }
        for (Kind kind : List.of(Kind.MANIFEST_GET, Kind.BLOB_GET, Kind.REFERRERS)) {
            for (int status : new int[] {401, 403, 404, 429, 500, 503}) {
                all.add(status(kind, status));
            }
        }
        all.add(Move.changing(
                "the digest header lies",
                ContentMoves::always,
                of(Kind.MANIFEST_GET).or(of(Kind.MANIFEST_HEAD)).or(of(Kind.BLOB_GET)),
                answer -> answer.with(DIGEST, "sha256:" + "0".repeat(64))));
        all.add(Move.changing(
                "there is no digest header", ContentMoves::always, content(), answer -> answer.without(DIGEST)));
        all.add(Move.changing(
                "manifests are called images of Docker",
                ContentMoves::never,
                of(Kind.MANIFEST_GET),
                answer -> answer.with("Content-Type", "application/vnd.docker.distribution.manifest.v2+json")));
        all.add(Move.changing(
                "manifests are called a page",
                ContentMoves::never,
                of(Kind.MANIFEST_GET),
                answer -> answer.with("Content-Type", "text/html")));
        all.add(Move.changing(
                "blobs are called a page",
                ContentMoves::never,
                of(Kind.BLOB_GET),
                answer -> answer.with("Content-Type", "text/html")));
        all.add(Move.changing(
                "warnings come with everything",
                ContentMoves::always,
                request -> true,
                answer -> answer.adding("Warning", "299 - \"trust me \\u001b[2J\"")));
        all.add(Move.changing(
                "cookies and realms come with everything",
                ContentMoves::always,
                request -> true,
                answer -> answer.with("Set-Cookie", "a=b").with("WWW-Authenticate", "Basic realm=\"elsewhere\"")));
        all.add(new Move(
                "manifests are elsewhere",
                (request, registry) -> request.kind() == Kind.MANIFEST_GET
                        ? Answer.of(307).with("Location", "http://localhost:1" + request.target())
                        : registry.answer(request),
                ContentMoves::never));
        return all;
    }
}
