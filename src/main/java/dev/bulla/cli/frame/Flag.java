package dev.bulla.cli.frame;

import dev.bulla.cli.frame.CommandModel.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An option of a command.
 *
 * @param names all spellings, shortest first
 * @param label name of its value, empty when it takes none
 * @param meaning one line for help
 * @param repeatable true when it may be given more than once
 * @param shared the group of shared flags it belongs to, if any
 */
public record Flag(List<String> names, String label, String meaning, boolean repeatable, Optional<Shared> shared) {
    /** Copies {@code names}. */
    public Flag {
        names = List.copyOf(names);
    }

    /**
     * Reads the form that help shows: {@code "-o, --output PATH"}, {@code "--key KEY..."} (repeatable), {@code "--force"}.
     */
    public static Flag of(String spelling, String meaning) {
        List<String> names = new ArrayList<>();
        String label = "";
        int from = 0;
        while (from < spelling.length()) {
            int to = spelling.indexOf(' ', from);
            String word = spelling.substring(from, to < 0 ? spelling.length() : to);
            if (word.startsWith("-")) {
                names.add(word.endsWith(",") ? word.substring(0, word.length() - 1) : word);
            } else {
                label = word;
            }
            from += word.length() + 1;
        }
        boolean many = label.endsWith("...");
        return new Flag(names, many ? label.substring(0, label.length() - 3) : label, meaning, many, Optional.empty());
    }

    /** The same flag as one of a shared group. */
    Flag sharedIn(Shared group) {
        return new Flag(names, label, meaning, repeatable, Optional.of(group));
    }

    /** The longest spelling, under which its value is asked for. */
    public String name() {
        return names.get(names.size() - 1);
    }

    /** True when it takes a value. */
    public boolean takesValue() {
        return !label.isEmpty();
    }

    /** As in help: {@code -o, --output PATH}. */
    public String usage() {
        return String.join(", ", names) + (takesValue() ? " " + label + (repeatable ? "..." : "") : "");
    }
}
