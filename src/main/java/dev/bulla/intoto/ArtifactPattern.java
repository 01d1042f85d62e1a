package dev.bulla.intoto;

/** A pattern of artifact names outside a layout, with the meaning that rules give it (intoto.md section 4). */
public final class ArtifactPattern {
    private final Glob glob;

    private ArtifactPattern(Glob glob) {
        this.glob = glob;
    }

    /** Reads a pattern; every text is one. */
    public static ArtifactPattern of(String pattern) {
        return new ArtifactPattern(Glob.of(pattern));
    }

    /** True when the whole of {@code name} matches. */
    public boolean matches(String name) {
        return glob.matches(name, new Budget(InTotoLimits.standard()));
    }
}
