/** The terminal: safe characters, colour, width, prompts, bars, times. Everything here has a form for "no terminal". */
@NullMarked
package dev.bulla.cli.term;

import org.jspecify.annotations.NullMarked;
