/** Help, the reference page and shell completions, all written from the models of the commands. */
@NullMarked
package dev.bulla.cli.help;

import org.jspecify.annotations.NullMarked;
