package dev.bulla.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Header fields of an answer: hints all of them, and every value of each. */
final class Headers {
    private final Map<String, List<String>> values;

    Headers(Map<String, List<String>> fields) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        fields.forEach((name, texts) -> byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(texts)));
        values = byName;
    }

    List<String> all(String name) {
        return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** The number in a header; anything that is no number of at most 18 digits counts as absent. */
    OptionalLong number(String name) {
        Optional<String> text = first(name).map(String::strip);
        if (text.isEmpty() || text.get().isEmpty() || text.get().length() > 18) {
            return OptionalLong.empty();
        }
        boolean digits = text.get().chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }
}
