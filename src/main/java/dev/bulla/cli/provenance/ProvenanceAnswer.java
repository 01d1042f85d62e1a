package dev.bulla.cli.provenance;

import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.render.Graph;
import dev.bulla.cli.render.GraphDot;
import dev.bulla.cli.render.MermaidText;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.Provenance;

/** Writes a judged chain in the shape that was asked for. Of a refused one only the refusal is written. */
final class ProvenanceAnswer {
    private ProvenanceAnswer() {}

    static ExitCode print(Invocation call, Judged judged) {
        Output output = call.output();
        judged.verdict()
                .findings()
                .forEach(finding -> output.step(finding.result().word() + ": "
                        + (finding.item().isEmpty() ? "" : finding.item() + ": ") + finding.message()));
        if (output.format() == Format.JSON) {
            output.json(ProvenanceJson.of(judged));
        }
        return switch (judged.verdict()) {
            case LayoutVerdict.Accepted accepted -> {
                accepted(call, judged, Provenance.of(accepted));
                yield ExitCode.OK;
            }
            case LayoutVerdict.Rejected rejected -> {
                Failure failure = Failure.of(rejected.reason());
                output.error(failure);
                yield failure.exit();
            }
        };
    }

    private static void accepted(Invocation call, Judged judged, Provenance provenance) {
        Graph graph = ProvenanceGraph.of(provenance);
        switch (call.output().format()) {
            case TEXT, TREE ->
                new ProvenanceText(call.output(), call.has("--verbose"), call.now()).print(judged, provenance);
            case DOT -> GraphDot.of("provenance", graph).forEach(call.output()::line);
            case MERMAID -> MermaidText.of(graph).forEach(call.output()::line);
            case JSON -> {
                // written already, whatever the verdict
            }
        }
    }
}
