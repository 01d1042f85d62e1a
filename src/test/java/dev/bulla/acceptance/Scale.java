package dev.bulla.acceptance;

/** How far the tests go: small by default, at full length in the Maven profile {@code acceptance}. */
final class Scale {
    private Scale() {}

    /** Rounds of concurrent signers. */
    static int rounds() {
        return Integer.getInteger("bulla.acceptance.rounds", 1);
    }

    /** Points of a copy at which it is killed. */
    static int kills() {
        return Integer.getInteger("bulla.acceptance.kills", 4);
    }

    /** Requests of a writing command at which it is killed; all when it makes fewer. */
    static int killedRequests() {
        return Integer.getInteger("bulla.acceptance.killedRequests", 1);
    }

    /** Size of the large layer in MiB. */
    static int layerMebibytes() {
        return Integer.getInteger("bulla.acceptance.layer", 64);
    }

    /** Interleaved rounds of publishers in one namespace. */
    static int heads() {
        return Integer.getInteger("bulla.acceptance.heads", 5);
    }

    /** Bundles in one namespace. */
    static int bundles() {
        return Integer.getInteger("bulla.acceptance.bundles", 3);
    }
}
