package dev.bulla.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Draws a tree, with lines where the character set has them, with ASCII or with mere indentation. */
public final class TreeText {
    /** How branches are drawn. */
    public enum Lines {
        /** Box characters. */
        BOX("├── ", "└── ", "├─┬ ", "└─┬ ", "│ ", "  "),
        /** ASCII. */
        ASCII("|-- ", "`-- ", "|-+ ", "`-+ ", "| ", "  "),
        /** Two spaces a level. */
        NONE("  ", "  ", "  ", "  ", "  ", "  ");

        private final String leaf;
        private final String lastLeaf;
        private final String branch;
        private final String lastBranch;
        private final String beside;
        private final String below;

        Lines(String leaf, String lastLeaf, String branch, String lastBranch, String beside, String below) {
            this.leaf = leaf;
            this.lastLeaf = lastLeaf;
            this.branch = branch;
            this.lastBranch = lastBranch;
            this.beside = beside;
            this.below = below;
        }
    }

    private final Lines lines;
    private final List<String> drawn = new ArrayList<>();

    private TreeText(Lines lines) {
        this.lines = lines;
    }

    /** The lines of the tree below and including {@code root}. */
    public static List<String> draw(Node root, Lines lines) {
        TreeText text = new TreeText(lines);
        text.drawn.add(String.join("  ", root.cells()));
        text.children(root, "");
        return text.drawn;
    }

    private void children(Node node, String indent) {
        List<Integer> widths = widths(node.children());
        for (int i = 0; i < node.children().size(); i++) {
            Node child = node.children().get(i);
            boolean last = i == node.children().size() - 1;
            boolean leaf = child.children().isEmpty();
            String joint = leaf ? (last ? lines.lastLeaf : lines.leaf) : (last ? lines.lastBranch : lines.branch);
            drawn.add(indent + joint + row(child, widths));
            children(child, indent + (last ? lines.below : lines.beside));
        }
    }

    /** Branches are headings; only the columns of leaves are aligned. */
    private static List<Integer> widths(List<Node> siblings) {
        List<Integer> widths = new ArrayList<>();
        for (Node sibling : siblings) {
            for (int i = 0; i < sibling.cells().size() && sibling.cells().size() > 1; i++) {
                int width = length(sibling.cells().get(i));
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return widths;
    }

    private static String row(Node node, List<Integer> widths) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < node.cells().size(); i++) {
            String cell = node.cells().get(i);
            row.append(cell);
            if (i < node.cells().size() - 1) {
                row.append(" ".repeat(Math.max(0, widths.get(i) - length(cell)) + 2));
            }
        }
        return row.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
