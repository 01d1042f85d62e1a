package dev.bulla.policy;

import dev.bulla.oci.Reference;
import dev.bulla.outcome.UsageException;
import dev.bulla.policy.NamePattern.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a rule makes the target path from what its wildcards took: text with {@code $1} to {@code $9} in it. One step, the
 * only way in which a name changes.
 */
public final class Rewrite {
    /** Stands for a tag that is left open; no reference and no pattern has it. */
    private static final String OPEN_TAG = "\0";

    private final String text;
    private final List<Piece> pieces;

    /** Text as it is, or a capture counted from 0. */
    private sealed interface Piece {
        record Plain(String text) implements Piece {}

        record Capture(int index) implements Piece {}
    }

    private Rewrite(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = List.copyOf(pieces);
    }

    /**
     * The rewrite that {@code text} spells, for a pattern with {@code captures} wildcards.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Rewrite parse(String text, int captures) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c <= ' ' || c > '~' || c == '*' || c == '@') {
                throw new IllegalArgumentException(
                        "has a character that no target path has; captures are written $1 to $9");
            }
            if (c == '$') {
                flush(plain, pieces);
                pieces.add(capture(at < text.length() ? text.charAt(at) - '0' : 0, captures));
                at++;
            } else {
                plain.append(c);
            }
        }
        flush(plain, pieces);
        if (!(pieces.isEmpty() ? "" : firstText(pieces.get(0))).contains("/")) {
            throw new IllegalArgumentException("does not begin with a host, such as example.com/");
        }
        return new Rewrite(text, pieces);
    }

    private static Piece capture(int number, int captures) {
        if (number < 1 || number > NamePattern.MAX_CAPTURES) {
            throw new IllegalArgumentException("has a $ without a digit from 1 to 9");
        }
        if (number > captures) {
            throw new IllegalArgumentException("uses $" + number + ", but match has only " + captures + " wildcards");
        }
        return new Piece.Capture(number - 1);
    }

    private static void flush(StringBuilder plain, List<Piece> pieces) {
        if (!plain.isEmpty()) {
            pieces.add(new Piece.Plain(plain.toString()));
            plain.setLength(0);
        }
    }

    private static String firstText(Piece piece) {
        return piece instanceof Piece.Plain plain ? plain.text() : "";
    }

    /** The target path for these captures; empty when it would be no canonical reference with a tag. */
    Optional<String> apply(List<String> captures) {
        String made = fill(captures);
        try {
            Reference reference = Reference.parse(made);
            boolean canonical = reference.tag().isPresent()
                    && reference.digest().isEmpty()
                    && reference.toString().equals(made);
            return canonical ? Optional.of(made) : Optional.empty();
        } catch (UsageException e) {
            return Optional.empty();
        }
    }

    /** The repository part of the target path while the tag is open; empty unless exactly the tag is what stays open. */
    Optional<String> applyRepository(List<String> captures) {
        List<String> all = new ArrayList<>(captures);
        all.add(OPEN_TAG);
        String made = fill(all);
        String ending = ":" + OPEN_TAG;
        if (made.indexOf(OPEN_TAG) != made.length() - 1 || !made.endsWith(ending)) {
            return Optional.empty();
        }
        String repository = made.substring(0, made.length() - ending.length());
        return apply(withLast(captures, "tag")).map(ok -> repository);
    }

    private static List<String> withLast(List<String> captures, String last) {
        List<String> all = new ArrayList<>(captures);
        all.add(last);
        return all;
    }

    private String fill(List<String> captures) {
        StringBuilder made = new StringBuilder();
        for (Piece piece : pieces) {
            made.append(
                    switch (piece) {
                        case Piece.Plain plain -> plain.text();
                        case Piece.Capture capture -> captures.get(capture.index());
                    });
        }
        return made.toString();
    }

    /** The pattern of all target paths that this makes of names that match {@code match}. */
    NamePattern image(NamePattern match) {
        StringBuilder image = new StringBuilder();
        for (Piece piece : pieces) {
            image.append(
                    switch (piece) {
                        case Piece.Plain plain -> plain.text();
                        case Piece.Capture capture ->
                            match.wildcards().get(capture.index()).deep() ? "**" : "*";
                    });
        }
        // captures side by side: one deep wildcard stands for at least as much
        return NamePattern.of(image.toString().replaceAll("\\*{3,}", "**"));
    }

    /**
     * True when no two names that match {@code match} are given one target path: every capture is used, and the text
     * between captures shows where one ends and the next begins.
     */
    boolean keepsNamesApart(NamePattern match) {
        List<Part.Wild> wild = match.wildcards();
        List<Integer> used = new ArrayList<>();
        List<String> between = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Capture capture) {
                used.add(capture.index());
                between.add("");
            } else if (piece instanceof Piece.Plain plain && !between.isEmpty()) {
                between.set(between.size() - 1, plain.text());
            }
        }
        for (int i = 0; i < wild.size(); i++) {
            if (!used.contains(i)) {
                return false;
            }
        }
        int fromLeft = 0;
        while (fromLeft + 1 < used.size() && ends(wild.get(used.get(fromLeft)), between.get(fromLeft))) {
            fromLeft++;
        }
        for (int i = fromLeft; i + 1 < used.size(); i++) {
            if (!ends(wild.get(used.get(i + 1)), between.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** True when {@code text} has a character at which a run of {@code wild} must end. */
    private static boolean ends(Part.Wild wild, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!wild.takes(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rewrite rewrite && rewrite.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The rewrite as written. */
    @Override
    public String toString() {
        return text;
    }
}
