package dev.bulla.cli.frame;

/** A command whose next word may choose a command below it, such as {@code key new}. */
public interface CommandGroup extends Command, Group {
    /** Reached when the next word names no command below: a usage error unless the group can act by itself. */
    @Override
    default ExitCode run(Invocation call) {
        throw call.wrongUse("needs one of " + String.join(", ", words()));
    }

    /** True when the group is a command itself, and a next word that is unknown is its argument. */
    default boolean actsItself() {
        return false;
    }
}
