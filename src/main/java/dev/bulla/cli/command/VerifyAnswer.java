package dev.bulla.cli.command;

import dev.bulla.Verdict;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.Style;
import dev.bulla.json.Json;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The answer of {@code verify}: one verdict for each artifact, in text or as a document, and one exit code. */
final class VerifyAnswer {
    private static final String SCHEMA = "bulla.verify/1";

    private final Output output;
    private final Instant now;
    private final Instant at;
    private final boolean advise;

    /** What came of one artifact. */
    sealed interface Result permits Judged, Failed {
        /** The exit code if it were alone. */
        ExitCode exit();
    }

    /** It was judged. */
    record Judged(Verdict verdict, VerifiedFrom from) implements Result {
        Judged(Verdict verdict) {
            this(verdict, VerifiedFrom.of(verdict.asked()));
        }

        @Override
        public ExitCode exit() {
            if (verdict instanceof Verdict.Trusted) {
                return ExitCode
                        .OK; // without the machinery of a switch over types, which costs more than the rest of this
            }
            return switch (verdict) {
                case Verdict.Trusted trusted -> ExitCode.OK;
                case Verdict.Allowed allowed -> ExitCode.OK;
                case Verdict.Rejected rejected -> ExitCode.of(rejected.reason().code());
            };
        }
    }

    /** It could not be judged. */
    record Failed(String asked, Failure failure) implements Result {
        @Override
        public ExitCode exit() {
            return failure.exit();
        }
    }

    VerifyAnswer(Invocation call, Instant at) {
        this.output = call.output();
        this.now = call.now();
        this.at = at;
        this.advise = call.has("--advise");
    }

    /** Prints all of them; the exit code is the smallest of 1 to 4 that occurred, else the first other failure. */
    ExitCode print(List<Result> results) {
        if (output.isText()) {
            results.forEach(this::text);
        } else {
            output.json(document(results));
            results.forEach(this::errorLine);
        }
        return worst(results);
    }

    /** The smallest of 1 to 4 that occurred, else the first other failure. */
    static ExitCode worst(List<Result> results) {
        ExitCode worst = ExitCode.OK;
        for (Result result : results) {
            ExitCode exit = result.exit();
            boolean smaller = isVerdict(exit) && (!isVerdict(worst) || exit.status() < worst.status());
            if (smaller || worst == ExitCode.OK) {
                worst = exit;
            }
        }
        return worst;
    }

    /** Prints a document of another command with one verdict in its member {@code verdict}. */
    ExitCode print(Judged judged, Json.Obj document) {
        output.json(document.with("verdict", members(Json.Obj.empty(), judged)));
        errorLine(judged);
        return judged.exit();
    }

    /** The line that says what may be deployed. */
    void trustedLine(Verdict.Trusted trusted) {
        output.line(Style.GOOD, "trusted", "  " + trusted.deploy());
    }

    private static boolean isVerdict(ExitCode exit) {
        return exit.status() >= ExitCode.REJECTED.status() && exit.status() <= ExitCode.NO_TRUST_ROOT.status();
    }

    /** One result in lines. */
    void text(Result result) {
        if (result instanceof Judged judged && judged.verdict() instanceof Verdict.Trusted trusted) {
            trusted(trusted);
            judged.from().line().ifPresent(output::line);
            judged.from().extras().forEach(extra -> output.warning("not part of the bundle: " + extra));
        }
        if (result instanceof Judged judged && judged.verdict() instanceof Verdict.Allowed allowed) {
            allowed(allowed);
        }
        if (result instanceof Judged judged) {
            steps(judged.verdict());
        }
        errorLine(result);
    }

    /** With {@code -v}, every check. */
    void steps(Verdict verdict) {
        verdict.checks().forEach(check -> output.step(word(check) + "  " + check.name() + "  " + check.detail()));
    }

