package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Json;
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

    /**
     * The layout of a {@code signed} object, validated as before a verification.
     *
     * @throws dev.bulla.json.JsonException when it is none
     */
    public static InTotoLayout read(Json signed) {
        return LayoutParser.parse(signed);
    }

    /** The {@code signed} object of a layout. */
    public Json.Obj toJson() {
        return LayoutJson.of(this);
    }
}
