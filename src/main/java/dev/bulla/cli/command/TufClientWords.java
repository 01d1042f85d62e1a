package dev.bulla.cli.command;

import dev.bulla.outcome.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of {@code bulla tuf-client}: flags with a value each, before or after the verb and its argument. */
final class TufClientWords {
    private static final List<String> WITH_VALUE =
            List.of("--metadata-dir", "--metadata-url", "--target-name", "--target-base-url", "--target-dir");
    private static final String SWITCH = "--forbidden-is-missing";

    private final Map<String, List<String>> flags;
    private final List<String> plain;

    private TufClientWords(Map<String, List<String>> flags, List<String> plain) {
        this.flags = flags;
        this.plain = plain;
    }

    /** Sorts the words; {@code --flag value} and {@code --flag=value} mean the same. */
    static TufClientWords of(List<String> words) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        List<String> plain = new ArrayList<>();
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i++);
            if (!word.startsWith("--")) {
                plain.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = "";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (WITH_VALUE.contains(name)) {
                if (i == words.size()) {
                    throw new UsageException("tuf-client: " + name + " needs a value");
                }
                value = words.get(i++);
            }
            if (!WITH_VALUE.contains(name) && !word.equals(SWITCH)) {
                throw new UsageException("tuf-client has no flag " + name);
            }
            flags.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return new TufClientWords(flags, plain);
    }

    /** What to do. */
    String verb() {
        if (plain.isEmpty()) {
            throw new UsageException("tuf-client needs init, refresh or download");
        }
        return plain.get(0);
    }

    /** The one word behind the verb. */
    String argument() {
        if (plain.size() != 2) {
            throw new UsageException("tuf-client " + verb() + " needs one file, got " + (plain.size() - 1));
        }
        return plain.get(1);
    }

    /** Refuses words behind the verb. */
    void noArgument() {
        if (plain.size() != 1) {
            throw new UsageException("tuf-client " + verb() + " takes no argument");
        }
    }

    /** Refuses flags that this verb cannot act on. */
    void takes(String... names) {
        for (String name : flags.keySet()) {
            if (!List.of(names).contains(name)) {
                throw new UsageException("tuf-client " + verb() + " takes no " + name);
            }
        }
    }

    boolean has(String name) {
        return flags.containsKey(name);
    }

    List<String> all(String name) {
        return flags.getOrDefault(name, List.of());
    }

    Optional<String> optional(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new UsageException("tuf-client takes " + name + " once");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    String required(String name) {
        return optional(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new UsageException("tuf-client " + verb() + " needs " + name));
    }
}
