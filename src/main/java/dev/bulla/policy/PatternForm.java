package dev.bulla.policy;

import java.util.Locale;

/** What a pattern over references must look like to match any. Canonical references have one spelling only. */
final class PatternForm {
    private static final String LAYOUT = "oci:";

    private PatternForm() {}

    /** Refuses, with an {@link IllegalArgumentException} that says why, what no canonical reference matches. */
    static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '$' || c == '?' || c == '@') {
                throw wrong(
                        c == '@'
                                ? "has an '@'; a digest is matched by the pattern of its repository with :*"
                                : "has a character that no reference has; * and ** are the only wildcards");
            }
        }
        int scheme = text.startsWith(LAYOUT) ? LAYOUT.length() : 0;
        if (text.indexOf(':', Math.max(scheme, text.lastIndexOf('/') + 1)) < 0) {
            throw wrong("has no tag part and so matches nothing; end it with :* for every tag");
        }
        if (!text.startsWith(LAYOUT)) {
            checkHost(text);
        }
    }

    private static void checkHost(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw wrong("has no host and so matches nothing; references are compared as host/repo:tag");
        }
        String host = text.substring(0, slash);
        boolean complete = host.contains("*") || host.contains(".") || host.contains(":") || host.equals("localhost");
        if (!complete) {
            throw wrong("has no host and so matches nothing; short names are compared as docker.io/library/name");
        }
        if (!host.toLowerCase(Locale.ROOT).equals(host) || host.endsWith(":443")) {
            throw wrong(
                    "has a host that is not canonical and so matches nothing; write it in lower case, without :443");
        }
    }

    private static IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why);
    }
}
