package dev.bulla.policy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a policy file, all of it, before any of it is used. Every failure names the member. */
final class PolicyReader {
    private static final List<String> BY_KEYS =
            List.of("match", "mode", "rewrite", "aliases", "keys", "threshold", "forbidTags", "minLevel");

    private static final List<String> ASKING = List.of(
            "match",
            "mode",
            "rewrite",
            "aliases",
            "repositories",
            "threshold",
            "terminating",
            "minLevel",
            "forbidTags");

    /** Every rule is compared with every reference, and with every other rule when a policy is read. */
    private static final int MAX_RULES = 1000;

    private final Map<String, TufRepository> repositories = new LinkedHashMap<>();

    private final FreshnessReader freshness;
    private final TermsReader terms;

    private PolicyReader(FreshnessReader freshness) {
        this.freshness = freshness;
        this.terms = new TermsReader(freshness);
    }

    static Policy read(Bytes file) {
        JsonReader reader = JsonReader.with(JsonLimits.signed(Policy.MAX_BYTES));
        Fields policy = Fields.of(reader.read(file), "");
        Members.check(policy, List.of("version", "repositories", "receiptKeys", "rules"));
        policy.whole("version", 1, 1);
        FreshnessReader freshness = new FreshnessReader(KeyMembers.receiptKeys(policy));
        return new PolicyReader(freshness).read(policy);
    }

    private Policy read(Fields policy) {
        repositories.putAll(new RepositoryReader(freshness).readAll(policy));
        if (policy.array("rules").size() > MAX_RULES) {
            throw JsonException.limit("rules has more than " + MAX_RULES + " items");
        }
        List<Rule> rules = policy.each("rules", this::rule);
        RuleChecks.check(rules);
        return new Policy(repositories, rules);
    }

    private Rule rule(Fields rule, int number) {
        NamePattern match = Members.parsed(rule, "match", NamePattern::parse);
        return new Rule(number, match, mode(rule), decision(rule, match));
    }

    private Rule.Decision decision(Fields rule, NamePattern match) {
        if (rule.has("action")) {
            Members.check(rule, List.of("match", "mode", "action", "minLevel"));
            return action(rule);
        }
        if (rule.has("keys")) {
            if (rule.has("repositories")) {
                throw JsonException.at(
                        rule.place("keys"),
                        "are there beside repositories; a signature that is asked beside them stands in requireSignatures");
            }
            Members.check(rule, BY_KEYS);
            return byKeys(rule, match);
        }
        Members.check(rule, known());
        return ask(rule, match);
    }

    private static Rule.ByKeys byKeys(Fields rule, NamePattern match) {
        if (rule.has("minLevel") && Members.parsed(rule, "minLevel", PolicyReader::level) != Level.L0) {
            throw JsonException.at(rule.place("minLevel"), "is more than 0, which keys alone cannot reach");
        }
        List<PublicKey> keys = KeyMembers.list(rule);
        return new Rule.ByKeys(
                rewrite(rule, match), keys, KeyMembers.threshold(rule, keys), TermsReader.forbidTags(rule));
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(ASKING);
        known.addAll(TermsReader.KNOWN);
        return known;
    }

    private static Rule.Mode mode(Fields rule) {
        if (!rule.has("mode")) {
            return Rule.Mode.ENFORCE;
        }
        return switch (rule.text("mode")) {
            case "enforce" -> Rule.Mode.ENFORCE;
            case "warn" -> Rule.Mode.WARN;
            default -> throw JsonException.at(rule.place("mode"), "is neither enforce nor warn");
        };
    }

    private static Rule.Decision action(Fields rule) {
        return switch (rule.text("action")) {
            case "reject" -> {
                Members.check(rule, List.of("match", "mode", "action"));
                yield new Rule.Reject();
            }
            case "allow-unsigned" -> new Rule.AllowUnsigned(unsigned(rule));
            default -> throw JsonException.at(rule.place("action"), "is neither reject nor allow-unsigned");
        };
    }

    /** What is not signed itself reaches 1a at most. */
    private static Level unsigned(Fields rule) {
        Level least = rule.has("minLevel") ? Members.parsed(rule, "minLevel", PolicyReader::level) : Level.L0;
        if (!Level.L1A.meets(least)) {
            throw JsonException.at(rule.place("minLevel"), "is more than 1a, which nothing unsigned can reach");
        }
        return least;
    }

    private Rule.Ask ask(Fields rule, NamePattern match) {
        List<String> asked = asked(rule);
        boolean aliases = rule.bool("aliases", false);
        Optional<Rewrite> rewrite = rewrite(rule, match);
        if (rewrite.isEmpty() && (aliases || match.toString().startsWith("oci:"))) {
            throw JsonException.at(
                    rule.place("rewrite"),
                    aliases
                            ? "is missing; without it no name changes, and aliases means nothing"
                            : "is missing; an image layout has no name of its own");
        }
        Level least = rule.has("minLevel") ? Members.parsed(rule, "minLevel", PolicyReader::level) : Level.L0;
        return new Rule.Ask(
                rewrite,
                aliases,
                asked,
                threshold(rule, asked),
                rule.bool("terminating", true),
                least,
                TermsReader.forbidTags(rule),
                terms.terms(rule));
    }

    private static Optional<Rewrite> rewrite(Fields rule, NamePattern match) {
        if (!rule.has("rewrite")) {
            return Optional.empty();
        }
        if (match.isEverything()) {
            throw JsonException.at(rule.place("rewrite"), "cannot be used where match is * alone");
        }
        return Optional.of(Members.parsed(rule, "rewrite", text -> Rewrite.parse(text, match.captures())));
    }

    private List<String> asked(Fields rule) {
        List<String> asked = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : rule.texts("repositories")) {
            if (!repositories.containsKey(name)) {
                throw JsonException.at(
                        rule.place("repositories"),
                        "names " + Members.quoted(name) + ", which is none of the policy's repositories");
            }
            if (!seen.add(name)) {
                throw JsonException.at(
                        rule.place("repositories"),
                        "names " + Members.quoted(name) + " twice; one TUF repository counts once");
            }
            asked.add(name);
        }
        if (asked.isEmpty()) {
            throw JsonException.at(rule.place("repositories"), "is empty");
        }
        return asked;
    }

    private static int threshold(Fields rule, List<String> asked) {
        if (!rule.has("threshold") && asked.size() > 1) {
            throw JsonException.at(
                    rule.place("threshold"),
                    "is missing: how many of the " + asked.size() + " repositories must agree");
        }
        return rule.has("threshold") ? (int) rule.whole("threshold", 1, asked.size()) : 1;
    }

    private static Level level(String word) {
        return Level.named(word)
                .orElseThrow(() -> new IllegalArgumentException("is none of 0, 1a, 1b, 2, 3a, 3b and 4"));
    }
}
