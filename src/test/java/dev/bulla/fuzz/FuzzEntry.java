package dev.bulla.fuzz;

import org.jspecify.annotations.Nullable;

/** Where jazzer enters; {@code --target_args} names the target. Jazzer knows the methods by their names. */
public final class FuzzEntry {
    private static @Nullable FuzzTarget target;

    private FuzzEntry() {}

    /** Called once, with the target's name. */
    public static void fuzzerInitialize(String[] args) {
        target = FuzzTargets.named(args[0]);
    }

    /**
     * Called for every input.
     *
     * @throws Exception a finding
     */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (target == null) {
            throw new IllegalStateException("no target was named");
        }
        target.look(input);
    }
}
