package dev.bulla.cli.render;

import java.util.List;

/**
 * A node of something drawn.
 *
 * @param cells the columns of its line; columns of siblings stand below one another
 * @param children what hangs below it
 */
public record Node(List<String> cells, List<Node> children) {
    /** Copies the lists. */
    public Node {
        cells = List.copyOf(cells);
        children = List.copyOf(children);
    }

    /** A node without children. */
    public static Node leaf(String... cells) {
        return new Node(List.of(cells), List.of());
    }
}
