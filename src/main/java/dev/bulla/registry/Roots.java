package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import java.util.Optional;

/**
 * Whose certificates are believed in TLS.
 *
 * @param pem further certification authorities, a PEM file's content
 * @param system whether the roots of the Java installation are believed too
 */
public record Roots(Optional<Bytes> pem, boolean system) {
    /** The roots of the Java installation. */
    public static Roots ofSystem() {
        return new Roots(Optional.empty(), true);
    }

    /** The roots of the Java installation and those in {@code pem}. */
    public static Roots adding(Bytes pem) {
        return new Roots(Optional.of(pem), true);
    }

    /** Only those in {@code pem}. */
    public static Roots only(Bytes pem) {
        return new Roots(Optional.of(pem), false);
    }
}
