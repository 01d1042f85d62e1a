package dev.bulla.cli.frame;

import dev.bulla.json.Json;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run ends with when it fails: the error line, its hints, and the same as a document.
 *
 * @param exit the exit code
 * @param message one line, without the word of the exit code
 * @param hints what to do next
 * @param reason why a verification said no, when that is what happened
 */
public record Failure(ExitCode exit, String message, List<String> hints, Optional<Reason> reason) {
    private static final String SCHEMA = "bulla.error/1";

    /** Copies the hints. */
    public Failure {
        hints = List.copyOf(hints);
    }

    /** From what a layer threw. */
    public static Failure of(BullaException e) {
        Optional<Reason> reason =
                e instanceof RejectedException rejected ? Optional.of(rejected.reason()) : Optional.empty();
        return new Failure(ExitCode.of(e), String.valueOf(e.getMessage()), e.hints(), reason);
    }

    /** From a verdict. */
    public static Failure of(Reason reason) {
        return new Failure(ExitCode.of(reason.code()), reason.message(), reason.hints(), Optional.of(reason));
    }

    /** The user stopped it. */
    public static Failure interrupted() {
        return new Failure(ExitCode.INTERRUPTED, "stopped; running it again continues", List.of(), Optional.empty());
    }

    /** Something unforeseen. */
    public static Failure bug(String message, String... hints) {
        return new Failure(ExitCode.BUG, message, List.of(hints), Optional.empty());
    }

    /** Writes the error line and, when a document was asked for, the document. */
    public void print(Output output) {
        if (output.format() == Format.JSON) {
            output.json(toJson());
        }
        output.error(this);
    }

    /** What the error line begins with: the word of the exit code, unless the message says it. */
    String word() {
        boolean said = exit == ExitCode.USAGE || (exit == ExitCode.NO_TRUST_ROOT && message.startsWith(exit.word()));
        return said ? "" : exit.word() + ": ";
    }

    /** The message after {@link #word}: {@code key: release: …} rather than {@code key: key release: …}. */
    String messageAfterWord() {
        String doubled = exit.word() + " ";
        return exit == ExitCode.KEY && message.startsWith(doubled) ? message.substring(doubled.length()) : message;
    }

    /** {@code bulla.error/1}. */
    public Json.Obj toJson() {
        List<Json> lines = new ArrayList<>();
        hints.forEach(hint -> lines.add(Json.text(hint)));
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text(SCHEMA))
                .with("code", Json.text(exit.name()))
                .with("exit", Json.whole(exit.status()))
                .with("message", Json.text(message))
                .with("hints", new Json.Arr(lines));
        return reason.map(why -> document.with("reason", toJson(why))).orElse(document);
    }

    /** A reason as a document shows it: {@code code}, its facts. */
    public static Json.Obj toJson(Reason reason) {
        Json.Obj document =
                Json.Obj.empty().with("code", Json.text(reason.code().name()));
        for (var fact : reason.facts().entrySet()) {
            document = document.with(
                    fact.getKey(),
                    switch (fact.getValue()) {
                        case Long number -> Json.whole(number);
                        case Boolean bool -> new Json.Bool(bool);
                        default -> Json.text(fact.getValue().toString());
                    });
        }
        return document;
    }
}
