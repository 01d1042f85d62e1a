package dev.bulla.cli.freshness;

import dev.bulla.LockedNamespace;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is said about a lock. */
final class LockAnswer {
    private static final String STANDARD = "trust.lock";

    private final Output output;
    private final String shown;

    LockAnswer(Invocation call, Path file) {
        this.output = call.output();
        this.shown = call.option("--lock").orElse(String.valueOf(file.getFileName()));
    }

    /** The lock that a call means. */
    static Path file(Invocation call) {
        return call.path(call.option("--lock").orElse(STANDARD));
    }

    /**
     * Prints what a lock holds.
     *
     * @param update true when it was raised just now
     */
    void print(List<LockedNamespace> locked, boolean update) {
        if (!output.isText()) {
            output.json(document(locked));
            return;
        }
        if (locked.isEmpty()) {
            output.line(shown + " has seen nothing");
        }
        for (LockedNamespace one : locked) {
            String word = !update ? "locked" : one.changed() ? "raised" : "same  ";
            output.line(word + "  " + one.name() + "  as of " + Quantity.absolute(one.asOf()));
            List<String> versions = new ArrayList<>();
            one.versions().forEach((role, version) -> versions.add(role + " v" + version));
            output.line("  at least " + String.join(", ", versions));
            one.revisions().forEach((name, revision) -> output.line("  revision " + revision + " of " + name));
        }
    }

    private Json.Obj document(List<LockedNamespace> locked) {
        List<Json> items = new ArrayList<>();
        for (LockedNamespace one : locked) {
            items.add(Json.Obj.empty()
                    .with("name", Json.text(one.name()))
                    .with("versions", numbers(one.versions()))
                    .with("revisions", numbers(one.revisions()))
                    .with("asOf", Json.text(Quantity.absolute(one.asOf())))
                    .with("changed", new Json.Bool(one.changed())));
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.lock/1"))
                .with("file", Json.text(shown))
                .with("repositories", new Json.Arr(items));
    }

    private static Json.Obj numbers(Map<String, Long> numbers) {
        Json.Obj object = Json.Obj.empty();
        for (Map.Entry<String, Long> entry : numbers.entrySet()) {
            object = object.with(entry.getKey(), Json.whole(entry.getValue()));
        }
        return object;
    }
}
