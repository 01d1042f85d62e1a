package dev.bulla.intoto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Rules over as many artifacts as there are rules, by the engine and by the naive model of the tests. */
@State(Scope.Thread)
public class RulesMicro {
    /** Rules, and artifacts. */
    @Param({"1", "100", "1000"})
    public int rules;

    private Link link = Link.of("step", Artifacts.none(), Artifacts.none());
    private List<Rule> parsed = List.of();
    private List<List<String>> words = List.of();
    private Map<String, NaiveRules.Item> model = Map.of();

    /** Each rule takes one artifact by a pattern; the last refuses what is left. */
    @Setup
    public void step() {
        SortedMap<String, Map<String, String>> products = new TreeMap<>();
        SortedMap<String, String> hashes = new TreeMap<>();
        words = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            String name = "src/part" + (10_000 + i) + "/file.c";
            products.put(name, Map.of("sha256", "aa"));
            hashes.put(name, "aa");
            words.add(
                    i == rules - 1
                            ? List.of("DISALLOW", "bin/*")
                            : List.of("CREATE", "src/part" + (10_000 + i) + "/*"));
        }
        link = Link.of("step", Artifacts.none(), new Artifacts(products));
        parsed = words.stream().map(Rule::of).toList();
        model = Map.of("step", new NaiveRules.Item(Map.of(), hashes));
    }

    /** As a verification does it. */
    @Benchmark
    public RuleTrace engine() {
        return new RuleEngine(Map.of("step", link), new Budget(InTotoLimits.standard()))
                .apply("step", link, ArtifactKind.PRODUCTS, parsed);
    }

    /** As the specification's text says it. */
    @Benchmark
    public Optional<Set<String>> naive() {
        return NaiveRules.apply("step", "PRODUCTS", words, model);
    }
}
