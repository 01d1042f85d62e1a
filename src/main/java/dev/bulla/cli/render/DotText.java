package dev.bulla.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Writes a tree as text for graphviz. */
public final class DotText {
    private final List<String> lines = new ArrayList<>();
    private int nodes;

    private DotText() {}

    /** The lines of a digraph. */
    public static List<String> of(Node root) {
        DotText text = new DotText();
        text.lines.add("digraph artifact {");
        text.lines.add("  node [shape=box];");
        text.add(root);
        text.lines.add("}");
        return text.lines;
    }

    private int add(Node node) {
        int id = nodes++;
        lines.add("  n" + id + " [label=\"" + quoted(String.join("  ", node.cells())) + "\"];");
        for (Node child : node.children()) {
            int below = add(child);
            lines.add("  n" + id + " -> n" + below + ";");
        }
        return id;
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
