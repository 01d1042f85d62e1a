package dev.bulla.cli.render;

import java.util.List;

/**
 * Boxes and arrows to draw. Texts are foreign: each form of writing escapes what it must.
 *
 * @param vertices the boxes
 * @param edges the arrows
 */
public record Graph(List<Vertex> vertices, List<Edge> edges) {
    /** Copies the lists. */
    public Graph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
    }

    /**
     * A box.
     *
     * @param lines its text
     * @param round true for a round one
     */
    public record Vertex(List<String> lines, boolean round) {
        /** Copies the lines. */
        public Vertex {
            lines = List.copyOf(lines);
        }
    }

    /**
     * An arrow.
     *
     * @param from index of the box that it leaves
     * @param to index of the box that it enters
     * @param lines its text
     */
    public record Edge(int from, int to, List<String> lines) {
        /** Copies the lines. */
        public Edge {
            lines = List.copyOf(lines);
        }
    }
}
