package dev.bulla.cli.render;

import dev.bulla.bytes.Quoted;
import java.util.ArrayList;
import java.util.List;

/** Writes boxes and arrows for graphviz: quoted strings, in which only the quote and the backslash mean something. */
public final class GraphDot {
    private GraphDot() {}

    /** The lines of a digraph. */
    public static List<String> of(String name, Graph graph) {
        List<String> lines = new ArrayList<>();
        lines.add("digraph " + quoted(List.of(name)) + " {");
        lines.add("  rankdir=LR;");
        lines.add("  node [shape=box];");
        for (int i = 0; i < graph.vertices().size(); i++) {
            Graph.Vertex vertex = graph.vertices().get(i);
            String shape = vertex.round() ? ", shape=ellipse" : "";
            lines.add("  n" + i + " [label=" + quoted(vertex.lines()) + shape + "];");
        }
        for (Graph.Edge edge : graph.edges()) {
            lines.add("  n" + edge.from() + " -> n" + edge.to() + " [label=" + quoted(edge.lines()) + "];");
        }
        lines.add("}");
        return lines;
    }

    private static String quoted(List<String> texts) {
        List<String> escaped = new ArrayList<>();
        for (String text : texts) {
            escaped.add(Quoted.plain(text).replace("\\", "\\\\").replace("\"", "\\\""));
        }
        return '"' + String.join("\\n", escaped) + '"';
    }
}
