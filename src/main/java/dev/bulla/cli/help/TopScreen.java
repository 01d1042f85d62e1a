package dev.bulla.cli.help;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.Group;
import java.util.ArrayList;
import java.util.List;

/** The first screen, and the full list of commands. */
public final class TopScreen {
    /** The resource that the bare program prints. */
    public static final String RESOURCE = "cli/top.txt";

    private TopScreen() {}

    /** The first screen followed by every command of the tree. */
    public static String full(Group tree) {
        List<String[]> rows = new ArrayList<>();
        for (String word : tree.words()) {
            Command command = tree.find(word);
            if (command != null) {
                rows.add(new String[] {word, command.model().summary()});
            }
        }
        return Resource.text(RESOURCE).orElseThrow() + "\nall commands\n" + HelpText.table(rows) + "\ntopics: "
                + String.join(", ", Topic.words()) + "\n";
    }
}