    private void trusted(Verdict.Trusted trusted) {
        trusted.vouching().ifPresentOrElse(vouching -> vouched(trusted, vouching), () -> signed(trusted));
        trusted.binding()
                .ifPresent(binding -> output.line("  name     " + binding.name() + ", version " + binding.version()
                        + ", expires " + output.time(binding.expires(), now)));
        trusted.bundle()
                .ifPresent(bundle -> output.line("  bundle   " + bundle.name() + " " + bundle.version() + ", "
                        + Quantity.count(bundle.images(), "image") + " of the signed bundle match"));
        LevelAnswer.text(output, trusted, advise);
        trusted.otherNames()
                .forEach(name -> output.note("it is signed as " + name + " too (unverified as a name); --as " + name
                        + " would require that"));
    }

    private void signed(Verdict.Trusted trusted) {
        trustedLine(trusted);
        List<String> brief = new ArrayList<>();
        trusted.keyIds().forEach(id -> brief.add(output.keyId(id)));
        output.line("  keys     " + trusted.keyIds().size() + " signed, " + trusted.threshold() + " needed: "
                + String.join(", ", brief));
    }

    /** The role chain that vouched, from the pinned root down. */
    private void vouched(Verdict.Trusted trusted, Verdict.Vouching vouching) {
        boolean renamed = !vouching.signedAs().equals(trusted.asked().toString());
        output.line(
                Style.GOOD,
                "trusted",
                "  " + trusted.deploy() + (renamed ? "   (signed as " + vouching.signedAs() + ")" : ""));
        List<String> roles = new ArrayList<>();
        int signatures = 0;
        for (Verdict.Role role : vouching.chain()) {
            roles.add(role.name() + " v" + role.version());
            signatures += role.keyIds().size();
        }
        output.line("  " + String.join(" -> ", roles) + "   " + Quantity.count(signatures, "signature")
                + ", nearest expiry " + output.time(vouching.nearestExpiry(), now));
        vouching.provenance()
                .ifPresent(provenance -> output.line("  in-toto  layout " + provenance.layout() + " is met, "
                        + Quantity.count(provenance.steps(), "step") + " with evidence"
                        + (provenance.bound() ? "" : "; not bound by the offline role")));
        new FreshnessText(output, now).print(vouching);
    }

    private void errorLine(Result result) {
        if (result instanceof Judged judged && !(judged.verdict() instanceof Verdict.Rejected)) {
            return;
        }
        switch (result) {
            case Failed failed -> output.error(failed.failure());
            case Judged judged -> {
                if (judged.verdict() instanceof Verdict.Rejected rejected) {
                    output.error(Failure.of(rejected.reason()));
                }
            }
        }
    }

    private static String word(Check check) {
        return switch (check.result()) {
            case OK -> "✓";
            case FAILED -> "✗";
            case NOTE -> "-";
        };
    }

    private Json.Obj document(List<Result> results) {
        Json.Obj document = Json.Obj.empty().with("schema", Json.text(SCHEMA));
        if (results.size() == 1) {
            return members(document, results.get(0));
        }
        List<Json> items = new ArrayList<>();
        results.forEach(result -> items.add(members(Json.Obj.empty(), result)));
        return document.with("results", new Json.Arr(items));
    }

    private Json.Obj members(Json.Obj document, Result result) {
        return switch (result) {
            case Failed failed ->
                document.with("verdict", Json.text("none"))
                        .with("asked", Json.text(failed.asked()))
                        .with("at", Json.text(Quantity.absolute(at)))
                        .with("error", failed.failure().toJson());
            case Judged judged ->
                verdict(document, judged.verdict()).with("source", judged.from().toJson());
        };
    }

