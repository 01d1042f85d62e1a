package dev.bulla.policy;

import dev.bulla.policy.NamePattern.Part;
import java.util.List;

/** Whether one text matches two patterns. The time is at most the product of their lengths. */
final class PatternMeeting {
    private final List<Part> a;
    private final List<Part> b;
    private final boolean[][] met;

    PatternMeeting(List<Part> a, List<Part> b) {
        this.a = a;
        this.b = b;
        met = new boolean[a.size() + 1][b.size() + 1];
    }

    /** True when there is such a text. */
    boolean exists() {
        for (int i = a.size(); i >= 0; i--) {
            for (int j = b.size(); j >= 0; j--) {
                met[i][j] = met(i, j);
            }
        }
        return met[0][0];
    }

    /** The rests from {@code i} and {@code j} on meet: a wildcard may end here, or take a character of the other. */
    private boolean met(int i, int j) {
        if (i == a.size() && j == b.size()) {
            return true;
        }
        if (i < a.size() && a.get(i) instanceof Part.Wild wild && (met[i + 1][j] || swallows(wild, b, j, met[i]))) {
            return true;
        }
        if (j < b.size() && b.get(j) instanceof Part.Wild wild && (met[i][j + 1] || swallowsOther(wild, i, j))) {
            return true;
        }
        return i < a.size()
                && j < b.size()
                && a.get(i) instanceof Part.Literal literal
                && literal.equals(b.get(j))
                && met[i + 1][j + 1];
    }

    private static boolean swallows(Part.Wild wild, List<Part> other, int at, boolean[] row) {
        return at < other.size()
                && other.get(at) instanceof Part.Literal literal
                && wild.takes(literal.value())
                && row[at + 1];
    }

    private boolean swallowsOther(Part.Wild wild, int i, int j) {
        return i < a.size() && a.get(i) instanceof Part.Literal literal && wild.takes(literal.value()) && met[i + 1][j];
    }
}
