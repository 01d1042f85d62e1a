package dev.bulla.cli.images;

import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.UsageException;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over YAML 1.2 (of which JSON is a part), as far as it takes to tell keys, values, comments and block scalars
 * apart. What it is not sure of it refuses: a reference that was overlooked would be deployed unverified.
 */
final class ImageScan {
    private static final String KEY = "image";

    /** As deep as JSON documents may be nested elsewhere. */
    private static final int MAX_DEPTH = 64;

    /** Each one is verified; whole clusters have fewer. */
    private static final int MAX_REFERENCES = 1000;

    private final String text;
    private final String name;
    private final List<ImageReference> references = new ArrayList<>();
    private final List<String> leftAlone = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private int depth;
    /** Column of the key or dash that a block scalar would belong to. */
    private int parent;
    /** Line of a key {@code image} whose value has not come yet; 0 when there is none. */
    private int awaiting;

    ImageScan(String text, String name) {
        this.text = text;
        this.name = name;
    }

    List<ImageReference> references() {
        return references;
    }

    List<String> leftAlone() {
        return leftAlone;
    }

    void run() {
        if (text.startsWith("\uFEFF")) {
            at = 1;
            lineStart = 1;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                newLine();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '#' || (column() == 0 && c == '%' && depth == 0)) {
                toLineEnd();
            } else {
                token(c);
            }
        }
        notAString();
    }

    private void token(char c) {
        switch (c) {
            case '"' -> scalar(quoted('"'), at - 1);
            case '\'' -> scalar(quoted('\''), at - 1);
            case '{', '[' -> open(c);
            case '}', ']' -> close();
            case '|', '>' -> {
                if (depth == 0) {
                    blockScalar();
                } else {
                    plain();
                }
            }
            case '&', '!' -> word();
            case '*' -> alias();
            default -> {
                if (c == ',' && depth > 0) {
                    at++;
                    notAString();
                } else if (c == ':' && (depth > 0 || endsWord(at + 1))) {
                    at++;
                } else if (isMarker(c)) {
                    marker();
                } else {
                    plain();
                }
            }
        }
    }

    /** A dash of a sequence, or a question mark before a key that is no word. */
    private boolean isMarker(char c) {
        boolean document =
                column() == 0 && (text.startsWith("---", at) || text.startsWith("...", at)) && endsWord(at + 3);
        return document || ((c == '-' || c == '?') && endsWord(at + 1));
    }

    private void marker() {
        if (text.charAt(at) != '?' && depth == 0) {
            notAString();
        }
        parent = column();
        at += endsWord(at + 1) ? 1 : 3;
    }

    private void open(char c) {
        if (text.startsWith("{{", at)) {
            throw refused("is a template; pin what it renders");
        }
        if (++depth > MAX_DEPTH) {
            throw refused("is nested deeper than " + MAX_DEPTH);
        }
        at++;
        if (c == '{' || awaiting > 0) {
            notAString();
        }
    }

    private void close() {
        depth = Math.max(0, depth - 1);
        at++;
        notAString();
    }

    /** The content of a quoted scalar; the position is behind it then. */
    private int quoted(char quote) {
        int from = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw refused("ends inside a quoted string");
        }
        at++;
        if (quote == '\'' && at < text.length() && text.charAt(at) == '\'') {
            quoted('\''); // two quotes are one inside
        }
        return from;
    }

    private void plain() {
        int from = at;
        while (at < text.length() && !endsPlain()) {
            at++;
        }
        if (at == from) {
            throw refused("has " + Quoted.of(text.substring(at, at + 1)) + " where a value is expected");
        }
        int to = at;
        while (to > from
                && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t' || text.charAt(to - 1) == '\r')) {
            to--;
        }
        scalar(from, to);
    }

    private boolean endsPlain() {
        char c = text.charAt(at);
        if (c == '\n' || (c == '#' && at > 0 && Character.isWhitespace(text.charAt(at - 1)))) {
            return true;
        }
        if (depth > 0 && (c == ',' || c == '{' || c == '}' || c == '[' || c == ']')) {
            return true;
        }
        return c == ':' && (endsWord(at + 1) || (depth > 0 && ",{}[]".indexOf(text.charAt(at + 1)) >= 0));
    }

    /** A scalar is a key when a colon follows, else a value. */
    private void scalar(int from, int to) {
        boolean quoted = from > 0
                && from <= text.length()
                && to < text.length()
                && isQuote(text.charAt(to))
                && isQuote(text.charAt(from - 1));
        int next = at;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        boolean colon = next < text.length() && text.charAt(next) == ':';
        if (colon && (endsWord(next + 1) || (depth > 0 && quoted))) {
            notAString();
            parent = from - (quoted ? 1 : 0) - lineStart;
            at = next + 1;
            awaiting = text.substring(from, to).equals(KEY) ? line : 0;
        } else if (awaiting > 0) {
            value(from, to, quoted);
            awaiting = 0;
        }
    }

    private void value(int from, int to, boolean quoted) {
        String reference = text.substring(from, to);
        boolean nothing = reference.isEmpty() || (!quoted && (reference.equals("null") || reference.equals("~")));
        if (nothing) {
            notAString();
            return;
        }
        boolean simple = reference.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '\'' && c != '"');
        if (!simple) {
            throw refused("has an image that is not written plainly: " + Quoted.of(reference));
        }
        if (reference.contains("${") || reference.contains("{{") || reference.startsWith("$")) {
            throw refused("has a template as image: " + Quoted.of(reference) + "; pin what it renders");
        }
        if (references.size() == MAX_REFERENCES) {
            throw refused("has more than " + MAX_REFERENCES + " image references");
        }
        references.add(new ImageReference(from, to, line, reference));
    }

    /** Values that are no strings, such as the mapping that charts have under this key, are told. */
    private void notAString() {
        if (awaiting > 0) {
            leftAlone.add(name + ":" + awaiting + ": the value of image is no string and was left alone");
            awaiting = 0;
        }
    }

    private void alias() {
        if (awaiting > 0) {
            throw refused("has an alias as image; write the reference out");
        }
        word();
    }

    private void word() {
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && (depth == 0 || ",{}[]".indexOf(text.charAt(at)) < 0)) {
            at++;
        }
    }

    /** Skips the header and every line that is empty or indented deeper than what the scalar belongs to. */
    private void blockScalar() {
        if (awaiting > 0) {
            throw refused("has a block of text as image");
        }
        toLineEnd();
        while (at < text.length()) {
            int begin = at + 1;
            int content = begin;
            while (content < text.length() && text.charAt(content) == ' ') {
                content++;
            }
            boolean empty = content >= text.length() || text.charAt(content) == '\n' || text.charAt(content) == '\r';
            if (!empty && content - begin <= parent) {
                return;
            }
            newLine();
            toLineEnd();
        }
    }

    private void toLineEnd() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private int column() {
        return at - lineStart;
    }

    private boolean endsWord(int index) {
        return index >= text.length() || Character.isWhitespace(text.charAt(index));
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private UsageException refused(String what) {
        return new UsageException(name + ":" + line + ": the file " + what);
    }
}
