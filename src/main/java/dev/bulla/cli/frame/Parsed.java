package dev.bulla.cli.frame;

import java.util.List;
import java.util.Map;

/**
 * The words of a call, sorted.
 *
 * @param arguments positional arguments in order
 * @param values values by flag name; a flag without value has an empty text for each time it was given
 */
record Parsed(List<String> arguments, Map<String, List<String>> values) {
    Parsed {
        arguments = List.copyOf(arguments);
        values = Map.copyOf(values);
    }

    List<String> of(String flag) {
        return values.getOrDefault(flag, List.of());
    }
}
