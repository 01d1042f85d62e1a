package dev.bulla.publish.roles;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.UsageException;
import dev.bulla.resolve.BoundLayout;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Binds an in-toto layout to names: layout and owners' keys become targets of top-level targets, and the layout's entry says
 * what it applies to (trust.md section 6). From then on every artifact of such a name is refused that does not meet it.
 *
 * @param layout the layout's target
 * @param document the layout
 * @param keys its owners' public keys by target, at least one
 * @param appliesTo names, as path patterns
 * @param notBeforeSeq the lowest {@code seq} of an entry that it is good for
 * @param besides true when other layouts may apply to the same names: then one of them is enough
 */
public record LayoutBinding(
        TargetPath layout,
        Bytes document,
        Map<TargetPath, Bytes> keys,
        List<String> appliesTo,
        OptionalLong notBeforeSeq,
        boolean besides) {
    /** Copies the collections. */
    public LayoutBinding {
        keys = Map.copyOf(keys);
        appliesTo = List.copyOf(appliesTo);
        if (keys.isEmpty() || appliesTo.isEmpty()) {
            throw new UsageException("a layout is bound with the keys of its owners, to one name at least");
        }
    }

    /**
     * Makes the change in {@code drafting}.
     *
     * @param name a name that the layout is meant for
     * @throws UsageException when it does not apply to {@code name}
     * @throws ConflictException when another layout applies to the same names
     */
    public void in(RoleDrafting drafting, TargetPath name) {
        if (appliesTo.stream().noneMatch(pattern -> new PathPattern(pattern).matches(name))) {
            throw new UsageException(
                    "the layout would not apply to " + name,
                    "patterns are compared segment by segment: host/ns/repository:*, for example");
        }
        Targets top = drafting.standing().targets().role();
        if (!besides) {
            demandAlone(top, name);
        }
        Map<TargetPath, TargetInfo> added = new LinkedHashMap<>();
        List<Json> owners = new ArrayList<>();
        keys.keySet().stream().map(TargetPath::value).sorted().forEach(path -> owners.add(Json.text(path)));
        keys.forEach((path, key) -> added.put(path, info(key, Json.Obj.empty())));
        List<Json> names = new ArrayList<>();
        appliesTo.forEach(pattern -> names.add(Json.text(pattern)));
        Json.Obj custom = Json.Obj.empty()
                .with(BoundLayout.APPLIES_TO, new Json.Arr(names))
                .with(BoundLayout.IN_TOTO, new Json.Arr(owners));
        if (notBeforeSeq.isPresent()) {
            custom = custom.with(BoundLayout.NOT_BEFORE_SEQ, Json.whole(notBeforeSeq.getAsLong()));
        }
        added.put(layout, info(document, custom));
        new TargetBatch(added, List.of()).in(drafting, RoleName.TARGETS);
    }

    /** Two layouts for one name are an alternative, and who replaces one forgets easily that the old one is still good. */
    private void demandAlone(Targets top, TargetPath name) {
        top.forEach((path, info) -> {
            if (!path.equals(layout) && BoundLayout.isBound(info)) {
                BoundLayout other = BoundLayout.read(path, info);
                boolean overlaps = other.appliesTo().stream()
                        .anyMatch(pattern -> pattern.matches(name) || appliesTo.contains(pattern.text()));
                if (overlaps) {
                    throw new ConflictException(
                            "layout " + path + " applies to " + name + " already",
                            "give the new one the same file name to replace it, or --besides when either will do");
                }
            }
        });
    }

    private static TargetInfo info(Bytes content, Json.Obj custom) {
        return TargetInfo.of(
                content.length(),
                Hashes.sha256Of(content),
                custom.members().isEmpty() ? Optional.empty() : Optional.of(custom));
    }
}
