package dev.bulla.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant. */
final class Similar {
    /** Two slips of the finger; more is another word. */
    private static final int MAX_DISTANCE = 2;

    /** Longest word that is compared: no command is longer. */
    private static final int MAX_LENGTH = 40;

    private Similar() {}

    static @Nullable String to(String word, List<String> known) {
        String best = null;
        int least = MAX_DISTANCE + 1;
        for (String candidate : known) {
            int distance = word.length() > MAX_LENGTH ? least : distance(word, candidate);
            if (distance < least && distance < candidate.length()) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Edit distance of Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
