package dev.bulla.intoto;

/** What an artifact may be called (intoto.md D6, D7; ITE-4 for {@code scheme:} names). */
final class ArtifactName {
    private ArtifactName() {}

    /** Why {@code name} is refused, as the end of a sentence; empty for a good name. */
    static String problem(String name) {
        if (name.length() > Artifacts.MAX_NAME) {
            return "is longer than " + Artifacts.MAX_NAME + " characters";
        }
        if (name.indexOf('\\') >= 0) {
            return "has a backslash";
        }
        int scheme = endOfScheme(name);
        for (String segment : name.substring(scheme).split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return "has a segment " + segment;
            }
            if (segment.isEmpty() && scheme == 0) {
                return name.startsWith("/") ? "is absolute" : "has an empty segment";
            }
        }
        return "";
    }

    /** The index after the colon of {@code scheme:}, or 0. One letter is a drive, not a scheme. */
    private static int endOfScheme(String name) {
        int colon = name.indexOf(':');
        if (colon < 2 || !isLetter(name.charAt(0))) {
            return 0;
        }
        for (int i = 1; i < colon; i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') {
                return 0;
            }
        }
        return colon + 1;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
