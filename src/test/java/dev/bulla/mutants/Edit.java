package dev.bulla.mutants;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One exchange of text in one source file. White space at both ends of lines does not count.
 *
 * @param file below {@code src/main/java}
 * @param was the text that is taken out; it occurs once
 * @param is what stands in its place; may be empty
 */
record Edit(String file, List<String> was, List<String> is) {
    /** The source with the text exchanged. */
    String applyTo(String source) {
        String text = stripped(source.lines().toList());
        int at = text.indexOf(stripped(was));
        return text.substring(0, at)
                + stripped(is)
                + text.substring(at + stripped(was).length());
    }

    /** How often the text that is taken out stands in a source. */
    int occurrences(String source) {
        String text = stripped(source.lines().toList());
        int found = 0;
        for (int at = text.indexOf(stripped(was)); at >= 0; at = text.indexOf(stripped(was), at + 1)) {
            found++;
        }
        return found;
    }

    private static String stripped(List<String> lines) {
        return lines.stream().map(String::strip).collect(Collectors.joining("\n"));
    }
}
