package dev.bulla.cli.frame;

import java.nio.file.Path;

/** Where the program keeps its files: its own variables first, then those of XDG, then below the home directory. */
public final class Directories {
    private final Environment environment;

    /** As {@code environment} has them. */
    public Directories(Environment environment) {
        this.environment = environment;
    }

    /** Configuration, keys, pinned roots. */
    public Path config() {
        return choose(Variable.BULLA_CONFIG_DIR, Variable.XDG_CONFIG_HOME, ".config");
    }

    /** What can be fetched or made again. */
    public Path cache() {
        return choose(Variable.BULLA_CACHE_DIR, Variable.XDG_CACHE_HOME, ".cache");
    }

    /** The key directory. */
    public Path keys() {
        return config().resolve("keys");
    }

    /** Pinned roots and what was last seen of their roles. */
    public Path trust() {
        return config().resolve("trust");
    }

    /** The policy that holds where none is named in the call. */
    public Path policy() {
        return config().resolve("policy.json");
    }

    private Path choose(Variable own, Variable base, String belowHome) {
        String chosen = environment.variable(own);
        if (chosen != null) {
            return environment.path(chosen);
        }
        String shared = environment.variable(base);
        // XDG base directory specification: a relative path in these variables is to be ignored
        if (shared != null && Path.of(shared).isAbsolute()) {
            return Path.of(shared).resolve("bulla");
        }
        return environment.home().resolve(belowHome).resolve("bulla");
    }
}
