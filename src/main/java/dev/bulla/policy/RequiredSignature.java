package dev.bulla.policy;

/**
 * Detached signatures over the artifact, or over its tag record, by keys of a verified delegation (trust.md section 9).
 *
 * @param role the role whose keys count
 * @param threshold how many distinct keys must have signed
 */
public record RequiredSignature(String role, int threshold) {}
