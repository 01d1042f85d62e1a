/** Ceremonies on the command line: several people, each with a machine and a configuration directory of their own. */
@NullMarked
package dev.bulla.cli.role;

import org.jspecify.annotations.NullMarked;
