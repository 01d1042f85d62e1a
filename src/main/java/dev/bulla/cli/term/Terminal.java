package dev.bulla.cli.term;

import java.util.Optional;

/** Which streams are a terminal, and what can be done there. */
public interface Terminal {
    /** True when standard input is one. */
    boolean in();

    /** True when standard output is one. */
    boolean out();

    /** True when standard error is one. */
    boolean err();

    /** Columns, when the terminal says. */
    Optional<Integer> columns();

    /**
     * Shows {@code prompt} on the terminal and reads a line from it without echo; empty at the end of input.
     *
     * @throws java.io.UncheckedIOException when the terminal cannot be used
     */
    Optional<char[]> readSecret(String prompt);

    /** Shows {@code prompt} on the terminal and reads a line from it; empty at the end of input. */
    Optional<String> readLine(String prompt);
}
