package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Style;
import dev.bulla.json.Json;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.ReasonCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How it is told what came of a reference: which pin covers it, every check in order, what was rejected, the verdict. */
final class ExplainAnswer {
    private static final int WORD = 9;

    private final Invocation call;
    private final Output output;

    ExplainAnswer(Invocation call) {
        this.call = call;
        this.output = call.output();
    }

    /** The pin that decides, or that there is none. */
    void pin(String asked, Optional<Trust.Pinned> pin) {
        if (pin.isEmpty()) {
            output.line("not pinned  " + asked);
            return;
        }
        Trust.Pinned known = pin.get();
        output.line("pinned    " + asked);
        output.line("pin of " + known.namespace());
        output.line("  root    " + known.root());
        output.line("  names   " + Pins.names(known));
        output.line("  roles   are read at " + known.repository() + ", else what is attached");
    }

    static Json.Obj pin(Trust.Pinned pin) {
        return Json.Obj.empty()
                .with("namespace", Json.text(pin.namespace().toString()))
                .with("root", Json.text(pin.root().toString()))
                .with("names", Json.text(pin.names()))
                .with("trustRepository", Json.text(pin.repository().toString()));
    }

    /** What was made of it, in lines. */
    void verdict(Verdict verdict) {
        output.line("checks");
        verdict.checks().forEach(this::check);
        if (verdict.checks().isEmpty()) {
            output.line("  none was made");
        }
        if (verdict instanceof Verdict.Trusted trusted) {
            trusted(trusted);
        } else if (verdict instanceof Verdict.Allowed allowed) {
            output.line(Style.WARN, "let through", " by " + allowed.rule() + ", at level 0: " + allowed.deploy());
        } else if (verdict instanceof Verdict.Rejected rejected) {
            ReasonCode code = rejected.reason().code();
            output.line(
                    Style.BAD,
                    padded(ExitCode.of(code).word()),
                    code + ": " + rejected.reason().message());
            rejected.reason().facts().forEach((name, value) -> output.line("  " + name + "  " + value));
        }
    }

    private void check(Check check) {
        output.line(
                "  " + padded(check.result().name().toLowerCase(Locale.ROOT)) + check.name() + "  " + check.detail());
    }

    private static String padded(String word) {
        return word + " ".repeat(Math.max(1, WORD - word.length()));
    }

    private void trusted(Verdict.Trusted trusted) {
        output.line(Style.GOOD, "trusted", "  " + trusted.deploy());
        output.line("  level  " + trusted.level());
        trusted.leavesOpen().forEach(open -> output.line("  open   " + open));
        if (trusted.vouching().isEmpty()) {
            return;
        }
        Verdict.Vouching vouching = trusted.vouching().get();
        Verdict.Freshness freshness = vouching.freshness();
        output.line("  fresh  " + freshness.grade() + ", seen " + output.time(freshness.seen(), call.now())
                + ", holds until " + output.time(freshness.until(), call.now()));
        List<String> protections = vouching.protections().stream()
                .map(protection -> protection.name().toLowerCase(Locale.ROOT))
                .toList();
        output.line("  kept   from older roles by " + String.join(", ", protections));
    }
}
