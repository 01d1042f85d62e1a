package dev.bulla.policy;

import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.oci.Tag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a rule asks beside the level, and what it lets pass. */
final class TermsReader {
    /** The members of a rule that are read here. */
    static final List<String> KNOWN = List.of(
            "freshness",
            "requireSteps",
            "requireIdentity",
            "sameCommit",
            "requireSignatures",
            "algorithms",
            "layoutBinding",
            "redirect",
            "allowReindex",
            "allowArchived",
            "allowSeqDecrease",
            "extraFiles");

    /** More steps than layouts have. */
    private static final int MAX_STEPS = 256;

    /** Each costs a look at everything that is attached. */
    private static final int MAX_SIGNATURES = 16;

    /** Tags that nobody may deploy by. */
    private static final int MAX_TAGS = 256;

    /** Where channels may lead. */
    private static final int MAX_PATTERNS = 64;

    /** An identity is a name, not a document. */
    private static final int MAX_TEXT = 1024;

    private final FreshnessReader freshness;

    TermsReader(FreshnessReader freshness) {
        this.freshness = freshness;
    }

    Terms terms(Fields rule) {
        Terms usual = Terms.STANDARD;
        return new Terms(
                freshness.freshness(rule),
                usual.witnesses(),
                evidence(rule),
                signatures(rule),
                rule.optionalObject("algorithms").map(TermsReader::algorithms),
                redirect(rule),
                allowed(rule),
                extraFiles(rule));
    }

    private static ExtraFiles extraFiles(Fields rule) {
        return switch (rule.optionalText("extraFiles").orElse("warn")) {
            case "warn" -> ExtraFiles.WARN;
            case "reject" -> ExtraFiles.REJECT;
            default -> throw JsonException.at(rule.place("extraFiles"), "is neither warn nor reject");
        };
    }

    /** The tags that a reference may not name. */
    static Set<String> forbidTags(Fields rule) {
        Set<String> tags = distinct(rule, "forbidTags", MAX_TAGS);
        for (String tag : tags) {
            try {
                new Tag(tag);
            } catch (IllegalArgumentException e) {
                throw JsonException.at(
                        rule.place("forbidTags"), "has " + Quoted.of(tag) + ", which is " + e.getMessage());
            }
        }
        return tags;
    }

    private static EvidenceRule evidence(Fields rule) {
        Set<String> steps = distinct(rule, "requireSteps", MAX_STEPS);
        steps.forEach(step -> printable(rule, "requireSteps", step));
        Optional<String> identity = rule.optionalText("requireIdentity");
        identity.ifPresent(pattern -> printable(rule, "requireIdentity", pattern));
        return new EvidenceRule(List.copyOf(steps), identity, rule.bool("sameCommit", false));
    }

    private static List<RequiredSignature> signatures(Fields rule) {
        if (!rule.has("requireSignatures")) {
            return List.of();
        }
        List<RequiredSignature> read = rule.each("requireSignatures", (one, i) -> signature(one));
        if (read.isEmpty() || read.size() > MAX_SIGNATURES) {
            throw JsonException.at(
                    rule.place("requireSignatures"), "has not between 1 and " + MAX_SIGNATURES + " items");
        }
        return read;
    }

    private static RequiredSignature signature(Fields one) {
        Members.check(one, List.of("role", "keys", "threshold"));
        if (one.has("role") == one.has("keys")) {
            throw JsonException.at(
                    one.place("role"),
                    one.has("role") ? "and keys are both there; one is meant" : "is missing, and so is keys");
        }
        if (one.has("keys")) {
            List<PublicKey> keys = KeyMembers.list(one);
            return new RequiredSignature.ByKeys(keys, KeyMembers.threshold(one, keys));
        }
        String role = one.text("role");
        printable(one, "role", role);
        return new RequiredSignature.ByRole(role, (int) one.whole("threshold", 1, Integer.MAX_VALUE));
    }

    private static AlgorithmRule algorithms(Fields algorithms) {
        Members.check(algorithms, List.of("allow", "minDistinct"));
        Set<String> allow = distinct(algorithms, "allow", PublicKeys.SCHEMES.size());
        for (String scheme : allow) {
            if (!PublicKeys.SCHEMES.contains(scheme)) {
                throw JsonException.at(
                        algorithms.place("allow"),
                        "has " + Quoted.of(scheme) + ", which is none of " + String.join(", ", PublicKeys.SCHEMES));
            }
        }
        Set<String> counting = allow.isEmpty() ? new LinkedHashSet<>(PublicKeys.SCHEMES) : allow;
        int distinct = algorithms.has("minDistinct") ? (int) algorithms.whole("minDistinct", 1, counting.size()) : 1;
        if (allow.isEmpty() && distinct == 1) {
            throw JsonException.at(algorithms.place("allow"), "is missing, and minDistinct asks for nothing");
        }
        return new AlgorithmRule(counting, distinct);
    }

    private static RedirectRule redirect(Fields rule) {
        if (!rule.has("redirect")) {
            return Terms.STANDARD.redirect();
        }
        if (rule.required("redirect") instanceof Json.Text word) {
            return switch (word.value()) {
                case "same-namespace" -> new RedirectRule.SameNamespace();
                case "none" -> new RedirectRule.None();
                default ->
                    throw JsonException.at(
                            rule.place("redirect"), "is neither same-namespace nor none nor a list of patterns");
            };
        }
        List<NamePattern> patterns = new ArrayList<>();
        for (String pattern : distinct(rule, "redirect", MAX_PATTERNS)) {
            try {
                patterns.add(NamePattern.parse(pattern));
            } catch (IllegalArgumentException e) {
                throw JsonException.at(
                        rule.place("redirect"), "has " + Quoted.of(pattern) + ", which " + e.getMessage());
            }
        }
        return new RedirectRule.Matching(patterns);
    }

    private static Set<Allowance> allowed(Fields rule) {
        Set<Allowance> allowed = EnumSet.noneOf(Allowance.class);
        for (Allowance one : List.of(Allowance.REINDEX, Allowance.ARCHIVED, Allowance.SEQ_DECREASE)) {
            if (rule.bool(one.member(), false)) {
                allowed.add(one);
            }
        }
        switch (rule.optionalText("layoutBinding").orElse("bound")) {
            case "bound" -> {}
            case "listed" -> allowed.add(Allowance.LISTED_LAYOUT);
            default -> throw JsonException.at(rule.place("layoutBinding"), "is neither bound nor listed");
        }
        return allowed;
    }

    /** The strings of an optional array, none of them twice; an array that is there is not empty. */
    private static Set<String> distinct(Fields holder, String name, int most) {
        if (!holder.has(name)) {
            return Set.of();
        }
        List<String> texts = holder.texts(name);
        if (texts.isEmpty() || texts.size() > most) {
            throw JsonException.at(holder.place(name), "has not between 1 and " + most + " items");
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String text : texts) {
            if (!seen.add(text)) {
                throw JsonException.at(holder.place(name), "has " + Quoted.of(text) + " twice");
            }
        }
        return seen;
    }

    private static void printable(Fields holder, String name, String text) {
        if (text.isBlank() || text.length() > MAX_TEXT || text.codePoints().anyMatch(Quoted::steers)) {
            throw JsonException.at(
                    holder.place(name),
                    "has a text that is blank, longer than " + MAX_TEXT + " or has control characters");
        }
    }
}
