package dev.bulla.tuf;

/**
 * The sections of the specification that the one verify routine enforces for a role.
 *
 * @param bytes length and hashes
 * @param threshold signatures
 * @param version version
 * @param expiry expiry
 */
record Sections(String bytes, String threshold, String version, String expiry) {
    static final Sections ROOT = new Sections("5.3.3", "5.3.4", "5.3.5", "5.3.10");
    static final Sections TIMESTAMP = new Sections("5.4.1", "5.4.2", "5.4.3.1", "5.4.4");
    static final Sections SNAPSHOT = new Sections("5.5.2", "5.5.3", "5.5.4", "5.5.6");
    static final Sections TARGETS = new Sections("5.6.2", "5.6.3", "5.6.4", "5.6.5");
}
