package dev.bulla.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign names in drawings: text stays text, whatever it spells. */
class GraphTest {
    private static Graph graph(String name) {
        return new Graph(
                List.of(new Graph.Vertex(List.of(name, "second"), false), new Graph.Vertex(List.of("end"), true)),
                List.of(new Graph.Edge(0, 1, List.of(name))));
    }

    @Test
    void dotIsADigraphOfQuotedLabels() {
        assertThat(GraphDot.of("provenance", graph("a")))
                .containsExactly(
                        "digraph \"provenance\" {",
                        "  rankdir=LR;",
                        "  node [shape=box];",
                        "  n0 [label=\"a\\nsecond\"];",
                        "  n1 [label=\"end\", shape=ellipse];",
                        "  n0 -> n1 [label=\"a\"];",
                        "}");
    }

    @Test
    void mermaidIsAFlowchartOfQuotedLabels() {
        assertThat(MermaidText.of(graph("a")))
                .containsExactly("flowchart LR", "  n0[\"a<br/>second\"]", "  n1([\"end\"])", "  n0 -->|\"a\"| n1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"]; evil [",
                "a\\",
                "a\\\"",
                "a\nb",
                "a\u202eb",
                "<script>",
                "#quot;",
                "`x`",
                "\u00e9 & \ud83d\ude00",
                "%%{init}"
            })
    void noNameLeavesItsQuotes(String name) {
        for (String line : GraphDot.of("provenance", graph(name))) {
            assertThat(line.replace("\\\\", "")
                            .replace("\\\"", "")
                            .chars()
                            .filter(c -> c == '"')
                            .count())
                    .as(line)
                    .isIn(0L, 2L);
            assertThat(line).doesNotContain("\n", "\u202e");
        }
        for (String line : MermaidText.of(graph(name))) {
            String text = line.replace("<br/>", "").replaceAll("#[0-9]+;", "");
            assertThat(text.chars().filter(c -> c == '"').count()).as(line).isIn(0L, 2L);
            assertThat(text).as(line).matches("[a-zA-Z0-9 ._/@:+=,()\\[\\]|>?\"-]*");
        }
    }
}
