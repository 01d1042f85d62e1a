package dev.bulla.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry demands in {@code WWW-Authenticate} (RFC 9110 section 11.6.1).
 *
 * @param scheme in lower case, for example {@code bearer}
 * @param parameters by lower-case name, values unquoted
 */
record Challenge(String scheme, Map<String, String> parameters) {
    /** Longer headers are not honest. */
    private static final int MAX_LENGTH = 8 << 10;

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** All challenges of all header values, in order; what is malformed ends the reading of its value. */
    static List<Challenge> parse(List<String> values) {
        List<Challenge> challenges = new ArrayList<>();
        for (String value : values) {
            if (value.length() <= MAX_LENGTH) {
                new Reader(value, challenges).read();
            }
        }
        return challenges;
    }

    /** The first challenge of a scheme. */
    static Optional<Challenge> find(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme.equals(scheme)).findFirst();
    }

    /** Reads one header value: several challenges, parameters in any order, quoted or not. */
    private static final class Reader {
        private final String text;
        private final List<Challenge> into;
        private int at;

        Reader(String text, List<Challenge> into) {
            this.text = text;
            this.into = into;
        }

        void read() {
            for (skip(" \t,"); at < text.length(); skip(" \t,")) {
                String word = token();
                if (word.isEmpty()) {
                    return;
                }
                if (peekAfterBlanks() == '=' && !into.isEmpty()) {
                    skip(" \t");
                    parameter(word.toLowerCase(Locale.ROOT));
                } else {
                    into.add(new Challenge(word.toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
                    skipToken68();
                }
            }
        }

        private void parameter(String name) {
            at++;
            skip(" \t");
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            into.getLast().parameters.putIfAbsent(name, value);
        }

        /** Opaque data of other schemes, such as Negotiate's: no parameter, and not for us. */
        private void skipToken68() {
            int start = at;
            skip(" \t");
            token();
            int end = at;
            skip("=");
            boolean padded = at > end;
            skip(" \t");
            if (!padded || (at < text.length() && text.charAt(at) != ',')) {
                at = start;
            }
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }

        private String token() {
            int start = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private char peekAfterBlanks() {
            int next = at;
            while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
                next++;
            }
            return next < text.length() ? text.charAt(next) : 0;
        }

        private void skip(String any) {
            while (at < text.length() && any.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
