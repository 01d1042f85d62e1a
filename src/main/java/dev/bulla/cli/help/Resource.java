package dev.bulla.cli.help;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts that ship in the jar. */
public final class Resource {

    private Resource() {}

    /** The text {@code /dev/bulla/<name>}, if it ships. */
    public static Optional<String> text(String name) {
        try (InputStream in = Resource.class.getResourceAsStream("/dev/bulla/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the program's own text " + name + " cannot be read", e);
        }
    }
}
