package dev.bulla.publish;

import dev.bulla.bench.Report;
import dev.bulla.oci.Store;
import dev.bulla.resolve.HeadSource;
import dev.bulla.resolve.RememberedHead;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.edit.HashBins;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A namespace of ten, a thousand and a hundred thousand bundles: what one more costs, and what it takes to verify one. */
class NamespaceSizeBench {
    private static final int LARGEST = 100_000;
    private static final int[] SIZES = {10, 1_000, LARGEST};

    @Test
    void publishAndVerifyOne() throws IOException {
        Report report = Report.of("namespace-size");
        for (int bundles : SIZES) {
            try (BinnedNamespace namespace = BinnedNamespace.of(bundles, HashBins.bitsFor(bundles))) {
                report.line(bundles + " bundles");
                publish(report, namespace, bundles);
                verify(report, namespace, bundles / 2);
            }
        }
    }

    private static void publish(Report report, BinnedNamespace namespace, int number) throws IOException {
        try (Store store = namespace.open()) {
            Scene scene = namespace.scene;
            NamespaceRepository repository = new NamespaceRepository(store, scene.pinned(), Scene.pace());
            namespace.clearLog();
            TargetEdits edits = scene.signing(scene.releases, new Handover(store), BinnedNamespace.bundle(number));
            edits.plan(repository.standing().orElseThrow());
            repository.publish(edits, namespace.roles());
            report.line("publish one more: " + namespace.requests().size() + " requests, " + namespace.bytes()
                    + " bytes of bodies both ways");
            if (number == LARGEST) {
                report.goal("publish one more: requests", namespace.requests().size(), 12, "");
                report.goal("publish one more: bytes of bodies, both ways", namespace.bytes(), 300_000, "bytes");
            }
        }
    }

    private static void verify(Report report, BinnedNamespace namespace, int number) throws IOException {
        SimulatedMemory memory = SimulatedMemory.pinned(namespace.scene.pinned());
        try (Store store = namespace.open()) {
            namespace.clearLog();
            RememberedHead first = RememberedHead.of(store, Optional.empty());
            BinnedNamespace.lookUp(HeadSource.at(first).orElseThrow(), memory, number);
            report.line("requests of a cold lookup, one after another: "
                    + namespace.requests().size());
            report.goal("cold lookup", namespace.bytes(), 256_000, "bytes");
            namespace.clearLog();
            RememberedHead again = RememberedHead.of(store, first.fetched());
            BinnedNamespace.lookUp(HeadSource.at(again).orElseThrow(), memory, number);
            report.goal("warm lookup, nothing new", namespace.bytes(), 4_000, "bytes");
        }
    }
}
