/** The {@code bulla} program: grammar, output and exit codes; the only package that meets terminal and environment. */
@NullMarked
package dev.bulla.cli;

import org.jspecify.annotations.NullMarked;
