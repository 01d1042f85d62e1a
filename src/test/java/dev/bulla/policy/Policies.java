package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;

/** Policies for tests: repositories acme, two and three, and rules as each test writes them. */
final class Policies {
    private static final String REPOSITORIES = """
            { "version": 1, "repositories": {
            "acme":  { "root": { "sha256": "%s" }, "sources": ["example.com/acme/tuf"] },
            "two":   { "root": { "sha256": "%s" }, "sources": ["example.com/two/tuf"] },
            "three": { "root": { "sha256": "%s" }, "sources": ["example.com/three/tuf"] } },
            "rules": [
            """.formatted("a".repeat(64), "b".repeat(64), "c".repeat(64));

    private Policies() {}

    /** The policy with these rules, one on each line from the sixth on; single quotes stand for double ones. */
    static Step<Policy> withRules(String... rules) {
        return read(REPOSITORIES + String.join(",\n", rules) + "\n] }");
    }

    static Step<Policy> read(String text) {
        return Policy.read(Bytes.utf8(text.replace('\'', '"')));
    }

    static Reason refusal(Step<?> step) {
        assertThat(step).isInstanceOf(Step.Refused.class);
        return ((Step.Refused<?>) step).reason();
    }

    /** What a policy says, in a line: {@code rule:target@repositories/threshold}, joined by {@code then}. */
    static String said(Policy policy, String reference) {
        return said(policy.coverage(Reference.parse(reference)));
    }

    private static String said(Coverage coverage) {
        return switch (coverage) {
            case Coverage.Covered covered -> {
                Question question = covered.question();
                yield question.rule().number() + ":" + question.target() + (question.anyTag() ? ":?" : "") + "@"
                        + String.join("+", question.repositories()) + "/" + question.threshold()
                        + covered.otherwise().map(next -> " then " + said(next)).orElse("");
            }
            case Coverage.Signed signed ->
                signed.rule().number() + ":keys " + signed.name().orElse("by digest");
            case Coverage.Unsigned unsigned -> unsigned.rule().number() + ":unsigned";
            case Coverage.NotCovered not ->
                not.by().map(rule -> rule.number() + ":").orElse("") + "rejected";
        };
    }
}
