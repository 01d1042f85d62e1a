package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code freshness} and {@code witnesses}. */
final class FreshnessReader {
    private static final String NO_AGE =
            "is no duration between PT1S and P" + FreshnessRule.MAX_AGE.toDays() + "D such as P7D or PT12H";

    private final Map<String, ReceiptKey> receiptKeys;

    FreshnessReader(Map<String, ReceiptKey> receiptKeys) {
        this.receiptKeys = receiptKeys;
    }

    /** The member {@code freshness} of a repository or a rule, if there. */
    Optional<FreshnessRule> freshness(Fields holder) {
        return holder.optionalObject("freshness").map(this::rule);
    }

    private FreshnessRule rule(Fields freshness) {
        Members.check(freshness, List.of("mode", "maxAge", "keys"));
        FreshnessRule.Mode mode = mode(freshness);
        if (mode != FreshnessRule.Mode.ONLINE && !freshness.has("maxAge")) {
            throw JsonException.at(freshness.place("maxAge"), "is missing; revocation would never reach this consumer");
        }
        Optional<Duration> maxAge = freshness.has("maxAge")
                ? Optional.of(Members.parsed(freshness, "maxAge", FreshnessReader::age))
                : Optional.empty();
        if (mode == FreshnessRule.Mode.RECEIPT) {
            return new FreshnessRule(mode, maxAge, keys(freshness));
        }
        if (freshness.has("keys")) {
            throw JsonException.at(freshness.place("keys"), "are there, and nothing but mode receipt uses them");
        }
        return new FreshnessRule(mode, maxAge, List.of());
    }

    private static FreshnessRule.Mode mode(Fields freshness) {
        String word = freshness.text("mode");
        for (FreshnessRule.Mode mode : FreshnessRule.Mode.values()) {
            if (mode.toString().equals(word)) {
                return mode;
            }
        }
        throw JsonException.at(freshness.place("mode"), "is none of online, receipt and capsule");
    }

    /** A duration of ISO 8601 in days, hours, minutes and seconds, without signs and fractions. */
    private static Duration age(String text) {
        boolean plain = text.chars().allMatch(c -> "PTDHMS0123456789".indexOf(c) >= 0);
        try {
            Duration age = plain ? Duration.parse(text) : Duration.ZERO;
            if (age.compareTo(Duration.ZERO) > 0 && age.compareTo(FreshnessRule.MAX_AGE) <= 0) {
                return age;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(NO_AGE, e);
        }
        throw new IllegalArgumentException(NO_AGE);
    }

    private List<ReceiptKey> keys(Fields freshness) {
        List<ReceiptKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : freshness.texts("keys")) {
            ReceiptKey key = receiptKeys.get(name);
            if (key == null || !seen.add(name)) {
                throw JsonException.at(
                        freshness.place("keys"),
                        "names " + Members.quoted(name)
                                + (key == null ? ", which is none of the policy's receiptKeys" : " twice"));
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw JsonException.at(freshness.place("keys"), "is empty; no receipt would ever count");
        }
        return keys;
    }

    /** The member {@code witnesses} of a repository, if there. */
    static Optional<WitnessRule> witnesses(Fields repository) {
        return repository.optionalObject("witnesses").map(witnesses -> {
            Members.check(witnesses, List.of("keys", "threshold"));
            List<PublicKey> keys = KeyMembers.list(witnesses);
            return new WitnessRule(keys, KeyMembers.threshold(witnesses, keys));
        });
    }
}
