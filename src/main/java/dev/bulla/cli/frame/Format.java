package dev.bulla.cli.frame;

import java.util.Locale;

/** The shape of an answer. */
public enum Format {
    /** For people and {@code grep}. */
    TEXT,
    /** Drawn. */
    TREE,
    /** One JSON document. */
    JSON,
    /** Text for graphviz. */
    DOT,
    /** Text for Mermaid, which pages of code hosts draw. */
    MERMAID;

    /** As written after {@code --format}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
