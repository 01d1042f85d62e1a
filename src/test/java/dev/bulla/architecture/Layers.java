package dev.bulla.architecture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The layers, lowest first: each package with the packages it may import; a package that is missing here fails. */
final class Layers {

    static final String ROOT = "dev.bulla";

    private static final List<String> GROUND = List.of("bytes", "outcome", "json");
    private static final List<String> NOUNS = List.of("crypto", "oci");
    private static final List<String> PARTS =
            List.of("tuf", "intoto", "cnab", "notary", "registry", "layout", "trust", "policy");
    private static final List<String> JOINTS = List.of("attach", "relocate", "inspect");
    private static final String FACADE = "";

    private Layers() {}

    /** Package below {@link #ROOT} (the façade is the empty name) to the packages it may import. */
    static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        allowed.put("bytes", Set.of());
        allowed.put("outcome", Set.of());
        allowed.put("json", Set.of("bytes", "outcome"));
        put(allowed, NOUNS, Set.copyOf(GROUND));
        put(allowed, PARTS, join(List.of(GROUND, NOUNS)));
        put(allowed, JOINTS, join(List.of(GROUND, NOUNS, PARTS)));
        put(allowed, List.of("resolve"), join(List.of(GROUND, NOUNS, PARTS, JOINTS)));
        put(allowed, List.of("publish"), join(List.of(GROUND, NOUNS, PARTS, JOINTS, List.of("resolve"))));
        put(allowed, List.of(FACADE), join(List.of(GROUND, NOUNS, PARTS, JOINTS, List.of("resolve", "publish"))));
        put(
                allowed,
                List.of("cli"),
                join(List.of(GROUND, NOUNS, PARTS, JOINTS, List.of("resolve", "publish", FACADE))));
        return allowed;
    }

    /** The layer's name of a package: {@code dev.bulla.cli.render} belongs to {@code cli}, {@code dev.bulla} to the façade. */
    static String of(String packageName) {
        if (packageName.equals(ROOT)) {
            return FACADE;
        }
        String below = packageName.substring(ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static void put(Map<String, Set<String>> allowed, List<String> row, Set<String> below) {
        row.forEach(name -> allowed.put(name, below));
    }

    private static Set<String> join(List<List<String>> rows) {
        return rows.stream().flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());
    }
}
