package dev.bulla.cli.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the command tree: words that lead to commands. */
public interface Group {
    /** The words in the order of help. */
    List<String> words();

    /** The command behind {@code word}, or null when there is none; nothing else is loaded. */
    @Nullable
    Command find(String word);
}
