package dev.bulla.attach;

import dev.bulla.crypto.SignatureCount;
import dev.bulla.outcome.Check;
import java.util.List;
import java.util.Optional;

/**
 * What the signatures of an artifact prove to a holder of keys.
 *
 * @param signatures who signed the artifact
 * @param binding the tag record that binds the asked name to the artifact, if there is one
 * @param otherNames names that validly signed records give the artifact besides the asked one
 * @param checks every check that was made
 */
public record LightResult(
        SignatureCount signatures, Optional<TagRecord> binding, List<String> otherNames, List<Check> checks) {
    /** Copies the lists. */
    public LightResult {
        otherNames = List.copyOf(otherNames);
        checks = List.copyOf(checks);
    }
}
