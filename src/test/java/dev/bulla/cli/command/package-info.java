/** Parts of commands that can be looked at without a command line. */
@NullMarked
package dev.bulla.cli.command;

import org.jspecify.annotations.NullMarked;
