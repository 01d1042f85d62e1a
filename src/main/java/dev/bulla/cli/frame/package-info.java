/**
 * What every command is made of: the model it declares, the invocation it gets, the output it writes and the exit code it
 * returns. Knows no command.
 */
@NullMarked
package dev.bulla.cli.frame;

import org.jspecify.annotations.NullMarked;
