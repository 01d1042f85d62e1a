package dev.bulla.intoto.write;

import java.util.Locale;
import java.util.Optional;

/** What goes around a document and its signatures (intoto.md section 5). */
public enum Envelope {
    /** DSSE, which signs the payload as it is; the default. */
    DSSE,
    /** The older form, which signs canonical JSON; the only one that in-toto before 1.4 reads. */
    METABLOCK,
    /** For links alone: DSSE around a statement with predicate link v0.3, which verifiers accept only when told to. */
    STATEMENT;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The envelope with this word. */
    public static Optional<Envelope> named(String word) {
        for (Envelope each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
