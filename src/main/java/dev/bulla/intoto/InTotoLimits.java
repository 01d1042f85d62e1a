package dev.bulla.intoto;

/**
 * Bounds of one verification; there is no unlimited variant.
 *
 * @param maxDocumentBytes longest layout, link or statement in bytes
 * @param maxDocuments links and sublayouts read in all
 * @param maxTotalBytes bytes of all documents together
 * @param maxComparisons steps of rule evaluation, each the comparison of a name or a character
 * @param maxDepth deepest sublayout, the top layout being at depth 0
 */
public record InTotoLimits(
        int maxDocumentBytes, int maxDocuments, long maxTotalBytes, long maxComparisons, int maxDepth) {
    /** 4 MiB (intoto.md section 5.2): ten times a link that lists every file of a large source tree. */
    public static final int MAX_DOCUMENT_BYTES = 4 << 20;

    /** 8 (intoto.md section 8): real chains nest once or twice. */
    public static final int MAX_DEPTH = 8;

    /** 64 manifests of 256 layers, as many as evidence may have (intoto.md section 11.2). */
    public static final int MAX_DOCUMENTS = 64 * 256;

    /** 256 MiB: sixty-four documents of full length. */
    public static final long MAX_TOTAL_BYTES = 256L << 20;

    /** A billion: a few seconds; 1 000 steps with 20 000 rules over 10 000 artifacts need a few million. */
    public static final long MAX_COMPARISONS = 1_000_000_000L;

    /** The limits that apply unless the policy says otherwise. */
    public static InTotoLimits standard() {
        return new InTotoLimits(MAX_DOCUMENT_BYTES, MAX_DOCUMENTS, MAX_TOTAL_BYTES, MAX_COMPARISONS, MAX_DEPTH);
    }
}
