/** The commands, one class each; a command holds one call into a layer and mentions no library. */
@NullMarked
package dev.bulla.cli.command;

import org.jspecify.annotations.NullMarked;
