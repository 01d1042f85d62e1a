package dev.bulla.inspect;

import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Inspection;
import dev.bulla.intoto.InspectionRunner;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.BullaException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Inspections that execute nothing (intoto.md section 10). They are recognised by the first word of {@code run}:
 *
 * <ul>
 *   <li>{@code bulla:sha256 [NAME…]}: the files of the product, or those named, as materials and products
 *   <li>{@code bulla:untar ARCHIVE}: the files of the product as materials; they and the files in the tar or tgz archive
 *       as products, as after unpacking beside it
 *   <li>{@code bulla:oci-graph}: names and digests of the OCI graph that is verified, as materials and products
 * </ul>
 */
public final class BuiltinInspections implements InspectionRunner {
    /** What their names begin with. */
    public static final String PREFIX = "bulla:";

    private final Optional<Path> product;
    private final Optional<Supplier<Artifacts>> graph;
    private final FolderLimits limits;

    /** Inspects the files of {@code product}, where there is one, and the graph that {@code graph} describes. */
    public BuiltinInspections(Optional<Path> product, Optional<Supplier<Artifacts>> graph, FolderLimits limits) {
        this.product = product;
        this.graph = graph;
        this.limits = limits;
    }

    @Override
    public Outcome run(Inspection inspection) {
        String word = inspection.run().getFirst();
        List<String> arguments = inspection.run().subList(1, inspection.run().size());
        try {
            return switch (word) {
                case "bulla:sha256" -> withProduct(word, folder -> sha256(folder, arguments));
                case "bulla:untar" -> withProduct(word, folder -> untar(folder, arguments));
                case "bulla:oci-graph" -> ociGraph(arguments);
                default ->
                    new NotPermitted(
                            word.startsWith(PREFIX)
                                    ? "there is no built-in inspection '" + word + "'"
                                    : "it would execute '" + word + "', and only built-in inspections are allowed");
            };
        } catch (BullaException | JsonException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
    }

    private interface OnFolder {
        Outcome run(Path folder);
    }

    private Outcome withProduct(String word, OnFolder inspection) {
        return product.isPresent()
                ? inspection.run(product.get())
                : new NotPermitted("no folder with the product is given to '" + word + "'");
    }

    private Outcome sha256(Path folder, List<String> names) {
        Artifacts all = FolderRecorder.record(folder, limits);
        if (names.isEmpty()) {
            return new Recorded(all, all);
        }
        SortedMap<String, Map<String, String>> named = new TreeMap<>();
        for (String name : names) {
            Map<String, String> hashes = all.hashes().get(name);
            if (hashes == null) {
                return new Failed("the product has no file '" + name + "'");
            }
            named.put(name, hashes);
        }
        Artifacts chosen = new Artifacts(named);
        return new Recorded(chosen, chosen);
    }

    private Outcome untar(Path folder, List<String> arguments) {
        if (arguments.size() != 1) {
            return new Failed("bulla:untar takes one archive, not " + arguments.size());
        }
        Artifacts before = FolderRecorder.record(folder, limits);
        String archive = arguments.getFirst();
        if (!before.hashes().containsKey(archive)) {
            return new Failed("the product has no file '" + archive + "'");
        }
        Map<String, Map<String, String>> unpacked = TarRecorder.record(folder.resolve(archive), limits);
        Map<String, Map<String, String>> after = new HashMap<>(before.hashes());
        for (Map.Entry<String, Map<String, String>> entry : unpacked.entrySet()) {
            Map<String, String> there = after.putIfAbsent(entry.getKey(), entry.getValue());
            if (there != null && !there.equals(entry.getValue())) {
                return new Failed("the archive would overwrite '" + entry.getKey() + "' with other content");
            }
        }
        return new Recorded(before, new Artifacts(new TreeMap<>(after)));
    }

    private Outcome ociGraph(List<String> arguments) {
        if (!arguments.isEmpty()) {
            return new Failed("bulla:oci-graph takes no argument");
        }
        if (graph.isEmpty()) {
            return new NotPermitted("there is no OCI graph here for 'bulla:oci-graph'");
        }
        Artifacts artifacts = graph.get().get();
        return new Recorded(artifacts, artifacts);
    }
}
