package dev.bulla.cli.command;

import dev.bulla.cli.frame.Output;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.Policy;
import dev.bulla.policy.Question;
import dev.bulla.policy.Rule;
import dev.bulla.policy.StartRole;
import dev.bulla.policy.TufRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How it is told what a policy says of a reference. */
final class PolicyAnswer {
    private static final int WORD = 10;

    private final Policy policy;
    private final Reference asked;

    PolicyAnswer(Policy policy, Reference asked) {
        this.policy = policy;
        this.asked = asked;
    }

    /** {@code covered}, {@code unsigned} (let through without proof) or {@code rejected}. */
    static String word(Coverage coverage) {
        return switch (coverage) {
            case Coverage.Covered covered -> "covered";
            case Coverage.Signed signed -> "covered";
            case Coverage.Unsigned unsigned -> "unsigned";
            case Coverage.NotCovered not -> "rejected";
        };
    }

    /** The rule that decides first, or that there is none. */
    static String place(Coverage coverage) {
        return rule(coverage).map(Rule::place).orElse("no rule");
    }

    static String padded(String word) {
        return word + " ".repeat(WORD - word.length());
    }

    private static Optional<Rule> rule(Coverage coverage) {
        return switch (coverage) {
            case Coverage.Covered covered -> Optional.of(covered.question().rule());
            case Coverage.Signed signed -> Optional.of(signed.rule());
            case Coverage.Unsigned unsigned -> Optional.of(unsigned.rule());
            case Coverage.NotCovered not -> not.by();
        };
    }

    private static Optional<Coverage> next(Coverage coverage) {
        return coverage instanceof Coverage.Covered covered ? covered.otherwise() : Optional.empty();
    }

    void text(Output output, Coverage coverage) {
        output.line(padded(word(coverage)) + asked);
        Optional<Coverage> current = Optional.of(coverage);
        while (current.isPresent()) {
            lines(output, current.get());
            current = next(current.get());
        }
    }

    private void lines(Output output, Coverage coverage) {
        Optional<Rule> rule = rule(coverage);
        output.line(rule.map(by -> by.place() + "  " + by.match() + warned(by)).orElse("no rule"));
        switch (coverage) {
            case Coverage.Covered covered -> {
                Question question = covered.question();
                output.line(
                        "  target  " + question.target() + (question.anyTag() ? ":*, confirmed by the digest" : ""));
                output.line("  ask     " + String.join(", ", question.repositories())
                        + (question.repositories().size() > 1 ? "; " + question.threshold() + " must agree" : ""));
                question.repositories().forEach(name -> repository(output, repository(name)));
                output.line("  level   " + question.ask().least() + " or better");
                output.line("  else    "
                        + (covered.otherwise().isPresent()
                                ? "the next rule, when all of them prove that they do not list it"
                                : "refused"));
            }
            case Coverage.Signed signed -> {
                signed.name().ifPresent(name -> output.line("  target  " + name));
                output.line("  keys    " + signed.keys().threshold() + " of "
                        + signed.keys().keys().size() + " must have signed it; no revocation, no TUF repository");
            }
            case Coverage.Unsigned unsigned -> output.line("  let through without any proof");
            case Coverage.NotCovered not -> output.line("  refused");
        }
    }

    private void repository(Output output, TufRepository repository) {
        List<String> sources =
                repository.sources().stream().map(Object::toString).toList();
        output.line("  " + repository.name() + " is read at " + String.join(", ", sources));
        repository
                .start()
                .ifPresent(start -> output.line("  " + repository.name() + " is searched from " + start.role() + ", "
                        + start.threshold() + " of " + start.keys().size() + " pinned keys"));
    }

    private static String warned(Rule rule) {
        return rule.mode() == Rule.Mode.WARN ? "  (warns only)" : "";
    }

    private TufRepository repository(String name) {
        return Optional.ofNullable(policy.repositories().get(name)).orElseThrow();
    }

    Json.Obj document(String file, Coverage coverage) {
        List<Json> steps = new ArrayList<>();
        Optional<Coverage> current = Optional.of(coverage);
        while (current.isPresent()) {
            steps.add(step(current.get()));
            current = next(current.get());
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.policy-explain/1"))
                .with("policy", Json.text(file))
                .with("asked", Json.text(asked.toString()))
                .with("coverage", Json.text(word(coverage)))
                .with("steps", new Json.Arr(steps));
    }

    private Json.Obj step(Coverage coverage) {
        Json.Obj step = Json.Obj.empty().with("coverage", Json.text(word(coverage)));
        Optional<Rule> rule = rule(coverage);
        if (rule.isPresent()) {
            step = step.with("rule", Json.text(rule.get().place()))
                    .with("match", Json.text(rule.get().match().toString()))
                    .with("mode", Json.text(rule.get().mode().name().toLowerCase(Locale.ROOT)));
        }
        if (!(coverage instanceof Coverage.Covered covered)) {
            return step;
        }
        Question question = covered.question();
        List<Json> repositories = new ArrayList<>();
        question.repositories().forEach(name -> repositories.add(members(repository(name))));
        return step.with("target", Json.text(question.target()))
                .with("anyTag", new Json.Bool(question.anyTag()))
                .with("threshold", Json.whole(question.threshold()))
                .with("minLevel", Json.text(question.ask().least().toString()))
                .with("terminating", new Json.Bool(covered.otherwise().isEmpty()))
                .with("repositories", new Json.Arr(repositories));
    }

    private static Json.Obj members(TufRepository repository) {
        Json.Obj members = Json.Obj.empty()
                .with("name", Json.text(repository.name()))
                .with(
                        "sources",
                        Documents.texts(repository.sources().stream()
                                .map(Object::toString)
                                .toList()));
        if (repository.origin().isPresent()) {
            members = members.with("origin", Json.text(repository.origin().get()));
        }
        if (repository.root().digest().isPresent()) {
            members = members.with(
                    "root", Json.text(repository.root().digest().get().toString()));
        }
        if (repository.start().isPresent()) {
            StartRole start = repository.start().get();
            members = members.with("role", Json.text(start.role()))
                    .with("roleThreshold", Json.whole(start.threshold()))
                    .with(
                            "roleKeyids",
                            Documents.texts(start.keys().stream()
                                    .map(key -> key.computedId().value())
                                    .toList()));
        }
        return members;
    }
}
