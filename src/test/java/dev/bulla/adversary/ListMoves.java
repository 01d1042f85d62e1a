package dev.bulla.adversary;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Kind;
import dev.bulla.testkit.loopback.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What can be done with lists of attachments: the API's, the fallback tag's and the carrier's. */
final class ListMoves {

    private ListMoves() {}

    private static boolean butApi(Placement placement) {
        return placement != Placement.API;
    }

    private static boolean trust(Placement placement) {
        return placement == Placement.TRUST;
    }

    private static boolean asksApi(Request request) {
        return request.kind() == Kind.REFERRERS;
    }

    /** The API, the fallback tag and the carriers. */
    private static boolean asksAnyList(Request request) {
        return asksApi(request)
                || (request.kind() == Kind.MANIFEST_GET
                        && (request.reference().startsWith("sha256-")
                                || request.reference().endsWith(".signed")));
    }

    private static Move denied(String name, Answer answer) {
        return new Move(
                name, (request, registry) -> asksApi(request) ? answer : registry.answer(request), ListMoves::butApi);
    }

    private static Move listed(String name, Predicate<Placement> harmless, UnaryOperator<List<Json>> change) {
        return Move.changing(name, harmless, ListMoves::asksAnyList, answer -> changed(answer, change));
    }

    private static Answer changed(Answer answer, UnaryOperator<List<Json>> change) {
        if (answer.status() != 200 || answer.body().length == 0 || answer.body()[0] != '{') {
            return answer; // another move's page
        }
        Json.Obj index;
        try {
            index = (Json.Obj) JsonReader.with(JsonLimits.signed(1 << 22)).read(Bytes.copyOf(answer.body()));
        } catch (JsonException e) {
            return answer; // another move has spoilt it
        }
        List<Json> entries = new ArrayList<>(((Json.Arr) index.get("manifests").orElseThrow()).items());
        return answer.withBody(PlainWriter.write(index.with("manifests", new Json.Arr(change.apply(entries))))
                .toByteArray());
    }

    private static List<Json> invented(List<Json> entries, int count, String type) {
        for (int i = 0; i < count; i++) {
            entries.add(
                    0,
                    Json.Obj.empty()
                            .with("mediaType", Json.text("application/vnd.oci.image.manifest.v1+json"))
                            .with("digest", Json.text(String.format(java.util.Locale.ROOT, "sha256:%064x", i + 1)))
                            .with("size", Json.whole(500))
                            .with("artifactType", Json.text(type)));
        }
        return entries;
    }

    private static List<Json> shuffled(List<Json> entries) {
        Collections.shuffle(entries, new Random(entries.size()));
        return entries;
    }

    private static List<Json> twice(List<Json> entries) {
        List<Json> all = new ArrayList<>(entries);
        all.addAll(entries);
        return all;
    }

    private static List<Json> bare(List<Json> entries) {
        List<Json> bare = new ArrayList<>();
        entries.forEach(
                each -> bare.add(((Json.Obj) each).without("artifactType").without("annotations")));
        return bare;
    }

    private static List<Json> mistyped(List<Json> entries) {
        List<Json> wrong = new ArrayList<>();
        entries.forEach(each ->
                wrong.add(((Json.Obj) each).with("artifactType", Json.text("application/vnd.oci.empty.v1+json"))));
        return wrong;
    }

    private static List<Json> missized(List<Json> entries) {
        List<Json> wrong = new ArrayList<>();
        entries.forEach(each -> wrong.add(((Json.Obj) each).with("size", Json.whole(1))));
        return wrong;
    }

    /** All of them. */
    static List<Move> all() {
        String capsule = "application/vnd.bulla.capsule.v1+json";
        Answer index = Answer.of(200)
                .with("Content-Type", "application/vnd.oci.image.index.v1+json")
                .withBody(PlainWriter.write(Json.Obj.empty()
                                .with("schemaVersion", Json.whole(2))
                                .with("manifests", new Json.Arr(List.of())))
                        .toByteArray());
        return List.of(
                denied("the API is 404", Answer.error(404, "NOT_FOUND", "page not found")),
                denied("the API is 405", Answer.of(405)),
                denied("the API is 501", Answer.error(501, "UNSUPPORTED", "no")),
                denied("the API is 400", Answer.error(400, "UNSUPPORTED", "no")),
                denied("the API is a page", Answer.html(200)),
                denied("the API is a page that is missing", Answer.html(404)),
                denied("the API is a redirect elsewhere", Answer.of(303).with("Location", "http://localhost:1/html")),
                denied("the API lists nothing", index),
                listed("all lists are empty", ListMoves::trust, entries -> new ArrayList<>()),
                listed("lists are shuffled", ContentMoves::always, ListMoves::shuffled),
                listed("lists name everything twice", ContentMoves::always, ListMoves::twice),
                listed(
                        "lists name capsules that are not there",
                        ContentMoves::always,
                        entries -> invented(entries, 3, capsule)),
                listed(
                        "lists name junk that is not there",
                        ContentMoves::always,
                        entries -> invented(entries, 5, "application/x")),
                listed("a flood of capsules in lists", ListMoves::trust, entries -> invented(entries, 2000, capsule)),
                listed("lists have no types", ContentMoves::always, ListMoves::bare),
                listed("lists have wrong types", ContentMoves::always, ListMoves::mistyped),
                listed("lists have wrong sizes", ListMoves::trust, ListMoves::missized),
                Move.changing(
                        "a filter is claimed that nobody asked for",
                        ContentMoves::always,
                        ListMoves::asksApi,
                        answer -> answer.with("OCI-Filters-Applied", "artifactType")),
                Move.changing(
                        "pages go round for ever",
                        ListMoves::trust,
                        ListMoves::asksApi,
                        answer -> answer.with("Link", "</v2/acme/shop/referrers/x>; rel=\"next\"")),
                Move.changing(
                        "pages go on elsewhere",
                        ListMoves::trust,
                        ListMoves::asksApi,
                        answer -> answer.with("Link", "<http://localhost:1/v2/>; rel=\"next\"")));
    }
}
