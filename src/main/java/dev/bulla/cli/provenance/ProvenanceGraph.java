package dev.bulla.cli.provenance;

import dev.bulla.cli.render.Graph;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.Provenance;
import dev.bulla.intoto.Provenance.Act;
import dev.bulla.intoto.Provenance.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Provenance as boxes and arrows: who did what, and which artifacts went where. */
final class ProvenanceGraph {
    /** Names on one arrow. */
    private static final int SHOWN = 3;

    private ProvenanceGraph() {}

    static Graph of(Provenance provenance) {
        Map<String, Integer> places = new HashMap<>();
        List<Graph.Vertex> vertices = new ArrayList<>();
        for (Act act : provenance.acts()) {
            places.putIfAbsent(act.item(), vertices.size());
            vertices.add(vertex(act));
        }
        List<Graph.Edge> edges = new ArrayList<>();
        for (Flow flow : provenance.flows()) {
            Integer from = places.get(flow.from());
            Integer to = places.get(flow.to());
            if (from != null && to != null && !from.equals(to)) {
                edges.add(new Graph.Edge(from, to, names(flow.artifacts())));
            }
        }
        return new Graph(vertices, edges);
    }

    private static Graph.Vertex vertex(Act act) {
        List<String> lines = new ArrayList<>();
        lines.add(act.item());
        if (act.sublayout()) {
            lines.add("sublayout");
        }
        for (KeyId signer : act.signers()) {
            lines.add("by " + signer.brief());
        }
        act.record().commits().forEach(commit -> lines.add("commit " + commit));
        lines.addAll(names(act.products().stream()
                .filter(product -> product.permit().isEmpty()
                        || product.permit().get().from().isEmpty())
                .map(product -> "makes " + product.artifact())
                .toList()));
        return new Graph.Vertex(lines, act.inspection());
    }

    private static List<String> names(List<String> all) {
        List<String> shown = new ArrayList<>(all.subList(0, Math.min(SHOWN, all.size())));
        if (all.size() > SHOWN) {
            shown.add("and " + (all.size() - SHOWN) + " more");
        }
        return shown;
    }
}
