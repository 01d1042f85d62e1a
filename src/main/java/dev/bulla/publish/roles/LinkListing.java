package dev.bulla.publish.roles;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.outcome.UsageException;
import dev.bulla.resolve.BoundLayout;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists the links about an artifact: each becomes a target in the folder of the artifact's content, and the artifact's entry
 * names them. Only listed links take part when its supply chain is verified (intoto.md 11.1).
 *
 * @param name the artifact's name
 * @param entry what is listed under the name where nothing is yet
 * @param links by target
 */
public record LinkListing(TargetPath name, TargetInfo entry, Map<TargetPath, Bytes> links) {
    /** Copies the map. */
    public LinkListing {
        links = Map.copyOf(links);
    }

    /** The entry of a new name: length and hash of what is signed, and the manifest that the name leads to. */
    public static TargetInfo entry(String kind, Bytes content, Descriptor artifact) {
        Json.Obj custom = Json.Obj.empty()
                .with("kind", Json.text(kind))
                .with("oci", artifact.plain().toJson())
                .with("seq", Json.whole(1));
        return TargetInfo.of(content.length(), Hashes.sha256Of(content), Optional.of(custom));
    }

    /**
     * The role that lists the name: the first that delegations of top-level targets lead to, else top-level targets.
     */
    public RoleName role(RoleDrafting drafting) {
        return drafting.standing().targets().role().delegations().covering(name).stream()
                .map(DelegatedRole::name)
                .findFirst()
                .orElse(RoleName.TARGETS);
    }

    /**
     * Makes the change in {@code drafting}.
     *
     * @throws UsageException when the role may not list links, or lists other content under the name
     */
    public void in(RoleDrafting drafting, RoleName role) {
        Optional<TargetInfo> listed = drafting.published(role)
                .orElseThrow(() -> new UsageException("nothing is published of role " + role))
                .role()
                .target(name);
        if (listed.isPresent() && !listed.get().agreesWith(entry)) {
            throw new UsageException(
                    role + " lists other content under " + name,
                    "sign the artifact first: links belong to the content that is signed");
        }
        demandDelegated(drafting, role);
        Map<TargetPath, TargetInfo> added = new LinkedHashMap<>();
        links.forEach(
                (path, link) -> added.put(path, TargetInfo.of(link.length(), Hashes.sha256Of(link), Optional.empty())));
        added.put(name, named(listed.orElse(entry)));
        new TargetBatch(added, List.of()).in(drafting, role);
    }

    private void demandDelegated(RoleDrafting drafting, RoleName role) {
        for (TargetPath path : links.keySet()) {
            boolean covered = role.equals(RoleName.TARGETS)
                    || drafting.standing().targets().role().delegations().covering(path).stream()
                            .anyMatch(edge -> edge.name().equals(role));
            if (!covered) {
                throw new UsageException(
                        "nobody lets " + role + " list " + path,
                        "delegate NAMESPACE/*/in-toto-metadata/*/*.link to it with `bulla role add`");
            }
        }
    }

    /** The entry with these links beside those it names already. */
    private TargetInfo named(TargetInfo before) {
        Json.Obj custom =
                before.custom().orElse(Json.Obj.empty()) instanceof Json.Obj object ? object : Json.Obj.empty();
        Set<Json> paths = new LinkedHashSet<>();
        if (custom.get(BoundLayout.IN_TOTO).orElse(Json.text("")) instanceof Json.Arr known) {
            paths.addAll(known.items());
        }
        links.keySet().stream().map(TargetPath::value).sorted().forEach(path -> paths.add(Json.text(path)));
        return TargetInfo.of(
                before.length(),
                before.hashes(),
                Optional.of(custom.with(BoundLayout.IN_TOTO, new Json.Arr(List.copyOf(paths)))));
    }
}
