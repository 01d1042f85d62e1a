package dev.bulla.attach;

/** What a document of evidence is good for, in the order in which evidence lists them. */
public enum EvidenceUse {
    /** The layout of a whole chain. */
    LAYOUT("layout"),
    /** Says how one step was done: a link, a sublayout, or a statement that stands for a link. */
    STEP("link"),
    /** Says something else about the artifact. */
    STATEMENT("statement"),
    /** A public key of somebody who owns a layout. */
    KEY("key");

    private final String word;

    EvidenceUse(String word) {
        this.word = word;
    }

    /** The word in output. */
    public String word() {
        return word;
    }
}
