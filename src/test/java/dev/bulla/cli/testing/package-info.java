/** Runs of the program inside a test: another world, the transcript runner. */
@NullMarked
package dev.bulla.cli.testing;

import org.jspecify.annotations.NullMarked;
