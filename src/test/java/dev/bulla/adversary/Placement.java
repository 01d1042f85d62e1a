package dev.bulla.adversary;

/** Where the roles are that vouch. */
enum Placement {
    /** In the TUF repository of the namespace. */
    TRUST,
    /** In a capsule that the referrers API lists. */
    API,
    /** In a capsule that the carrier lists alone. */
    CARRIER,
    /** In a capsule that the fallback tag lists alone. */
    TAG
}
