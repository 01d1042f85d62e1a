package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where in the tree of layouts a layout stands.
 *
 * @param path the steps above, each with a slash after it; empty for the top layout
 * @param parents the same as an address
 * @param above digests of the layouts above and of this one, to tell cycles
 */
record Scope(String path, List<EvidenceAddress.Parent> parents, Set<Bytes> above) {
    Scope {
        parents = List.copyOf(parents);
        above = Set.copyOf(above);
    }

    /** The name of a step or inspection for people, with the way to it. */
    String item(String name) {
        return path + name;
    }

    /** The scope of the sublayout at {@code address}. */
    Scope below(EvidenceAddress address, Bytes digest) {
        Set<Bytes> more = new HashSet<>(above);
        more.add(digest);
        return new Scope(item(address.step()) + "/", address.below(), more);
    }
}
