package dev.bulla.cli.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * The dialogues of a Markdown page: its fenced blocks of the kind {@code console}, joined, since later blocks go on where
 * earlier ones ended. An HTML comment {@code <!-- @directive -->} before a block changes the world as in a transcript.
 */
public final class ConsoleBlocks {
    private static final String DIRECTIVE = "<!-- @";

    private ConsoleBlocks() {}

    /** The lines of the dialogues, empty when the page has none. */
    public static List<String> of(List<String> page) {
        List<String> dialogue = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
            if (inside && line.strip().equals("```")) {
                inside = false;
            } else if (inside) {
                dialogue.add(line);
            } else if (line.strip().equals("```console")) {
                inside = true;
            } else if (line.startsWith(DIRECTIVE)) {
                dialogue.add("@"
                        + line.substring(DIRECTIVE.length()).replace("-->", "").strip());
            }
        }
        return dialogue;
    }
}
