package dev.bulla.attach;

import dev.bulla.crypto.Quorum;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to hold when keys are given by hand (trust.md section 9, docs/adr/0003).
 *
 * @param quorum the keys and how many of them must have signed
 * @param name the name whose tag record is looked for, canonical with tag; empty when the artifact was asked by digest
 * @param nameRequired true when a record for {@code name} must exist, since the caller said the name
 * @param at the time that expiries are compared with
 */
public record LightRule(Quorum quorum, Optional<String> name, boolean nameRequired, Instant at) {}
