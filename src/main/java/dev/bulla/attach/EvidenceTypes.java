package dev.bulla.attach;

import dev.bulla.oci.MediaType;
import java.util.Locale;

/** Media types of the layers of evidence (oci-graph section 3). All are hints: {@code _type} inside a document decides. */
public final class EvidenceTypes {
    /** A layout as Metablock. */
    public static final MediaType LAYOUT = new MediaType("application/vnd.in-toto.layout+json");

    /** A link as Metablock. */
    public static final MediaType LINK = new MediaType("application/vnd.in-toto.link+json");

    /** A layout or link in a DSSE envelope. */
    public static final MediaType DSSE = new MediaType("application/vnd.in-toto.dsse+json");

    /** A public key, PEM. */
    public static final MediaType PEM = new MediaType("application/x-pem-file");

    /** A public key as securesystemslib writes it. */
    public static final MediaType JSON_KEY = new MediaType("application/json");

    private static final String STATEMENT_PREFIX = "application/vnd.in-toto.";

    private static final String STATEMENT_SUFFIX = "+dsse";

    /** Names of predicates are short; a type has 127 characters on each side of its slash. */
    private static final int MAX_PREDICATE = 64;

    private EvidenceTypes() {}

    /**
     * The type of a statement: {@code application/vnd.in-toto.<predicate>+dsse}, where the predicate is called by the last
     * segment of its type that is no version, {@code provenance} for {@code https://slsa.dev/provenance/v1}.
     */
    public static MediaType statement(String predicateType) {
        return new MediaType(STATEMENT_PREFIX + predicateName(predicateType) + STATEMENT_SUFFIX);
    }

    /** True for the type of a statement. */
    public static boolean isStatement(MediaType type) {
        return type.value().startsWith(STATEMENT_PREFIX) && type.value().endsWith(STATEMENT_SUFFIX);
    }

    private static String predicateName(String predicateType) {
        String[] segments = predicateType.split("/", -1);
        for (int i = segments.length - 1; i >= 0; i--) {
            String name = segments[i].toLowerCase(Locale.ROOT);
            if (isName(name) && !isVersion(name)) {
                return name;
            }
        }
        return "statement";
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_PREDICATE
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.')
                && Character.isLetterOrDigit(text.charAt(0));
    }

    private static boolean isVersion(String text) {
        return text.length() > 1
                && text.charAt(0) == 'v'
                && text.chars().skip(1).allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }
}
