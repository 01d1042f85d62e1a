/** Levels of CNAB Security 300 through the program: a bundle for each and every way down. */
@NullMarked
package dev.bulla.cli.level;

import org.jspecify.annotations.NullMarked;
