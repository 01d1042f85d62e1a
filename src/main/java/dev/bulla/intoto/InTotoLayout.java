package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The signed part of a layout (in-toto specification 4.3), as parsed and validated.
 *
 * @param steps at least one, in order
 * @param inspections in order
 * @param keys the functionaries' keys by their ids, which are opaque (intoto.md D38)
 * @param expires from this instant on the layout counts for nothing
 * @param readme for people
 */
public record InTotoLayout(
        List<LayoutStep> steps,
        List<Inspection> inspections,
        Map<KeyId, PublicKey> keys,
        Instant expires,
        String readme) {
    /** Copies the collections. */
    public InTotoLayout {
        steps = List.copyOf(steps);
        inspections = List.copyOf(inspections);
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
}
