package dev.bulla.policy;

/** What becomes of files in a thick archive that the bundle does not need. */
public enum ExtraFiles {
    /** They are reported. */
    WARN,
    /** They are a refusal. */
    REJECT
}
