package dev.bulla.policy;

import java.util.Optional;

/**
 * A security level of CNAB Security 300. Levels are ordered 0 &lt; {1a, 1b} &lt; 2 &lt; {3a, 3b} &lt; 4; the two of a pair
 * cannot be compared (trust.md section 7).
 */
public enum Level {
    /** Nothing is proved. */
    L0("0", 0),
    /** Images are signed, the bundle that names them is not; of an artifact that is no bundle: it is signed. */
    L1A("1a", 1),
    /** The bundle is signed, the images it names by digest are not. */
    L1B("1b", 1),
    /** Bundle and images are signed. */
    L2("2", 2),
    /** As 2, with the supply chain of the images; of an artifact that is no bundle: signed, with its supply chain. */
    L3A("3a", 3),
    /** As 2, with the supply chain of the bundle. */
    L3B("3b", 3),
    /** As 2, with both supply chains. */
    L4("4", 4);

    private final String word;
    private final int rank;

    Level(String word, int rank) {
        this.word = word;
        this.rank = rank;
    }

    /** The level that {@code word} spells. */
    public static Optional<Level> named(String word) {
        for (Level level : values()) {
            if (level.word.equals(word)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** True when an artifact of this level is good enough for a rule that demands {@code least}. */
    public boolean meets(Level least) {
        return this == least || rank > least.rank;
    }

    /** The name of CNAB Security 300. */
    @Override
    public String toString() {
        return word;
    }
}
