package dev.bulla.policy;

/** What is refused unless a rule lets it pass. */
public enum Allowance {
    /** The bundle index is not the one that was signed beside {@code bundle.json}, but fits it. */
    REINDEX("allowReindex"),
    /** The entry is one of the role for archived versions. */
    ARCHIVED("allowArchived"),
    /** The entry's {@code seq} is lower than one that was seen before. */
    SEQ_DECREASE("allowSeqDecrease"),
    /** A layout counts that the artifact's own entry names and no entry of top-level targets binds. */
    LISTED_LAYOUT("layoutBinding");

    private final String member;

    Allowance(String member) {
        this.member = member;
    }

    /** The member of a rule. */
    public String member() {
        return member;
    }
}
