package dev.bulla.attach;

import dev.bulla.crypto.KeyId;
import java.util.Optional;

/**
 * The name of a link's file, {@code STEP.KEYID8.link}. Steps may contain dots, so it is read from the right.
 *
 * @param step the step
 * @param digits the beginning of the key id
 */
public record StepFileName(String step, String digits) {
    private static final String ENDING = ".link";

    /** Reads a file name; empty when it has not the form. */
    public static Optional<StepFileName> parse(String fileName) {
        return fileName.endsWith(ENDING)
                ? parseFolder(fileName.substring(0, fileName.length() - ENDING.length()))
                : Optional.empty();
    }

    /** Reads the name of a sublayout's folder, {@code STEP.KEYID8}. */
    public static Optional<StepFileName> parseFolder(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && dot < name.length() - 1
                ? Optional.of(new StepFileName(name.substring(0, dot), name.substring(dot + 1)))
                : Optional.empty();
    }

    /** True when {@code id} may be the key id that is meant. */
    public boolean fits(KeyId id) {
        return EvidencePaths.digits(id).equals(digits) || id.value().equals(digits);
    }
}
