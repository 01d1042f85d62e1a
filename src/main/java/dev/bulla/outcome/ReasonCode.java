package dev.bulla.outcome;

/**
 * The machine words for "examined and refused". They are stable output: the name of a constant is what
 * {@code --format json} prints. The command line maps each to an exit code by an exhaustive switch.
 */
public enum ReasonCode {
    /** Bytes do not have the hash or length that a trusted statement names. */
    HASH_MISMATCH,
    /** A trusted entry lists no hash that Bulla knows. */
    UNKNOWN_HASH,
    /** A signature that had to verify does not. */
    BAD_SIGNATURE,
    /** Fewer distinct keys signed than the threshold demands. */
    THRESHOLD,
    /** A signed expiry lies at or before the reference time. */
    EXPIRED,
    /** The clock stands before the moment at which metadata was signed. */
    CLOCK,
    /** A version is lower than one already trusted. */
    ROLLBACK,
    /** A version jumped further than a witness allows. */
    FAST_FORWARD,
    /** A version differs from the one its parent names. */
    VERSION_MISMATCH,
    /** A role that the trusted snapshot listed is gone. */
    ROLE_REMOVED,
    /** A role that is needed is not listed in the snapshot. */
    ROLE_NOT_IN_SNAPSHOT,
    /** Two valid documents of one version differ. */
    FORKED_METADATA,
    /** The metadata belongs to another namespace. */
    ORIGIN_MISMATCH,
    /** A role speaks about a path that was not delegated to it. */
    NOT_DELEGATED,
    /** No trusted role lists the wanted target. */
    NOT_A_TARGET,
    /** The stored form of a bundle differs from what its {@code bundle.json} says. */
    REPRESENTATION,
    /** A bundle names an image without {@code contentDigest}. */
    UNDIGESTED_IMAGE,
    /** In-toto is demanded and no layout is bound to the name. */
    LAYOUT_UNBOUND,
    /** Every layout that applies has expired. */
    LAYOUT_EXPIRED,
    /** A layout or a link is invalid, or the layout's demands are not met. */
    INTOTO_FAILED,
    /** A link that a layout needs is absent. */
    MISSING_LINK,
    /** An artifact rule of a layout was violated. */
    RULE_VIOLATED,
    /** A valid supply chain of another product. */
    WRONG_PRODUCT,
    /** The vouching entry is not for the identity that is demanded. */
    WRONG_IDENTITY,
    /** The evidence is not of one commit, or of none. */
    WRONG_COMMIT,
    /** The entry is one of archived versions, which are not asked for. */
    ARCHIVED,
    /** A channel leads where it must not. */
    BAD_REDIRECT,
    /** The security level reached is below the one demanded. */
    LEVEL_TOO_LOW,
    /** Trusted metadata revokes the artifact. */
    REVOKED,
    /** A named limit on foreign data was exceeded. */
    LIMIT_EXCEEDED,
    /** A document is not what its format demands. */
    MALFORMED,
    /** One document can be read as two things. */
    AMBIGUOUS,
    /** No rule of the policy covers the name. */
    NOT_COVERED,
    /** Part of the artifact that must be there is absent. */
    INCOMPLETE,
    /** The artifact exists and nothing speaks about it. */
    UNSIGNED_REQUIRED,
    /** This machine holds no root of trust, and was given no key, for the name. */
    NO_TRUST_ROOT
}
