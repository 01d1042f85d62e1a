package dev.bulla.policy;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLines;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The verifier's policy: rules in order over TUF repositories with pinned roots. The first rule that matches a name
 * decides; the last rule, unwritten, rejects. A policy exists only when all of it was found sound, so that the first
 * lookup cannot be the one that finds a gap.
 *
 * @param repositories TUF repositories by their names in the policy
 * @param rules the rules in order
 */
public record Policy(Map<String, TufRepository> repositories, List<Rule> rules) {
    /** 1 MiB: some thousand rules, and no policy has that many. */
    public static final int MAX_BYTES = 1 << 20;

    /** Copies the collections. */
    public Policy {
        repositories = Collections.unmodifiableMap(new LinkedHashMap<>(repositories));
        rules = List.copyOf(rules);
    }

    /**
     * Reads a policy file (artifact-types/policy.md).
     *
     * @return {@code MALFORMED} or {@code LIMIT_EXCEEDED} with the facts {@code place} and {@code line} where they are known
     */
    public static Step<Policy> read(Bytes file) {
        try {
            return Step.done(PolicyReader.read(file));
        } catch (JsonException e) {
            return Step.refused(refusal(file, e));
        }
    }

    private static Reason refusal(Bytes file, JsonException e) {
        OptionalInt line = JsonLines.of(file, e);
        String where = line.isPresent() ? "line " + line.getAsInt() + ": " : "";
        Reason reason = Reason.of(
                e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED, "policy: " + where + e.getMessage());
        if (!e.place().isEmpty()) {
            reason = reason.with("place", e.place());
        }
        return line.isPresent() ? reason.with("line", line.getAsInt()) : reason;
    }

    /** What the policy says of {@code asked}. Only place and tag are compared: what the digest has to be, the caller checks. */
    public Coverage coverage(Reference asked) {
        return from(0, Asked.of(asked));
    }

    private Coverage from(int first, Asked asked) {
        for (int i = first; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            Optional<List<String>> captures = asked.captures(rule.match());
            if (captures.isPresent()) {
                return coverage(rule, asked, captures.get());
            }
        }
        return Coverage.NotCovered.because(
                asked.text(), Optional.empty(), "no rule of the policy covers " + asked.text());
    }

    private Coverage coverage(Rule rule, Asked asked, List<String> captures) {
        return switch (rule.decision()) {
            case Rule.Reject reject ->
                Coverage.NotCovered.because(
                        asked.text(), Optional.of(rule), rule.place() + " of the policy rejects " + asked.text());
            case Rule.AllowUnsigned allowed -> new Coverage.Unsigned(rule);
            case Rule.ByKeys keys -> signed(rule, keys, asked, captures);
            case Rule.Ask ask -> ask(rule, ask, asked, captures);
        };
    }

    private Coverage ask(Rule rule, Rule.Ask ask, Asked asked, List<String> captures) {
        Optional<Coverage> forbidden = forbidden(rule, ask.forbidTags(), asked);
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        Optional<String> target = asked.target(ask.rewrite(), captures);
        if (target.isEmpty()) {
            return nameless(rule, asked);
        }
        Question question = new Question(rule, target.get(), asked.anyTag(), ask);
        return new Coverage.Covered(
                question, ask.terminating() ? Optional.empty() : Optional.of(from(rule.number() + 1, asked)));
    }

    private static Coverage signed(Rule rule, Rule.ByKeys keys, Asked asked, List<String> captures) {
        Optional<Coverage> forbidden = forbidden(rule, keys.forbidTags(), asked);
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        if (asked.anyTag()) {
            return new Coverage.Signed(rule, keys, Optional.empty());
        }
        Optional<String> target = asked.target(keys.rewrite(), captures);
        return target.isEmpty() ? nameless(rule, asked) : new Coverage.Signed(rule, keys, target);
    }

    private static Optional<Coverage> forbidden(Rule rule, Set<String> tags, Asked asked) {
        return asked.tag()
                .filter(tags::contains)
                .map(tag -> Coverage.NotCovered.because(
                        asked.text(),
                        Optional.of(rule),
                        rule.place() + " of the policy forbids the tag " + tag + "; name a version or a digest"));
    }

    private static Coverage nameless(Rule rule, Asked asked) {
        return Coverage.NotCovered.because(
                asked.text(),
                Optional.of(rule),
                rule.place() + " of the policy makes no target path of " + asked.text());
    }
}
