package dev.bulla.publish.roles;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.TargetsDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Targets that a role lists from now on, and targets that it lists no more, any number at once.
 *
 * @param add by path
 * @param remove paths; each must be listed
 */
public record TargetBatch(Map<TargetPath, TargetInfo> add, List<TargetPath> remove) {
    /** 64 MiB: more entries than a role should have; beyond that belong hash bins. */
    public static final int MAX_FILE = 64 << 20;

    /** Copies the collections. */
    public TargetBatch {
        add = Map.copyOf(add);
        remove = List.copyOf(remove);
    }

    /** Makes the change in {@code drafting}. */
    public void in(RoleDrafting drafting, RoleName role) {
        Targets current = drafting.published(role)
                .orElseThrow(() -> new UsageException("nothing is published of role " + role))
                .role();
        for (TargetPath path : remove) {
            if (current.target(path).isEmpty()) {
                throw new UsageException(role + " does not list " + path);
            }
        }
        drafting.targets(role, draft -> {
            TargetsDraft edited = draft.targets(add);
            for (TargetPath path : remove) {
                edited = edited.removeTarget(path);
            }
            return edited;
        });
    }

    /**
     * Reads a file of targets: one JSON object as the {@code targets} of a role has it, {@code {"PATH": {"length": N,
     * "hashes": {"sha256": HEX}, "custom": {…}}}}.
     *
     * @throws UsageException when it is none; the message names the place
     */
    public static Map<TargetPath, TargetInfo> read(Bytes file) {
        try {
            Fields targets =
                    Fields.of(JsonReader.with(JsonLimits.signed(MAX_FILE)).read(file), "");
            Map<TargetPath, TargetInfo> read = new LinkedHashMap<>();
            for (String path : targets.object().members().keySet()) {
                read.put(new TargetPath(path), info(targets.object(path).only("custom", "hashes", "length")));
            }
            return read;
        } catch (JsonException e) {
            throw new UsageException("the file of targets is refused: " + e.getMessage(), e);
        }
    }

    private static TargetInfo info(Fields entry) {
        Map<String, String> hashes = new LinkedHashMap<>();
        Fields listed = entry.object("hashes");
        for (String name : listed.object().members().keySet()) {
            hashes.put(name, listed.text(name));
        }
        Hashes all = new Hashes(hashes);
        if (all.known().isEmpty()) {
            throw JsonException.malformed(entry.place("hashes") + " has no hash that clients know, such as sha256");
        }
        Optional<Json.Obj> custom = entry.optionalObject("custom").map(Fields::object);
        return TargetInfo.of(entry.whole("length", 0, Long.MAX_VALUE >> 10), all, custom);
    }
}
