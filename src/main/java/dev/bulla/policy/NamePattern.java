package dev.bulla.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern over canonical references: {@code *} stands for any run of characters except {@code / : @}, {@code **} for
 * any run except {@code : @}, and {@code *} alone for everything. Each wildcard is a capture and takes, from the left,
 * the longest run with which the whole still matches. Case matters; the time is at most pattern length times text length.
 */
public final class NamePattern {
    /** Twice the longest reference of a registry; bounds the time of a comparison. */
    static final int MAX_LENGTH = 1024;

    /** Captures are named by one digit. */
    static final int MAX_CAPTURES = 9;

    private final String text;
    private final List<Part> parts;

    /** A literal character, or a wildcard. */
    sealed interface Part {
        /** A character that stands for itself. */
        record Literal(char value) implements Part {}

        /** A wildcard; a deep one crosses slashes. */
        record Wild(boolean deep) implements Part {
            /** True when {@code c} may stand where the wildcard is. */
            boolean takes(char c) {
                return c != ':' && c != '@' && (deep || c != '/');
            }
        }
    }

    private NamePattern(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * The pattern that {@code text} spells. What could match no reference at all is refused, since such a rule would hide
     * that its names are not covered.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static NamePattern parse(String text) {
        NamePattern pattern = of(text);
        if (!pattern.isEverything()) {
            PatternForm.check(text);
        }
        if (pattern.captures() > MAX_CAPTURES) {
            throw new IllegalArgumentException("has more than " + MAX_CAPTURES + " wildcards");
        }
        return pattern;
    }

    /** A pattern of any form: of names as rules make them, not as references are asked for. */
    static NamePattern of(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is empty or longer than " + MAX_LENGTH + " characters");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '*') {
                parts.add(new Part.Literal(text.charAt(i)));
                continue;
            }
            boolean deep = text.startsWith("**", i);
            if (text.startsWith("***", i)) {
                throw new IllegalArgumentException("has more than two stars in a row");
            }
            parts.add(new Part.Wild(deep));
            i += deep ? 1 : 0;
        }
        return new NamePattern(text, parts);
    }

    /** True for the lone star. */
    public boolean isEverything() {
        return text.equals("*");
    }

    /** How many wildcards there are. */
    int captures() {
        return wildcards().size();
    }

    /** The wildcards in order. */
    List<Part.Wild> wildcards() {
        return parts.stream()
                .filter(Part.Wild.class::isInstance)
                .map(Part.Wild.class::cast)
                .toList();
    }

    /** The parts in order. */
    List<Part> parts() {
        return parts;
    }

    /** What the wildcards take of {@code name}, a whole canonical reference with a tag; empty when it does not match. */
    Optional<List<String>> match(String name) {
        return isEverything() ? Optional.of(List.of(name)) : new Match(parts, name).captures();
    }

    /**
     * As {@link #match} for a repository of which any tag may be meant: matches only where the pattern leaves the tag
     * open, and has no capture for the tag.
     */
    Optional<List<String>> matchRepository(String repository) {
        if (isEverything()) {
            return Optional.of(List.of(repository));
        }
        int colon = parts.size() - 2;
        boolean open = colon > 0
                && parts.get(colon).equals(new Part.Literal(':'))
                && parts.get(colon + 1) instanceof Part.Wild;
        return open ? new Match(parts.subList(0, colon), repository).captures() : Optional.empty();
    }

    /** True when some name matches both patterns. */
    boolean meets(NamePattern other) {
        return isEverything() || other.isEverything() || new PatternMeeting(parts, other.parts).exists();
    }

    /** One comparison: from which part on the rest matches from which character on. */
    private static final class Match {
        private final List<Part> parts;
        private final String name;
        private final boolean[][] possible;

        Match(List<Part> parts, String name) {
            this.parts = parts;
            this.name = name;
            possible = new boolean[parts.size() + 1][name.length() + 1];
            possible[parts.size()][name.length()] = true;
            for (int p = parts.size() - 1; p >= 0; p--) {
                for (int n = name.length(); n >= 0; n--) {
                    possible[p][n] = possible(p, n);
                }
            }
        }

        private boolean possible(int p, int n) {
            boolean left = n < name.length();
            return switch (parts.get(p)) {
                case Part.Literal literal -> left && literal.value() == name.charAt(n) && possible[p + 1][n + 1];
                case Part.Wild wild -> possible[p + 1][n] || (left && wild.takes(name.charAt(n)) && possible[p][n + 1]);
            };
        }

        Optional<List<String>> captures() {
            if (!possible[0][0]) {
                return Optional.empty();
            }
            List<String> captures = new ArrayList<>();
            int n = 0;
            for (int p = 0; p < parts.size(); p++) {
                int start = n;
                if (parts.get(p) instanceof Part.Wild wild) {
                    while (n < name.length() && wild.takes(name.charAt(n)) && possible[p][n + 1]) {
                        n++;
                    }
                    captures.add(name.substring(start, n));
                } else {
                    n++;
                }
            }
            return Optional.of(captures);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The pattern as written. */
    @Override
    public String toString() {
        return text;
    }
}
