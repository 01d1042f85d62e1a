package dev.bulla.cli.frame;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the process was started with: variables, home and working directory. */
public interface Environment {
    /** The variable, or null when it is unset or empty. */
    @Nullable
    String variable(Variable name);

    /** A variable that the user names in a call, such as one to be recorded; null when it is unset. */
    @Nullable
    String named(String name);

    /** The user's home directory. */
    Path home();

    /** A path as the user wrote it, relative to where the program was started. */
    Path path(String written);

    /** The directory for temporary files. */
    Path temporary();

    /** True when the variable is set and not empty. */
    default boolean has(Variable name) {
        return variable(name) != null;
    }
}
