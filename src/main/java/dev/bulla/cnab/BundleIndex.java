package dev.bulla.cnab;

import dev.bulla.bytes.Quoted;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageIndex;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The children of an index sorted by what their annotations say they are. That an index can be sorted says nothing about
 * its truth: {@link RepresentationCheck} compares it with a trusted {@code bundle.json}.
 *
 * @param index the index read
 * @param configs children annotated as config manifest; an honest index has one
 * @param invocations children annotated as invocation image, in their order
 * @param components children annotated as component image, by name
 * @param oddity why the index is no honest bundle index, if it is not: a child without a known role, a component without a
 *     name or twice
 */
public record BundleIndex(
        ImageIndex index,
        List<Descriptor> configs,
        List<Descriptor> invocations,
        Map<String, Descriptor> components,
        Optional<Reason> oddity) {
    /** Copies the collections. */
    public BundleIndex {
        configs = List.copyOf(configs);
        invocations = List.copyOf(invocations);
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    }

    /** Sorts the children of {@code index} by their annotations, never by media type (section 4.3). */
    public static BundleIndex of(ImageIndex index) {
        List<Descriptor> configs = new ArrayList<>();
        List<Descriptor> invocations = new ArrayList<>();
        Map<String, Descriptor> components = new LinkedHashMap<>();
        List<Reason> oddities = new ArrayList<>();
        for (Descriptor child : index.manifests()) {
            Optional<Role> role = Optional.ofNullable(child.annotations().get(Role.ANNOTATION))
                    .flatMap(Role::named);
            if (role.isEmpty()) {
                oddities.add(strange(child));
                continue;
            }
            switch (role.get()) {
                case CONFIG -> configs.add(child);
                case INVOCATION -> invocations.add(child);
                case COMPONENT -> component(child, components).ifPresent(oddities::add);
            }
        }
        return new BundleIndex(
                index, configs, invocations, components, oddities.stream().findFirst());
    }

    /** True when the index has a child that says it is a bundle's config manifest: a hint that it is a bundle index. */
    public static boolean isLikely(ImageIndex index) {
        return index.manifests().stream()
                .anyMatch(child ->
                        Role.CONFIG.wireName().equals(child.annotations().get(Role.ANNOTATION)));
    }

    private static Optional<Reason> component(Descriptor child, Map<String, Descriptor> components) {
        String name = child.annotations().get(Role.COMPONENT_NAME);
        if (name == null) {
            return Optional.of(
                    refusal("has a component " + child.digest() + " without annotation " + Role.COMPONENT_NAME)
                            .with("found", child.digest().toString()));
        }
        if (components.putIfAbsent(name, child) != null) {
            return Optional.of(refusal("has component " + Quoted.of(name) + " twice")
                    .with("component", Quoted.plain(name))
                    .with("found", child.digest().toString()));
        }
        return Optional.empty();
    }

    private static Reason strange(Descriptor child) {
        String type = child.annotations().get(Role.ANNOTATION);
        String what = type == null ? "no annotation " + Role.ANNOTATION : Role.ANNOTATION + " " + Quoted.of(type);
        return refusal("has a child " + child.digest() + " with " + what)
                .with("found", child.digest().toString());
    }

    private static Reason refusal(String what) {
        return Reason.of(ReasonCode.REPRESENTATION, "bundle index " + what).with("check", "cnab.8.3");
    }
}
