package dev.bulla.adversary;

import dev.bulla.policy.Level;

/** What is signed in a market, by the level that an honest verification reaches. */
enum Goods {
    /** An artifact that is no bundle. */
    PLAIN(Level.L1A, false, false),
    /** An artifact that is no bundle, with a layout bound to its name. */
    PLAIN_MADE(Level.L3A, false, true),
    /** A bundle whose image nobody signed. */
    BUNDLE(Level.L1B, true, false),
    /** A bundle and its image. */
    IMAGES(Level.L2, true, false),
    /** A bundle with a layout bound to its name, and its image. */
    BUNDLE_MADE(Level.L3B, true, true),
    /** A bundle and its image, each with a layout bound to its name. */
    ALL(Level.L4, true, true);

    private final Level level;
    private final boolean bundle;
    private final boolean made;

    Goods(Level level, boolean bundle, boolean made) {
        this.level = level;
        this.bundle = bundle;
        this.made = made;
    }

    /** The level. */
    Level level() {
        return level;
    }

    /** Whether it is a bundle. */
    boolean isBundle() {
        return bundle;
    }

    /** Whether top-level targets binds a layout to its name. */
    boolean isMade() {
        return made;
    }

    /** Whether the image of the bundle is a target. */
    boolean signsImage() {
        return this == IMAGES || this == BUNDLE_MADE || this == ALL;
    }
}