    private Json.Obj verdict(Json.Obj document, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Trusted trusted -> trusted(document, trusted);
            case Verdict.Rejected rejected -> rejected(document, rejected);
            case Verdict.Allowed allowed -> allowed(document, allowed);
        };
    }

    /** Never the word of a trusted artifact: nothing is proved of this one. */
    private void allowed(Verdict.Allowed allowed) {
        output.line(Style.WARN, allowed.reason().isPresent() ? "WARN" : "unsigned", "  " + allowed.deploy());
        output.line("  policy   " + allowed.rule() + " lets it through: "
                + allowed.reason().map(Reason::message).orElse("it asks for no proof"));
        LevelAnswer.text(output, allowed);
    }

    private Json.Obj allowed(Json.Obj document, Verdict.Allowed allowed) {
        Json.Obj filled = document.with("verdict", Json.text(allowed.reason().isPresent() ? "warned" : "allowed"))
                .with("asked", Json.text(allowed.asked().toString()))
                .with("deploy", Json.text(allowed.deploy().toString()))
                .with("subject", Documents.descriptor(allowed.subject()))
                .with("at", Json.text(Quantity.absolute(at)))
                .with("level", Json.text(allowed.level()))
                .with("open", Documents.texts(allowed.leavesOpen()))
                .with("rule", Json.text(allowed.rule()));
        if (allowed.reason().isPresent()) {
            Reason reason = allowed.reason().get();
            filled = filled.with("reason", Failure.toJson(reason))
                    .with("message", Json.text(reason.message()))
                    .with("hints", Documents.texts(reason.hints()));
        }
        return filled.with("checks", Documents.checks(allowed.checks()));
    }

    private Json.Obj rejected(Json.Obj document, Verdict.Rejected rejected) {
        ExitCode exit = ExitCode.of(rejected.reason().code());
        return document.with("verdict", Json.text(exit.word().replace(' ', '-')))
                .with("asked", Json.text(rejected.asked().toString()))
                .with("at", Json.text(Quantity.absolute(at)))
                .with("reason", Failure.toJson(rejected.reason()))
                .with("message", Json.text(rejected.reason().message()))
                .with("hints", Documents.texts(rejected.reason().hints()))
                .with("checks", Documents.checks(rejected.checks()));
    }

    private Json.Obj trusted(Json.Obj document, Verdict.Trusted trusted) {
        Json.Obj filled = document.with("verdict", Json.text("trusted"))
                .with("asked", Json.text(trusted.asked().toString()))
                .with("deploy", Json.text(trusted.deploy().toString()))
                .with("subject", Documents.descriptor(trusted.subject()))
                .with("at", Json.text(Quantity.absolute(at)))
                .with("level", Json.text(trusted.level()))
                .with("threshold", Json.whole(trusted.threshold()))
                .with("keyids", Documents.texts(trusted.keyIds()));
        if (trusted.binding().isPresent()) {
            Verdict.Binding binding = trusted.binding().get();
            filled = filled.with("signedAs", Json.text(binding.name()))
                    .with("version", Json.whole(binding.version()))
                    .with("nearestExpiry", Json.text(Quantity.absolute(binding.expires())));
        }
        if (trusted.vouching().isPresent()) {
            Verdict.Vouching vouching = trusted.vouching().get();
            filled = filled.with("signedAs", Json.text(vouching.signedAs()))
                    .with("nearestExpiry", Json.text(Quantity.absolute(vouching.nearestExpiry())))
                    .with("attachedRoles", new Json.Bool(vouching.attached()))
                    .with("chain", Pins.roles(vouching.chain()));
            filled = VouchingJson.with(filled, vouching);
        }
        if (trusted.bundle().isPresent()) {
            Verdict.BundleFacts bundle = trusted.bundle().get();
            filled = filled.with(
                    "bundle",
                    Json.Obj.empty()
                            .with("name", Json.text(bundle.name()))
                            .with("version", Json.text(bundle.version()))
                            .with("images", Json.whole(bundle.images())));
        }
        return LevelAnswer.json(filled, trusted, advise)
                .with("otherNames", Documents.texts(trusted.otherNames()))
                .with("checks", Documents.checks(trusted.checks()));
    }
}
