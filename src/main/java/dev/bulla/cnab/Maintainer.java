package dev.bulla.cnab;

import java.util.Optional;

/**
 * Who answers for a bundle (CNAB 101).
 *
 * @param name a person or organisation
 * @param email absent when the member is absent, {@code null} or empty
 * @param url absent when the member is absent, {@code null} or empty
 */
public record Maintainer(String name, Optional<String> email, Optional<String> url) {}
