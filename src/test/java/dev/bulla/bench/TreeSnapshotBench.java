package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A prototype, to know what it would bring: the snapshot of a namespace in bins as a tree of documents, each of which lists
 * the hashes of those below it, beside the one flat document that TUF knows. Documents are made and their bytes counted;
 * nothing reads them.
 */
class TreeSnapshotBench {
    /** A bundle's entry in a bin, as {@code NamespaceSizeBench} writes it; a bin has some 700 bytes around its entries. */
    private static final int ENTRY = 368;

    private static final int AROUND_BIN = 700;

    /** Head with root, timestamp, targets and the role above the bins inlined. */
    private static final int HEAD = 6_600;

    /** Signature, type, version, expiry and predecessor of a signed document. */
    private static final int AROUND_SNAPSHOT = 600;

    private static final int BUNDLES = 100_000;

    @Test
    void whatATreeWouldBring() throws IOException {
        Report report = Report.of("tree-snapshot");
        for (int bits : List.of(9, 11, 13)) {
            int bins = 1 << bits;
            tell(report, bins, "flat", List.of(size(bins)), 3);
            int groups = 1 << ((bits + 1) / 2);
            tell(report, bins, "two levels", List.of(size(groups), size(bins / groups)), 4);
            tell(
                    report,
                    bins,
                    "sixteen branches",
                    levels(bits),
                    3 + levels(bits).size() - 1);
            tell(report, bins, "proofs", List.of(proof(bits)), 3);
        }
    }

    /** A document that lists so many others. */
    private static int size(int entries) {
        Json.Obj meta = Json.Obj.empty();
        for (int i = 0; i < entries; i++) {
            Bytes file = Bytes.utf8("role file " + i);
            meta = meta.with(
                    String.format(Locale.ROOT, "bin-%x.json", i),
                    Json.Obj.empty()
                            .with(
                                    "hashes",
                                    Json.Obj.empty()
                                            .with(
                                                    "sha256",
                                                    Json.text(Digest.of(file).hex())))
                            .with("length", Json.whole(bin(entries)))
                            .with("version", Json.whole(17)));
        }
        return OlpcWriter.write(meta).length();
    }

    /** Documents of sixteen entries from the top down to one bin. */
    private static List<Integer> levels(int bits) {
        List<Integer> sizes = new ArrayList<>();
        for (int left = bits; left > 0; left -= 4) {
            sizes.add(size(1 << Math.min(4, left)));
        }
        return sizes;
    }

    /** One leaf with the hashes beside its way to the top (TAP 16): a document for each bin, all made anew each time. */
    private static int proof(int bits) {
        List<Json> beside = new ArrayList<>();
        for (int i = 0; i < bits; i++) {
            beside.add(Json.text(Digest.of(Bytes.utf8("node " + i)).hex()));
        }
        return size(1)
                + OlpcWriter.write(Json.Obj.empty().with("path", new Json.Arr(beside)))
                        .length();
    }

    private static int bin(int bins) {
        return BUNDLES / bins * ENTRY + AROUND_BIN;
    }

    private static void tell(Report report, int bins, String shape, List<Integer> documents, int requests)
            throws IOException {
        int snapshot = documents.stream().mapToInt(size -> size).sum() + AROUND_SNAPSHOT;
        int cold = HEAD + snapshot + bin(bins);
        boolean proofs = shape.equals("proofs");
        long up = proofs ? (long) bins * snapshot : snapshot;
        long publish = 3L * HEAD + (proofs ? 0 : snapshot) + up + 2L * bin(bins);
        report.line(String.format(
                Locale.ROOT,
                "%5d bins, %-16s snapshot %7d, cold lookup %7d bytes in %d requests, publish %9d bytes",
                bins,
                shape,
                snapshot,
                cold,
                requests,
                publish));
    }
}
