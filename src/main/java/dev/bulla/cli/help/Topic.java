package dev.bulla.cli.help;

import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Flag;
import dev.bulla.cli.frame.SharedFlags;
import dev.bulla.cli.frame.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code bulla help} knows besides commands: a text that ships, and for some a table made from the code. */
public enum Topic {
    /** Flags that many commands share, credentials. */
    REGISTRY,
    /** Variables and files. */
    ENVIRONMENT,
    /** Shapes of the answer. */
    FORMATTING,
    /** The table of exit codes. */
    EXIT_CODES,
    /** How things are named. */
    REFERENCES,
    /** Across a gap without network. */
    AIR_GAP;

    /** As the user writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Topic topic : values()) {
            words.add(topic.word());
        }
        return words;
    }

    /** The topic of this word. */
    public static @Nullable Topic named(String word) {
        for (Topic topic : values()) {
            if (topic.word().equals(word)) {
                return topic;
            }
        }
        return null;
    }

    /** The whole page. */
    public String page() {
        String text = Resource.text("cli/" + word() + ".txt").orElseThrow();
        List<String[]> rows = table();
        return rows.isEmpty() ? text : text + "\n" + HelpText.table(rows);
    }

    private List<String[]> table() {
        return switch (this) {
            case REGISTRY -> flags();
            case ENVIRONMENT -> variables();
            case EXIT_CODES -> codes();
            case FORMATTING, REFERENCES, AIR_GAP -> List.of();
        };
    }

    private static List<String[]> flags() {
        List<String[]> rows = new ArrayList<>();
        for (Flag flag : SharedFlags.all()) {
            rows.add(new String[] {flag.usage(), flag.meaning()});
        }
        return rows;
    }

    private static List<String[]> variables() {
        List<String[]> rows = new ArrayList<>();
        for (Variable variable : Variable.values()) {
            rows.add(new String[] {variable.name(), variable.meaning()});
        }
        return rows;
    }

    private static List<String[]> codes() {
        List<String[]> rows = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            rows.add(new String[] {code.status() + "  " + code.word(), code.meaning()});
        }
        return rows;
    }
}
