package dev.bulla.cli.command;

import dev.bulla.RetentionRule;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What {@code --retention} says: {@code keep-last=5,max-age=90d,tags=v*,pin=lts-*,archive}. */
final class RetentionFlags {
    private static final String GRAMMAR =
            "--retention takes keep-last=N, max-age=DURATION, tags=PATTERN, pin=PATTERN and archive, with commas between";

    private RetentionFlags() {}

    static List<RetentionRule> of(Invocation call) {
        List<RetentionRule> rules = new ArrayList<>();
        for (String written : call.options("--retention")) {
            rules.add(rule(call, written));
        }
        return rules;
    }

    private static RetentionRule rule(Invocation call, String written) {
        OptionalInt keepLast = OptionalInt.empty();
        Optional<Duration> maxAge = Optional.empty();
        List<String> tags = new ArrayList<>();
        List<String> pins = new ArrayList<>();
        boolean archive = false;
        for (String part : NamespaceFlags.split(written)) {
            int equals = part.indexOf('=');
            String word = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            switch (word) {
                case "keep-last" -> keepLast = OptionalInt.of(number(call, value));
                case "max-age" -> maxAge = Optional.of(Quantity.duration(value).orElseThrow(() -> wrong(call)));
                case "tags" -> tags.add(value);
                case "pin" -> pins.add(value);
                case "archive" -> archive = true;
                default -> throw wrong(call);
            }
        }
        if (keepLast.isEmpty() && maxAge.isEmpty()) {
            throw wrong(call);
        }
        return new RetentionRule(keepLast, maxAge, tags, pins, archive);
    }

    /** At least one version stays: a repository without any is emptied by hand, not by a job. */
    private static int number(Invocation call, String text) {
        boolean digits = !text.isEmpty() && text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : 0;
        if (value < 1) {
            throw wrong(call);
        }
        return value;
    }

    private static RuntimeException wrong(Invocation call) {
        return call.wrongUse("cannot read a retention rule: " + GRAMMAR);
    }
}
