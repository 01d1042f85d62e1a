package dev.bulla.cli.command;

/** What a file is by its name, and what the capsule file beside a thick bundle is called. */
final class CapsuleNames {
    private static final String CAPSULE = ".capsule";

    private CapsuleNames() {}

    static boolean isCapsule(String name) {
        return name.endsWith(CAPSULE);
    }

    static boolean isThick(String name) {
        return name.endsWith(".tgz") || name.endsWith(".tar.gz");
    }

    /** {@code shop.capsule} for {@code shop.tgz}; a capsule file's own name is its own. */
    static String beside(String name) {
        for (String ending : new String[] {CAPSULE, ".tgz", ".tar.gz"}) {
            if (name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length()) + CAPSULE;
            }
        }
        throw new IllegalArgumentException(name);
    }
}
