package dev.bulla.intoto;

/** The two lists of artifacts that a link has. */
public enum ArtifactKind {
    /** What a step used. */
    MATERIALS("materials"),
    /** What a step made. */
    PRODUCTS("products");

    private final String word;

    ArtifactKind(String word) {
        this.word = word;
    }

    /** The member of a link: {@code materials} or {@code products}. */
    public String word() {
        return word;
    }

    /** The member of a step that holds the rules: {@code expected_materials} or {@code expected_products}. */
    public String rulesWord() {
        return "expected_" + word;
    }
}
