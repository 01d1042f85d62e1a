package dev.bulla.testkit.real;

import java.net.URI;

/** One distribution registry that can be stopped and started again with its port and its content. */
public interface RegistryRunner extends AutoCloseable {

    /** What runs, in one line without a full stop: the program, its version, where it was taken from. */
    String description();

    /** {@code http://127.0.0.1:PORT}, the same after every restart. */
    URI base();

    /** Starts the registry and returns once it answers; does nothing when it runs. */
    void start();

    /** Stops the registry and returns once its port is closed; does nothing when it is stopped. */
    void stop();

    /**
     * Runs the registry's own garbage collector over its storage.
     *
     * @param deleteUntagged whether manifests without a tag are deleted too, children of a tagged index among them
     */
    void collectGarbage(boolean deleteUntagged);

    @Override
    void close();
}
