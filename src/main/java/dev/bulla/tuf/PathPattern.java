package dev.bulla.tuf;

import dev.bulla.json.JsonException;
import java.util.Arrays;

/**
 * A shell-style pattern over target paths (TUF 4.5 PATHPATTERN): compared segment by segment, {@code *} for any run inside
 * a segment, {@code ?} for one code point, {@code [abc]}, {@code [a-z]} and {@code [!a]} for one of a set. Case matters on
 * every system. The time is at most pattern length times path length.
 *
 * @param text the pattern as written
 */
public record PathPattern(String text) {
    /** As long as the longest path: bounds the time of a comparison. */
    public static final int MAX_LENGTH = TargetPath.MAX_BYTES;

    /** Refuses the overlong. */
    public PathPattern {
        if (text.length() > MAX_LENGTH) {
            throw JsonException.limit("path pattern is longer than " + MAX_LENGTH + " characters");
        }
    }

    /** True when the pattern covers {@code path}. */
    public boolean matches(TargetPath path) {
        String[] patterns = text.split("/", -1);
        String[] segments = path.value().split("/", -1);
        if (patterns.length != segments.length) {
            return false;
        }
        for (int i = 0; i < patterns.length; i++) {
            if (!new Segment(patterns[i]).matches(segments[i])) {
                return false;
            }
        }
        return true;
    }

    /** True when the pattern holds a bracket; Bulla writes none, since peers disagree on their details. */
    public boolean hasBracket() {
        return text.indexOf('[') >= 0;
    }

    /** The pattern of one segment, as code points. */
    private static final class Segment {
        private final int[] pattern;
        /** For each position the first closing bracket at or behind it, or -1. */
        private final int[] closing;

        Segment(String text) {
            pattern = text.codePoints().toArray();
            closing = new int[pattern.length + 1];
            Arrays.fill(closing, -1);
            for (int i = pattern.length - 1; i >= 0; i--) {
                closing[i] = pattern[i] == ']' ? i : closing[i + 1];
            }
        }

        /** The last star is enough to come back to: an earlier one could only give up characters that it may keep. */
        boolean matches(String text) {
            int[] segment = text.codePoints().toArray();
            int p = 0;
            int s = 0;
            int star = -1;
            int resume = 0;
            while (s < segment.length) {
                if (p < pattern.length && pattern[p] == '*') {
                    star = p++;
                    resume = s;
                } else if (p < pattern.length && matchesOne(p, segment[s])) {
                    p = setEnd(p) < 0 ? p + 1 : setEnd(p) + 1;
                    s++;
                } else if (star >= 0) {
                    p = star + 1;
                    s = ++resume;
                } else {
                    return false;
                }
            }
            while (p < pattern.length && pattern[p] == '*') {
                p++;
            }
            return p == pattern.length;
        }

        private boolean matchesOne(int p, int c) {
            int end = setEnd(p);
            return end >= 0 ? inSet(p + 1, end, c) : pattern[p] == '?' || pattern[p] == c;
        }

        /** The bracket that ends the set opened at {@code p}, or -1; one right behind the opening belongs to the set. */
        private int setEnd(int p) {
            if (pattern[p] != '[') {
                return -1;
            }
            int first = p + 1 < pattern.length && pattern[p + 1] == '!' ? p + 2 : p + 1;
            return first + 1 < closing.length ? closing[first + 1] : -1;
        }

        private boolean inSet(int from, int to, int c) {
            boolean negated = pattern[from] == '!';
            int i = negated ? from + 1 : from;
            boolean found = false;
            while (i < to) {
                if (i + 2 < to && pattern[i + 1] == '-') {
                    found |= pattern[i] <= c && c <= pattern[i + 2];
                    i += 3;
                } else {
                    found |= pattern[i] == c;
                    i++;
                }
            }
            return found != negated;
        }
    }
}
