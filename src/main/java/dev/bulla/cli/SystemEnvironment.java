package dev.bulla.cli;

import dev.bulla.cli.frame.Environment;
import dev.bulla.cli.frame.Variable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one class that reads the environment of the process. */
final class SystemEnvironment implements Environment {
    @Override
    public @Nullable String variable(Variable name) {
        String value = System.getenv(name.name());
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public @Nullable String named(String name) {
        return System.getenv(name);
    }

    @Override
    public Path home() {
        String home = variable(Variable.HOME);
        return Path.of(home == null ? System.getProperty("user.home", ".") : home);
    }

    @Override
    public Path path(String written) {
        return Path.of(written);
    }

    @Override
    public Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }
}
