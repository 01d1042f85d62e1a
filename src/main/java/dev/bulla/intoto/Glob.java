package dev.bulla.intoto;

import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of artifact rules: Python's {@code fnmatchcase} as on Linux (intoto.md section 4). {@code *} and
 * {@code ?} cross {@code /} and newlines, a backslash is literal, a character is a code point. No pattern is an error, so
 * a bad pattern can never disable a rule. Not for TUF paths, whose patterns mean something else.
 */
final class Glob {
    /** Longest pattern in UTF-16 units; file systems end names there. */
    static final int MAX_LENGTH = 4096;

    private sealed interface Token {}

    private record One(int codePoint) implements Token {}

    private record Any() implements Token {}

    private record Run() implements Token {}

    private record Range(int first, int last) {}

    private record OneOf(boolean negated, List<Range> ranges) implements Token {
        boolean has(int codePoint) {
            for (Range range : ranges) {
                if (codePoint >= range.first() && codePoint <= range.last()) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private final List<Token> tokens;
    private final String prefix;
    private final boolean literal;

    private Glob(List<Token> tokens) {
        this.tokens = tokens;
        StringBuilder start = new StringBuilder();
        for (Token token : tokens) {
            if (!(token instanceof One one)) {
                break;
            }
            start.appendCodePoint(one.codePoint());
        }
        this.prefix = start.toString();
        this.literal = prefix.codePointCount(0, prefix.length()) == tokens.size();
    }

    /** Reads a pattern; every text is one. */
    static Glob of(String pattern) {
        int[] text = pattern.codePoints().toArray();
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length) {
            int c = text[at++];
            switch (c) {
                case '*' -> {
                    if (tokens.isEmpty() || !(tokens.getLast() instanceof Run)) {
                        tokens.add(new Run());
                    }
                }
                case '?' -> tokens.add(new Any());
                case '[' -> {
                    int end = endOfClass(text, at);
                    if (end < 0) {
                        tokens.add(new One('['));
                    } else {
                        tokens.add(classOf(text, at, end));
                        at = end + 1;
                    }
                }
                default -> tokens.add(new One(c));
            }
        }
        return new Glob(tokens);
    }

    /** Every name that matches begins with this text. */
    String prefix() {
        return prefix;
    }

    /** True when only {@link #prefix} itself matches. */
    boolean isLiteral() {
        return literal;
    }

    /** True when the whole of {@code name} matches; each comparison of a character is taken from {@code budget}. */
    boolean matches(String name, Budget budget) {
        if (literal) {
            budget.compare(1);
            return name.equals(prefix);
        }
        int[] text = name.codePoints().toArray();
        int token = 0;
        int at = 0;
        int lastRun = -1;
        int resume = 0;
        while (at < text.length) {
            budget.compare(1);
            if (token < tokens.size() && tokens.get(token) instanceof Run) {
                lastRun = token++;
                resume = at;
            } else if (token < tokens.size() && accepts(tokens.get(token), text[at])) {
                token++;
                at++;
            } else if (lastRun >= 0) {
                // only the last run needs to grow: whatever an earlier one could give up, this one can take
                token = lastRun + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (token < tokens.size() && tokens.get(token) instanceof Run) {
            token++;
        }
        return token == tokens.size();
    }

    private static boolean accepts(Token token, int codePoint) {
        return switch (token) {
            case One one -> one.codePoint() == codePoint;
            case Any any -> true;
            case OneOf set -> set.has(codePoint);
            case Run run -> false;
        };
    }

    /** The index of the {@code ]} that closes the class whose content begins at {@code from}, or -1. */
    private static int endOfClass(int[] text, int from) {
        int at = from;
        if (at < text.length && text[at] == '!') {
            at++;
        }
        if (at < text.length && text[at] == ']') {
            at++;
        }
        while (at < text.length && text[at] != ']') {
            at++;
        }
        return at < text.length ? at : -1;
    }

    private static OneOf classOf(int[] text, int from, int end) {
        boolean negated = text[from] == '!';
        int at = negated ? from + 1 : from;
        List<Range> ranges = new ArrayList<>();
        while (at < end) {
            boolean range = at + 2 < end && text[at + 1] == '-';
            ranges.add(new Range(text[at], range ? text[at + 2] : text[at])); // a reversed range holds nothing
            at += range ? 3 : 1;
        }
        return new OneOf(negated, List.copyOf(ranges));
    }
}
