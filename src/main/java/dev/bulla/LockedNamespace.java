package dev.bulla;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@code trust.lock} has seen of a TUF repository (artifact-types/lock.md).
 *
 * @param name the namespace that its roles are for
 * @param versions least versions of root, timestamp, snapshot and targets roles, in this order
 * @param revisions least revisions of artifacts, by name
 * @param asOf when it was seen
 * @param changed true when it was raised just now
 */
public record LockedNamespace(
        String name, Map<String, Long> versions, Map<String, Long> revisions, Instant asOf, boolean changed) {
    /** Copies the maps. */
    public LockedNamespace {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        revisions = Collections.unmodifiableMap(new LinkedHashMap<>(revisions));
    }
}
