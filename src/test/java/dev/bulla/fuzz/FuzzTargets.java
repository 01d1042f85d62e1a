package dev.bulla.fuzz;

import dev.bulla.intoto.RulesTarget;
import dev.bulla.registry.AnswersTarget;
import dev.bulla.registry.HeadersTarget;
import dev.bulla.resolve.TwoWaysTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Every target by name. */
final class FuzzTargets {
    private static final Map<String, Supplier<FuzzTarget>> ALL = all();

    private FuzzTargets() {}

    private static Map<String, Supplier<FuzzTarget>> all() {
        Map<String, Supplier<FuzzTarget>> all = new LinkedHashMap<>();
        all.put("json", JsonTarget::new);
        all.put("canonical", CanonicalTarget::new);
        all.put("references", ReferenceTarget::new);
        all.put("headers", HeadersTarget::new);
        all.put("answers", AnswersTarget::new);
        all.put("manifests", ManifestTarget::new);
        all.put("roles", RoleFileTarget::new);
        all.put("in-toto", InTotoTarget::new);
        all.put("rules", RulesTarget::new);
        all.put("keys", KeysTarget::new);
        all.put("policy", PolicyTarget::new);
        all.put("bundles", BundleTarget::new);
        all.put("archives", ArchiveTarget::new);
        all.put("layouts", LayoutTarget::new);
        all.put("graphs", GraphTarget::new);
        all.put("two-ways", TwoWaysTarget::new);
        return all;
    }

    static Iterable<String> names() {
        return ALL.keySet();
    }

    /** A fresh target; the same name gives the same statement. */
    static FuzzTarget named(String name) {
        Supplier<FuzzTarget> target = ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no target " + name + " among " + ALL.keySet());
        }
        return target.get();
    }
}
