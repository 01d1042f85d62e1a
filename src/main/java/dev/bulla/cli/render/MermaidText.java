package dev.bulla.cli.render;

import dev.bulla.bytes.Quoted;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes boxes and arrows for Mermaid. Its texts are read as Markdown and HTML by the pages that draw them, so every
 * character that is no letter, digit or plain sign becomes an entity of Mermaid ({@code #34;} for a quote).
 */
public final class MermaidText {
    private static final String PLAIN = " ._/@:+-=,()";

    private MermaidText() {}

    /** The lines of a flowchart. */
    public static List<String> of(Graph graph) {
        List<String> lines = new ArrayList<>();
        lines.add("flowchart LR");
        for (int i = 0; i < graph.vertices().size(); i++) {
            Graph.Vertex vertex = graph.vertices().get(i);
            String text = quoted(vertex.lines());
            lines.add("  n" + i + (vertex.round() ? "([" + text + "])" : "[" + text + "]"));
        }
        for (Graph.Edge edge : graph.edges()) {
            lines.add("  n" + edge.from() + " -->|" + quoted(edge.lines()) + "| n" + edge.to());
        }
        return lines;
    }

    private static String quoted(List<String> texts) {
        List<String> escaped = new ArrayList<>();
        texts.forEach(text -> escaped.add(escaped(Quoted.plain(text))));
        return '"' + String.join("<br/>", escaped) + '"';
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                safe.append((char) c);
            } else {
                safe.append('#').append(c).append(';');
            }
        });
        return safe.toString();
    }

    private static boolean isPlain(int c) {
        boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return word || PLAIN.indexOf(c) >= 0;
    }
}
